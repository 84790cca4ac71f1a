using Attune.Neural;
using Attune.Numerics;

namespace Attune.Studies;

/// <summary>Whether the optimisers, and the ways to feed them, do what is said of them.</summary>
static class OptimizerMeasures
{
    /// <summary>The largest difference between the weights of trainings on whole batches and on the same batches added up from parts, which do not divide them evenly.</summary>
    internal static double AccumulationAgainstBatch(int epochs, FitContext context)
    {
        var options = SmallModel.Options with { Optimizer = OptimizerKind.Momentum, LearningRate = 0.05, BatchSize = 24, Epochs = epochs };
        var whole = SmallModel.Train(options, 96, context).Weights;
        return new[] { 2, 5 }.Max(parts => Largest(whole, SmallModel.Train(options with { Accumulate = parts }, 96, context).Weights));
    }

    /// <summary>The largest difference between the weights of trainings that move all parameters after the backward pass and within it, over all optimisers.</summary>
    internal static double FusedAgainstPlain(FitContext context) => Enum.GetValues<OptimizerKind>().Max(kind =>
    {
        var options = SmallModel.Options with { Optimizer = kind, LearningRate = RateOf(kind), BatchSize = 8, Epochs = 1, Beta2HalfLife = 0.02 };
        return Largest(SmallModel.Train(options, 64, context).Weights, SmallModel.Train(options with { FuseUpdate = true }, 64, context).Weights);
    });

    /// <summary>
    /// How far the mean of bfloat16 weights is from where they should be after 100 steps of which each is a fortieth of what bfloat16 can tell apart: 65,536 weights from 1 to 0.99, rounded at random.
    /// The standard error is 0.000024. Rounded to nearest none would move.
    /// </summary>
    internal static double RoundedMean(WeightRounding rounding = WeightRounding.Stochastic)
    {
        using var scope = new Scope();
        var weights = Tensor.Full([65_536], 1.0, DType.BFloat16).RequireGradient();
        using var sgd = new Sgd([new Parameter("w", weights)], 1e-4) { Rounding = rounding, Seed = 17 };
        weights.Gradient = Tensor.Full([65_536], 1.0, DType.BFloat16);
        for (var step = 0; step < 100; step++) sgd.Step();
        return Math.Abs(weights.Detach().To(DType.Float64).Mean().Item() - 0.99);
    }

    /// <summary>
    /// The largest difference between a table whose untouched rows fade when they are touched again, and one that is moved as a whole in every step: without momentum, with β2 held by steps and by targets.
    /// </summary>
    internal static double LazyDecayAgainstDense(int steps, TableUpdates lazy = TableUpdates.LazyDecay) => new[] { 0, 200.0 }.Max(halfLife =>
    {
        using var scope = new Scope();
        return Largest(Table(steps, lazy, halfLife), Table(steps, null, halfLife));
    });

    /// <summary>What is left of the loss after training, as a share of what it was; the largest over all optimisers, batches of four rows and a half-life of 2 % of all targets.</summary>
    internal static double LossLeft(int epochs, FitContext context) => Enum.GetValues<OptimizerKind>().Max(kind =>
    {
        var (_, before, after) = SmallModel.Train(SmallModel.Options with { Optimizer = kind, LearningRate = RateOf(kind), BatchSize = 4, Epochs = epochs, Beta2HalfLife = 0.02 }, 128, context);
        return after / before;
    });

    /// <summary>By how many bytes the planned state differs from what an optimiser holds: over all optimisers, in single precision and bfloat16.</summary>
    internal static double MemoryAgainstState() => new[] { DType.Float32, DType.BFloat16 }.Max(type => Enum.GetValues<OptimizerKind>().Max(kind =>
    {
        using var scope = new Scope();
        using var network = ((ISequenceTrainer)(SmallModel.Options with { Width = 128 })).Network(new Init(1, type: type), 300);
        Parameter[] parameters = [.. network.Parameters];
        using var optimizer = Optimizers.Of(new OptimizerSettings { Kind = kind, LearningRate = 0.01 }, parameters);
        var planned = OptimizerMemory.Of(kind, [.. parameters.Select(ParameterShape.Of)], type is DType.BFloat16 ? 2 : 4);
        return (double)Math.Abs(planned.State - optimizer.StateBytes);
    }));

    static double RateOf(OptimizerKind kind) => kind switch
    {
        OptimizerKind.Sgd => 0.5,
        OptimizerKind.Momentum => 0.05,
        OptimizerKind.Adafactor => 0.05,
        OptimizerKind.Muon => 0.01,
        _ => 0.003,
    };

    // A table of which every step looks some rows up, by an Adam; with gradients of the rows, or as a whole where no way to treat the others is given.
    static float[] Table(int steps, TableUpdates? updates, double halfLife)
    {
        const int Rows = 30, Width = 4;
        var (init, stream) = (new Init(3), ((Seed)9).Stream());
        using var table = new Embedding(init, Rows, Width, sparse: updates is not null);
        using var adam = new Adam([.. table.Parameters], 0.01) { Beta1 = 0, Beta2 = 0.95, Beta2HalfLife = halfLife, Tables = updates ?? TableUpdates.Dense };
        for (var step = 0; step < steps; step++)
        {
            using var scope = new Scope();
            var rows = new long[1 + stream.NextInt(4)];
            foreach (ref var row in rows.AsSpan()) row = stream.NextInt(Rows);
            var weights = new float[rows.Length * Width];
            foreach (ref var weight in weights.AsSpan()) weight = (float)stream.NextGaussian();
            adam.Clear();
            Gradients.Backward((table.Forward(Tensor.Of<long>(rows)) * Tensor.Wrap(weights, rows.Length, Width)).Sum());
            adam.Step(targets: rows.Length * 7);
        }
        return table.Weight.ToArray<float>();
    }

    static double Largest(float[] a, float[] b) => a.Zip(b).Max(p => Math.Abs((double)p.First - p.Second));
}
