using Attune.Numerics;

namespace Attune.Neural;

/// <summary>How networks are trained that rank what was bought before: calendars into examples, the loop around them, the fitted model.</summary>
static partial class RepeatFit
{
    internal static IRecommender Run(IRepeatTrainer trainer, Dataset data, FitContext? context)
    {
        var given = CollaborativeFit.Begin(trainer.Training, context, trainer.Complaints);
        var catalog = Catalog.OfTimedSequences(data);
        Repurchase[] examples = [.. Repurchase.Of(Dated(catalog.Sequences!), trainer.TargetDays)];
        return Run(trainer, catalog, examples, given);
    }

    /// <summary>Trains on given examples; the catalog's own purchases are only what the model will know of its users.</summary>
    internal static IRecommender Run(IRepeatTrainer trainer, Catalog catalog, Repurchase[] examples, FitContext context)
    {
        var init = new Init(((Seed)trainer.Seed).Derive("network"), TrainingDevice.Of(context));
        using var network = trainer.Network(init, catalog.Users.Count, catalog.Items.Count);
        network.Level(Enumerable.Range(0, catalog.Items.Count).Except(examples.SelectMany(e => e.History.Items.Take(trainer.MostCandidates))));
        WarmStart.Copy(trainer, context, network, catalog, network.RowsOf);
        var learner = new RepeatLearner(trainer, network, examples, init.Device);
        if (learner.Steps == 0) return ModelOf(trainer, catalog, network);
        using var optimizer = trainer.Training.OptimizerOf([.. network.Parameters], learner.Steps, () => learner.Targets);
        return LoopOf(trainer, catalog, network, learner, optimizer, init).Run(context);
    }

    static TrainingLoop LoopOf(IRepeatTrainer trainer, Catalog catalog, RepeatNetwork network, RepeatLearner learner, Optimizer optimizer, Init init) => new()
    {
        Name = Options.NameOf(trainer.GetType()),
        Network = network,
        Optimizer = optimizer,
        Epochs = trainer.Training.EpochsOf(learner.Steps),
        MostSteps = trainer.Training.Steps,
        Steps = learner.Steps,
        Learn = learner.Learn,
        Model = () => ModelOf(trainer, catalog, network),
        Schedule = trainer.Training.StepSizesOf(learner.Steps),
        ClipNorm = ClipOf(trainer.Training) is > 0 and var most ? most : double.PositiveInfinity,
        MicroBatches = trainer.Training.Accumulate ?? 1,
        Fused = trainer.Training.FuseUpdate ? learner.TargetsOf : null,
        Draws = [position => init.Masks.Position = position],
        Facts = new Dictionary<string, string> { ["options"] = Options.ToJson(trainer), ["data"] = learner.Data },
    };

    // A weight that moves as soon as its own gradient is known cannot wait for the length of all.
    static double ClipOf(NetworkTrainer trainer) => trainer.ClipNorm ?? (trainer.FuseUpdate ? 0 : 1);

    // Without times the order stands for days, as Catalog.PurchasesOf has it: the newest purchase was yesterday, the one before it the day before.
    static ItemSequences Dated(ItemSequences sequences)
    {
        if (sequences.Times is not null) return sequences;
        var times = new long[sequences.Items.Length];
        for (var u = 0; u < sequences.Users; u++)
            for (var e = sequences.Offsets[u]; e < sequences.Offsets[u + 1]; e++) times[e] = (e - sequences.Offsets[u + 1]) * 86_400_000L;
        return new ItemSequences(sequences.Offsets, sequences.Items, times);
    }

    static IRecommender ModelOf(IRepeatTrainer trainer, Catalog catalog, RepeatNetwork network) => Restore(trainer, catalog, CollaborativeFit.WeightsOf(network));

    /// <summary>The fitted model over saved weights.</summary>
    internal static IRecommender Restore(IRepeatTrainer trainer, Catalog catalog, Weights weights) => new Model(trainer, catalog, weights, trainer.Network(new Init(trainer.Seed), catalog.Users.Count, catalog.Items.Count));
}
