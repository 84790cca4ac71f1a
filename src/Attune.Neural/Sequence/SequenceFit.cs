using Attune.Numerics;

namespace Attune.Neural;

/// <summary>How networks that read sequences are trained: histories into batches, states against the items that come, a start from an earlier model.</summary>
static partial class SequenceFit
{
    internal static IRecommender Run(ISequenceTrainer trainer, Dataset data, FitContext? context)
    {
        Validate(trainer);
        context ??= FitContext.Default;
        context.Cancellation.ThrowIfCancellationRequested();
        Torch.Start();
        Torch.Threads = context.ThreadCount;
        var catalog = trainer.ReadsTimes ? Catalog.OfTimedSequences(data) : Catalog.OfSequences(data);
        var (seed, items) = ((Seed)trainer.Seed, data.Items.Count);
        var init = new Init(seed, TrainingDevice.Of(context));
        using var network = trainer.Network(init, items);
        WarmStart.Copy(trainer, context, network, catalog, SequenceNetwork.RowsOf);
        if (!HasSteps(catalog.Sequences!)) return ModelOf(trainer, catalog, network);
        var batches = trainer.Batches(catalog.Sequences!, new BatchOptions(trainer.MaxLength, trainer.BatchSize, seed.Derive("batches")) { Device = init.Device }, items);
        using var optimizer = OptimizerOf(trainer, network, batches);
        var loop = LoopOf(trainer, network, optimizer, batches, catalog, init);
        return (loop with { Facts = new Dictionary<string, string> { ["options"] = Options.ToJson(trainer), ["data"] = batches.Fingerprint } }).Run(context);
    }

    /// <summary>Refuses options that cannot be.</summary>
    internal static void Validate(ISequenceTrainer trainer) => Options.Validate(trainer, [.. trainer.Complaints, .. trainer.Training.SharedComplaints]);

    /// <summary>What moves the weights; the caller disposes it.</summary>
    internal static Optimizer OptimizerOf(ISequenceTrainer trainer, SequenceNetwork network, SequenceBatches batches) =>
        trainer.Training.OptimizerOf([.. network.Parameters], batches.Steps, () => batches.TargetsOf(epoch: 0));

    /// <summary>The training of a network on batches of sequences; <paramref name="clipNorm"/> where the options say nothing.</summary>
    internal static TrainingLoop LoopOf(ISequenceTrainer trainer, SequenceNetwork network, Optimizer optimizer, SequenceBatches batches, Catalog catalog, Init init, double clipNorm = 0) => new()
    {
        Name = Options.NameOf(trainer.GetType()),
        Network = network,
        Optimizer = optimizer,
        Epochs = trainer.Training.EpochsOf(batches.Steps),
        MostSteps = trainer.Training.Steps,
        Steps = batches.Steps,
        Learn = new SequenceLearner(trainer, network, batches, catalog).Learn,
        Model = () => ModelOf(trainer, catalog, network),
        Schedule = trainer.Training.StepSizesOf(batches.Steps),
        ClipNorm = (trainer.Training.ClipNorm ?? clipNorm) is > 0 and var most ? most : double.PositiveInfinity,
        MicroBatches = trainer.Training.Accumulate ?? 1,
        Fused = trainer.Training.FuseUpdate ? batches.TargetsOf : null,
        Draws = [position => init.Masks.Position = position],
    };

    /// <summary>The trainer and the network of a fitted model, which owns it; null of a model without one.</summary>
    internal static (ISequenceTrainer Trainer, SequenceNetwork Network)? NetworkOf(IRecommender model) => model switch
    {
        Model whole => (whole.SequenceTrainer, whole.Network),
        RecurrentModel recurrent => NetworkOf(recurrent.Whole),
        _ => null,
    };

    // One event for each user tells nothing of what comes next: the model is what it started as.
    static bool HasSteps(ItemSequences sequences) => Enumerable.Range(0, sequences.Users).Any(u => sequences.Of(u).Length > 1);

    internal static IRecommender ModelOf(ISequenceTrainer trainer, Catalog catalog, SequenceNetwork network)
    {
        var weights = new Weights();
        network.Export(weights);
        return Made(trainer, catalog, weights);
    }

    static IRecommender Made(ISequenceTrainer trainer, Catalog catalog, Weights weights)
    {
        var network = trainer.Network(new Init(trainer.Seed), catalog.Items.Count);
        var model = new Model(trainer, catalog, weights, network);
        return network.IsRecurrent ? new RecurrentModel(model, network, weights) : model;
    }
}
