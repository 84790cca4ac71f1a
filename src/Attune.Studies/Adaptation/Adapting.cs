using Attune.Neural;

namespace Attune.Studies;

/// <summary>Brings a model up to date: some of the chunks that are new are chosen as the model sees them, and training goes on from where it ended, on these alone. New items get rows of their own.</summary>
static class Adapting
{
    /// <summary>In the place of a sampler: every chunk.</summary>
    internal const string All = "all";

    /// <summary>The representation of a chunk by what is in it, without a model.</summary>
    internal const string Tokens = "tokens";

    /// <summary>What chunks are compared as.</summary>
    internal static IReadOnlyList<string> Representations { get; } = [Tokens, .. ChunkRepresenters.Forms];

    /// <summary>What is wrong with a way of choosing, said before anything is read.</summary>
    /// <exception cref="ArgumentException">An unknown sampler or representation, or one that does not belong to the other.</exception>
    internal static ISubsetSampler Sampler(string at, string select, string? represent)
    {
        ISubsetSampler sampler;
        try
        {
            sampler = SubsetSampler.Parse(select);
        }
        catch (ArgumentException e)
        {
            throw new ArgumentException($"{at}: select: {e.Message} Or {All}, for every chunk.", e);
        }
        if (represent is not null && !Representations.Contains(represent)) throw new ArgumentException($"{at}: represent: there is no '{represent}'; there are {string.Join(", ", Representations)}.");
        if (sampler.NeedsRepresentation == represent is null) throw new ArgumentException($"{at}: {select} {(represent is null ? $"chooses by how chunks compare, so it needs represent: {string.Join(", ", Representations)}" : "does not compare chunks; leave represent out")}.");
        return sampler;
    }

    /// <summary>A first model, on chunks.</summary>
    internal static IRecommender Begin(ITrainer trainer, HistoryChunks first, FitContext context) => trainer.Fit(first.ToDataset(), context);

    /// <summary>Chooses and learns.</summary>
    /// <param name="model">The model as it is; its trainer is a network that learns sequences.</param>
    /// <param name="candidates">The chunks that are new.</param>
    /// <param name="present">The chunks that stand for the present.</param>
    /// <param name="update">How chunks are chosen, and for how long they are learned from.</param>
    /// <param name="seed">Of what is drawn and of the training.</param>
    /// <param name="context">Progress, cancellation and threads.</param>
    internal static Adapted Update(IRecommender model, HistoryChunks candidates, HistoryChunks present, StudyUpdate update, int seed, FitContext context)
    {
        var trainer = Continued(model.Trainer, update.Epochs, seed);
        var clock = new TrainingClock(context);
        SubsetReport? report = null;
        int[] chosen = [.. Enumerable.Range(0, candidates.Count)];
        if (update.Select != All)
        {
            using var representation = Represented(model, candidates, present, update.Represent, seed, context);
            report = SubsetReport.Of(Sampler("update", update.Select, update.Represent), new SubsetTask { Candidates = candidates, Count = SubsetTask.CountOf(candidates.Count, update.Budget), Representation = representation, Seed = seed, Context = context });
            chosen = [.. report.Chosen.Order()];
        }
        var selected = clock.BusySeconds;
        var next = trainer.Fit(candidates.Take(chosen).ToDataset(), context with { StartFrom = model });
        return new Adapted(next, chosen, report, selected, clock.BusySeconds - selected, StepsOf(trainer, chosen.Length, update.Epochs));
    }

    /// <summary>Candidates as a model sees them; null where nothing is compared.</summary>
    internal static Representation? Represented(IRecommender model, HistoryChunks candidates, HistoryChunks present, string? represent, int seed, FitContext context) => represent switch
    {
        null => null,
        Tokens => Representation.Tokens(candidates, present, context: context),
        _ => Representation.Dense(ChunkRepresenters.Of(model, represent, seed, reference: present), candidates, present, context: context),
    };

    static int StepsOf(ITrainer trainer, int chunks, int epochs) => epochs * ((chunks + ((ISequenceTrainer)trainer).BatchSize - 1) / ((ISequenceTrainer)trainer).BatchSize);

    // Every other option is the model's own: what was learned lies in tensors of these shapes.
    static ITrainer Continued(ITrainer trainer, int epochs, int seed) => trainer is NetworkTrainer network and ISequenceTrainer ? network with { Epochs = epochs, Seed = seed }
        : throw new ArgumentException($"A model of kind {Options.NameOf(trainer.GetType())} cannot go on from where its training ended; take one that learns sequences through a network, as sasrec or hstu.");
}
