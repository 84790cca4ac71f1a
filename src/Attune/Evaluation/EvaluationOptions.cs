using Attune.Numerics;

namespace Attune;

/// <summary>How to measure.</summary>
public sealed record EvaluationOptions
{
    /// <summary>
    /// What happens to items of the training history; null (default) = the model's default, which is Exclude for most. Held-out items that this
    /// hides from the list (with Exclude those of the history, with Only all others) do not count as relevant, and are reported.
    /// </summary>
    public Seen? Seen { get; init; }

    /// <summary>
    /// Puts the candidates of every list into another order before it is measured (<see cref="Reranking.Parse"/>); null (default) = the model's.
    /// </summary>
    public IReranker? Rerank { get; init; }

    /// <summary>
    /// Ranks each user's held-out items among some negatives alone, as the protocols of some papers ask; null (default) = the whole catalog, the honest
    /// measure. Scores say so in a note. Negatives that the mode of <see cref="Seen"/> hides are not ranked.
    /// </summary>
    public TestCandidates? Candidates { get; init; }

    /// <summary>
    /// What is known of users beyond the training data, as the rest of it where training has a part only: where seen items are left out, these are too, so that a list is made of the same items whatever
    /// the part. Null for nothing.
    /// </summary>
    internal Dataset? AlsoSeen { get; init; }

    /// <summary>Held-out values below this do not count as relevant (ratings: 4, say). Default: everything counts.</summary>
    public float RelevantFrom { get; init; } = float.NegativeInfinity;

    /// <summary>Whether held-out values are the grades of relevance; default false: every grade is 1.</summary>
    public bool ValuesAsGrades { get; init; }

    /// <summary>
    /// Whether only test users count who are known from training or have a history in the split (for lists from elsewhere: who are known from the
    /// training data given, or else have a list). Default false: whoever gets no list counts as a list without hits.
    /// </summary>
    public bool KnownUsersOnly { get; init; }

    /// <summary>Users ranked between two reports of progress, from 1; changes nothing else. Default 256.</summary>
    public int BlockSize { get; init; } = 256;

    /// <summary>
    /// Ceiling for the ranking buffers, in megabytes: 24 bytes × items for each thread, and fewer threads where they would not fit (one thread
    /// always works). Changes only speed. Default 1024.
    /// </summary>
    public int MemoryMegabytes { get; init; } = 1024;

    /// <summary>Resamples of users for the confidence intervals; 0 for none. Default 1000.</summary>
    public int BootstrapSamples { get; init; } = 1000;

    /// <summary>Confidence of the intervals, between 0 and 1. Default 0.95.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>The paired test that decides in a comparison, corrected for the number of tests. Default T; Bootstrap needs samples.</summary>
    public SignificanceTest Test { get; init; }

    /// <summary>Seed of the bootstrap and of candidates that are drawn. Default 42.</summary>
    public int Seed { get; init; } = 42;

    internal Seed SeedOf(string part) => ((Seed)Seed).Derive(part);

    /// <summary>
    /// How many workers fit below the ceiling. One needs, for each item, 8 bytes for scores and order, 4 for the ranked scores and 12 for the keys of a sort.
    /// </summary>
    internal int WorkersFor(int items, int threads) => (int)Math.Clamp(MemoryMegabytes * 1048576L / (24L * Math.Max(1, items)), 1, threads);

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(BlockSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MemoryMegabytes, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(BootstrapSamples);
        if (!(Confidence > 0 && Confidence < 1)) throw new ArgumentOutOfRangeException(nameof(Confidence), Confidence, "The confidence of an interval must lie between 0 and 1, as in 0.95.");
        if (float.IsNaN(RelevantFrom)) throw new ArgumentOutOfRangeException(nameof(RelevantFrom), RelevantFrom, "The smallest relevant value must be a number, as in 4.");
    }
}
