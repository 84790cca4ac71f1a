using Attune.Numerics;

namespace Attune.Neural;

/// <summary>How networks are trained that learn from who has what: options checked, libtorch set up, the loop around a learner.</summary>
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
        using var optimizer = trainer.OptimizerOf([.. network.Parameters], learner.Steps, () => learner.Targets);
        return new TrainingLoop
        {
            Name = Options.NameOf(trainer.GetType()),
            Network = network,
            Optimizer = optimizer,
            Epochs = trainer.EpochsOf(learner.Steps),
            MostSteps = trainer.Steps,
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
}
