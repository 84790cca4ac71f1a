using Attune.Neural;
using Attune.Numerics;

namespace Attune.Studies;

/// <summary>Brings a model up to date: some of the chunks that are new are chosen as the model sees them, and training goes on from where it ended, on these alone. New items get rows of their own.</summary>
static class Adapting
{
    /// <summary>In the place of a sampler: every chunk.</summary>
    internal const string All = "all";

    /// <summary>A first model, on chunks.</summary>
    internal static IRecommender Begin(ITrainer trainer, HistoryChunks first, FitContext context) => trainer.Fit(first.ToDataset(), context);

    /// <summary>What is wrong with a way of choosing, said before anything is read.</summary>
    internal static void Check(string at, string select, string? represent)
    {
        if (select != "random") throw new ArgumentException($"{at}: select {select} {represent}");
    }

    /// <summary>Chooses and learns.</summary>
    internal static Adapted Update(IRecommender model, HistoryChunks candidates, HistoryChunks present, StudyUpdate update, int seed, FitContext context)
    {
        var clock = new TrainingClock(context);
        int[] all = [.. Enumerable.Range(0, candidates.Count)];
        if (update.Select != All) { ((Seed)seed).Stream().Shuffle(all.AsSpan()); all = [.. all.Take((int)Math.Round(update.Budget * all.Length)).Order()]; }
        var chosenAt = clock.BusySeconds;
        var trainer = Continued(model.Trainer, update.Epochs, seed);
        var learned = candidates.Take(all);
        var next = trainer.Fit(learned.ToDataset(), context with { StartFrom = model });
        return new Adapted(next, all, null, chosenAt, clock.BusySeconds - chosenAt, update.Epochs * ((all.Length + ((ISequenceTrainer)trainer).BatchSize - 1) / ((ISequenceTrainer)trainer).BatchSize));
    }

    // Every other option is the model's own: what was learned lies in tensors of these shapes.
    static ITrainer Continued(ITrainer trainer, int epochs, int seed) => trainer is NetworkTrainer network and ISequenceTrainer ? network with { Epochs = epochs, Seed = seed }
        : throw new ArgumentException($"A model of kind {Options.NameOf(trainer.GetType())} cannot go on from where its training ended; take one that learns sequences through a network, as sasrec or hstu.");
}
