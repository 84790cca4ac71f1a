using System.Globalization;

namespace Attune.Neural;

/// <summary>
/// Brings a sequence model up to date without training on all that is new: some of the new chunks of histories are chosen as the model sees them, and training goes on from where it ended, on these alone. New items get
/// rows of their own in the table; what is known keeps its row. "Data selection under temporal drift" (arXiv:2604.07739). Deterministic for the seed and one number of threads, as the training is. Immutable.
/// </summary>
public sealed record SubsetUpdate
{
    /// <summary>In the place of a sampler: every chunk.</summary>
    public const string All = "all";

    /// <summary>The representation of a chunk by what is in it, without a model.</summary>
    public const string Tokens = "tokens";

    /// <summary>What chunks can be compared as: <see cref="Tokens"/>, and the forms of <see cref="ChunkRepresenters"/>.</summary>
    public static IReadOnlyList<string> Representations { get; } = [Tokens, .. ChunkRepresenters.Forms];

    /// <summary>How chunks are chosen: one of <see cref="SubsetSampler.Forms"/>, or <see cref="All"/>. Default diverse.</summary>
    public string Select { get; init; } = "diverse";

    /// <summary>As what they are compared, one of <see cref="Representations"/>; null for samplers that compare nothing. Default gradient.</summary>
    public string? Represent { get; init; } = "gradient";

    /// <summary>The share of the new chunks that is learned from, above 0 and up to 1. Default 0.2.</summary>
    public double Budget { get; init; } = 0.2;

    /// <summary>Passes over what was chosen, from 1. Default 10.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>Of what is drawn and of the training. Default 42.</summary>
    public int Seed { get; init; } = 42;

    /// <summary>Refuses what cannot be.</summary>
    /// <exception cref="ArgumentException">An unknown sampler or representation, one that does not belong to the other, or numbers out of range.</exception>
    public void Validate()
    {
        if (!(Budget > 0 && Budget <= 1)) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"budget is {Budget}; it must be above 0 and at most 1, a share of the new chunks."));
        if (Epochs < 1) throw new ArgumentException($"epochs is {Epochs}; it must be 1 or more.");
        if (Represent is not null && !Representations.Contains(Represent)) throw new ArgumentException($"represent: there is no '{Represent}'; there are {string.Join(", ", Representations)}.");
        if (Select == All)
        {
            if (Represent is not null || Budget != 1) throw new ArgumentException($"select: {All} takes every chunk: the budget is 1, and there is no representation.");
            return;
        }
        if (Sampler.NeedsRepresentation == Represent is null) throw new ArgumentException($"select: {Select} {(Represent is null ? $"chooses by how chunks compare, so it needs a representation: {string.Join(", ", Representations)}" : "does not compare chunks; leave the representation out")}.");
    }

    /// <summary>Chooses and learns.</summary>
    /// <param name="model">The model as it is: fitted, of a network that reads sequences one way.</param>
    /// <param name="candidates">The chunks that are new. The updated model knows all items of their data.</param>
    /// <param name="present">The chunks that stand for the present; never of events that the model is to be measured on.</param>
    /// <param name="context">Progress, cancellation and threads.</param>
    /// <exception cref="ArgumentException">The options cannot be, or the model cannot go on from where its training ended.</exception>
    public UpdatedModel Apply(IRecommender model, HistoryChunks candidates, HistoryChunks present, FitContext? context = null)
    {
        Validate();
        context ??= FitContext.Default;
        var trainer = Continued(model.Trainer);
        var begun = Environment.CpuUsage.TotalTime;
        var report = Select == All ? null : Chosen(model, candidates, present, context);
        int[] chosen = [.. report?.Chosen.Order() ?? Enumerable.Range(0, candidates.Count)];
        var selected = Environment.CpuUsage.TotalTime;
        var next = trainer.Fit(candidates.Take(chosen).ToDataset(), context with { StartFrom = model });
        return new UpdatedModel(next, chosen, report)
        {
            SelectSeconds = (selected - begun).TotalSeconds / context.ThreadCount,
            TrainSeconds = (Environment.CpuUsage.TotalTime - selected).TotalSeconds / context.ThreadCount,
            Steps = Epochs * ((chosen.Length + trainer.BatchSize - 1) / trainer.BatchSize),
            TrainFlops = Epochs * FlopsOf(model, next, candidates, chosen),
        };
    }

    /// <summary>Candidates as the model sees them; null where nothing is compared.</summary>
    internal Representation? Represented(IRecommender model, HistoryChunks candidates, HistoryChunks present, FitContext context) => Represent switch
    {
        null => null,
        Tokens => Representation.Tokens(candidates, present, context: context),
        _ => Representation.Dense(ChunkRepresenters.Of(model, Represent, Seed, reference: present), candidates, present, context: context),
    };

    ISubsetSampler Sampler
    {
        get
        {
            try
            {
                return SubsetSampler.Parse(Select);
            }
            catch (ArgumentException e)
            {
                throw new ArgumentException($"select: {e.Message} Or {All}, for every chunk.", e);
            }
        }
    }

    SubsetReport Chosen(IRecommender model, HistoryChunks candidates, HistoryChunks present, FitContext context)
    {
        using var representation = Represented(model, candidates, present, context);
        return SubsetReport.Of(Sampler, new SubsetTask { Candidates = candidates, Count = SubsetTask.CountOf(candidates.Count, Budget), Representation = representation, Seed = Seed, Context = context });
    }

    // Every other option is the model's own: what was learned lies in tensors of these shapes.
    ISequenceTrainer Continued(ITrainer trainer) => trainer is NetworkTrainer network and ISequenceTrainer { AsksWithAMark: false } ? (ISequenceTrainer)(network with { Epochs = Epochs, Seed = Seed })
        : throw new ArgumentException($"A model of kind {Options.NameOf(trainer.GetType())} cannot go on from where its training ended; take one that learns sequences in their order through a network, as sasrec or hstu.");

    // Forward, and twice as much backward; every place is asked for the item after it among all.
    static double FlopsOf(IRecommender model, IRecommender next, HistoryChunks candidates, int[] chosen)
    {
        var forward = ChunkRepresenters.Of(model, "hidden");
        return 3 * chosen.Sum(c => candidates.Items(c).Length - 1 is var places && places > 0 ? forward.FlopsOf(places) + 2.0 * places * ((IInnerProduct)next).ItemVectors.Length : 0);
    }
}
