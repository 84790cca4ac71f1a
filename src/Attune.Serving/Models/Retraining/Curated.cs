using System.Globalization;
using Attune.Neural;

namespace Attune.Serving;

/// <summary>A training that goes on from the model in use, on the part of what came since that is worth it; where that cannot be, one on all events.</summary>
/// <param name="options">Whether and how.</param>
sealed class Curated(CurationOptions options)
{
    /// <summary>What was learned from, as a sentence; empty where it was everything.</summary>
    internal string Said { get; private set; } = "";

    /// <summary>Trains.</summary>
    /// <param name="trainer">The model's options.</param>
    /// <param name="data">All events.</param>
    /// <param name="context">Holds the model in use, where training may start from it.</param>
    internal IRecommender Fit(ITrainer trainer, Dataset data, FitContext context)
    {
        Said = "";
        if (!options.IsOn || context.StartFrom is not { } earlier) return trainer.Fit(data, context);
        var seed = ((ISequenceTrainer)trainer).Seed;
        var users = earlier.Catalog.Users.MapFrom(data.Users);
        var candidates = HistoryChunks.Since(data, options.Chunk, user => users[user] < 0 ? 0 : earlier.Catalog.Sequences!.Of(users[user]).Length);
        if (candidates.Count == 0) return trainer.Fit(data, context);
        int[] newest = [.. Enumerable.Range(0, candidates.Count).OrderByDescending(c => candidates.EndOf(c)).ThenBy(c => c).Take(options.References).Order()];
        var updated = UpdateOf(seed).Apply(earlier, candidates, candidates.Take(newest), context with { StartFrom = null });
        Said = string.Create(CultureInfo.InvariantCulture, $"Learned from {updated.Chosen.Count:N0} of {candidates.Count:N0} new chunks of histories, going on from the model in use. ");
        return updated.Knowing(data, trainer);
    }

    /// <summary>Refuses options that cannot be, when they are read rather than at the first training.</summary>
    /// <exception cref="ArgumentException">The model reads no sequences through a network, or the way of choosing does not exist.</exception>
    internal void Check(ITrainer trainer)
    {
        if (!options.IsOn) return;
        if (trainer is not ISequenceTrainer { AsksWithAMark: false }) throw new ArgumentException($"Retrain:Curation is on, and {Options.NameOf(trainer.GetType())} cannot go on from where its training ended; take a model that learns sequences in their order through a network (sasrec, hstu), or turn it off.");
        UpdateOf(0).Validate();
    }

    SubsetUpdate UpdateOf(int seed) => new() { Budget = options.Budget, Select = options.Select, Represent = options.Represent, Epochs = options.Epochs, Seed = seed };
}
