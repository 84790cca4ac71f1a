using Attune.Numerics;

namespace Attune.Neural;

/// <summary>How networks of clicks are trained and made again: options checked, libtorch set up, the loop around the rows.</summary>
static partial class ClickFit
{
    /// <summary>Trains on rows.</summary>
    internal static IClickModel Fit(ClickTrainer trainer, IClickSource source, FitContext? context)
    {
        var given = CollaborativeFit.Begin(trainer, context, trainer.Complaints);
        return Fit(trainer, source, NoItems, null, given);
    }

    /// <summary>Trains on events: what was clicked, what was shown, or where nothing says what was shown, drawn items.</summary>
    internal static IClickModel Fit(ClickTrainer trainer, Dataset data, FitContext? context)
    {
        var given = CollaborativeFit.Begin(trainer, context, trainer.Complaints);
        var table = ClickTable.Of(data, RowsOf(trainer, data), given.Cancellation);
        return Fit(trainer, table, Catalog.Of(data), ClickCandidates.Of(data, table.Fields), given);
    }

    /// <summary>How a trainer reads events.</summary>
    internal static ClickOptions RowsOf(ClickTrainer trainer, Dataset data) => new()
    {
        Negatives = trainer.Negatives ?? (data.Events.Kinds.Contains(EventKind.Impression) ? 0 : 4),
        MinCount = trainer.MinCount,
        Seed = trainer.Seed,
    };

    /// <summary>The model again from what was saved.</summary>
    internal static IRecommender Restore(ClickTrainer trainer, Catalog catalog, Weights weights) => new Model(trainer, catalog, weights);

    static Catalog NoItems { get; } = new(Vocabulary.Empty, Vocabulary.Empty, CsrMatrix.FromTriples(0, 0, [], [], []), null);

    static IClickModel Fit(ClickTrainer trainer, IClickSource source, Catalog catalog, ClickCandidates? candidates, FitContext given)
    {
        var init = new Init(trainer.Seed, TrainingDevice.Of(given));
        using var network = trainer.Network(init, source.Fields);
        using var learner = new ClickLearner(source, trainer, network);
        return (IClickModel)Run(trainer, given, network, learner, init, () => new Model(trainer, catalog, WeightsOf(network, source.Fields, candidates)));
    }

    static IRecommender Run(ClickTrainer trainer, FitContext context, ClickNetwork network, ClickLearner learner, Init init, Func<IRecommender> model)
    {
        if (learner.Steps == 0) return model();
        using var optimizer = trainer.OptimizerOf(network.Moved, learner.Steps, () => learner.Targets);
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
            Draws = [p => init.Masks.Position = p],
            Facts = new Dictionary<string, string> { ["options"] = Options.ToJson(trainer), ["data"] = learner.Data },
        }.Run(context);
    }

    static Weights WeightsOf(ClickNetwork network, ClickFields fields, ClickCandidates? candidates)
    {
        var weights = CollaborativeFit.WeightsOf(network);
        network.ExportIntegers(weights);
        if (candidates is null) SavedFields.Export(fields, weights);
        else candidates.Export(weights);
        return weights;
    }
}
