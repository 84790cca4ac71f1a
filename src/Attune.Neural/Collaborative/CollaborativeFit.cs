using Attune.Numerics;

namespace Attune.Neural;

/// <summary>How networks are trained that learn from who has what: options checked, libtorch set up, the loop around a learner, a start from an earlier model.</summary>
static class CollaborativeFit
{
    /// <summary>Refuses options that cannot be, and sets libtorch up.</summary>
    internal static FitContext Begin(NetworkTrainer trainer, FitContext? context, params IEnumerable<string?> complaints)
    {
        Options.Validate(trainer, [.. complaints, .. trainer.SharedComplaints]);
        context ??= FitContext.Default;
        context.Cancellation.ThrowIfCancellationRequested();
        Torch.Start();
        Torch.Threads = context.ThreadCount;
        return context;
    }

    /// <summary>Trains a network; without anything to learn from the model is what it started as.</summary>
    internal static IRecommender Run(NetworkTrainer trainer, FitContext context, Module network, ILearner learner, Func<IRecommender> model)
    {
        if (learner.Steps == 0) return model();
        using var optimizer = trainer.OptimizerOf([.. network.Parameters], () => learner.Targets);
        return new TrainingLoop
        {
            Name = Options.NameOf(trainer.GetType()),
            Network = network,
            Optimizer = optimizer,
            Epochs = trainer.Epochs,
            Steps = learner.Steps,
            Learn = learner.Learn,
            Model = model,
            Schedule = trainer.StepSizesOf(learner.Steps),
            ClipNorm = trainer.ClipNorm is > 0 and var most ? most : double.PositiveInfinity,
            MicroBatches = trainer.Accumulate ?? 1,
            Fused = trainer.FuseUpdate ? learner.TargetsOf : null,
            Facts = new Dictionary<string, string> { ["options"] = Options.ToJson(trainer), ["data"] = learner.Data },
        }.Run(context);
    }

    /// <summary>What a network has learned, as it is saved.</summary>
    internal static Weights WeightsOf(Module network)
    {
        var weights = new Weights();
        network.Export(weights);
        return weights;
    }

    /// <summary>Names preferences: unequal numbers, unequal preferences.</summary>
    internal static string Fingerprint(CsrMatrix preferences)
    {
        var hash = (Seed)0;
        foreach (var o in preferences.Offsets) hash = hash.Derive(o);
        foreach (var i in preferences.ColumnIndices) hash = hash.Derive(i);
        return $"{preferences.Count} preferences of {preferences.Rows} users among {preferences.Columns} items ({hash.Value:x16})";
    }

    /// <summary>
    /// Copies into an untrained network what an earlier model of the same kind has learned: tensors of the same name and shape, and of tables (<paramref name="rows"/> says of what)
    /// the rows of the ids that are still there. Without an earlier model nothing happens.
    /// </summary>
    /// <param name="trainer">Who trains.</param>
    /// <param name="context">Holds the earlier model.</param>
    /// <param name="network">Untrained, over the catalog of <paramref name="now"/>.</param>
    /// <param name="now">The catalog to train on.</param>
    /// <param name="rows">For the name of a tensor the vocabulary that its rows are in order of; null for a tensor that is taken whole.</param>
    internal static void StartFrom(NetworkTrainer trainer, FitContext context, Module network, Catalog now, Func<string, Catalog, Vocabulary?> rows)
    {
        if (context.StartFrom is not { } earlier) return;
        var name = Options.NameOf(trainer.GetType());
        if (earlier.Trainer.GetType() != trainer.GetType())
            throw new ArgumentException($"A model of kind {name} cannot start from one of kind {earlier.NameOf()}; start from a trained {name} or anew.");
        var weights = new Weights();
        earlier.Export(weights);
        using var scope = new Scope();
        using var off = Gradients.NotRecorded();
        foreach (var (path, value) in network.Saved)
        {
            var (values, shape) = weights.Floats.GetValueOrDefault(path);
            var (known, wanted) = (rows(path, earlier.Catalog), value.Shape);
            if (shape is null || !shape.Skip(known is null ? 0 : 1).Select(d => (long)d).SequenceEqual(wanted.Skip(known is null ? 0 : 1)))
                throw new ArgumentException($"{name}: the tensor '{path}' is to have the shape [{string.Join(", ", wanted)}], but in the earlier model it has {(shape is null ? "none" : $"[{string.Join(", ", shape)}]")}; "
                    + "take the options of the earlier model or start anew.");
            value.CopyInPlace(known is null ? Tensor.Wrap(values!, wanted) : Known(value, values!, known.MapFrom(rows(path, now)!)));
        }
    }

    static Tensor Known(Tensor fresh, float[] earlier, int[] from)
    {
        var rows = fresh.To(DType.Float32).ToArray<float>();
        var width = rows.Length / Math.Max(1, from.Length);
        for (var r = 0; r < from.Length; r++)
            if (from[r] >= 0) earlier.AsSpan(from[r] * width, width).CopyTo(rows.AsSpan(r * width));
        return Tensor.Wrap(rows, fresh.Shape);
    }
}
