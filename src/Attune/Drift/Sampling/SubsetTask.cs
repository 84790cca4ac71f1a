using Attune.Numerics;

namespace Attune;

/// <summary>What a sampler is asked to do. Immutable.</summary>
public sealed record SubsetTask
{
    /// <summary>Of these something is chosen.</summary>
    public required HistoryChunks Candidates { get; init; }

    /// <summary>How many, from 1 to all of them (<see cref="CountOf"/>).</summary>
    public required int Count { get; init; }

    /// <summary>How similar candidates are to the reference and to each other; null where the sampler does not look (<see cref="ISubsetSampler.NeedsRepresentation"/>).</summary>
    public Representation? Representation { get; init; }

    /// <summary>Seed of what is drawn. Default 42.</summary>
    public int Seed { get; init; } = 42;

    /// <summary>Progress, cancellation and threads.</summary>
    public FitContext Context { get; init; } = FitContext.Default;

    /// <summary>Is told what a reader of the choice should know; null for nobody.</summary>
    public Action<string>? Note { get; init; }

    /// <summary>How many of n candidates a budget is: round(b · n), at least 1.</summary>
    /// <param name="candidates">n, from 1.</param>
    /// <param name="budget">b, above 0, at most 1.</param>
    public static int CountOf(int candidates, double budget)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(candidates, 1);
        if (!(budget is > 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(budget), budget, "The budget must be a share above 0 and at most 1, as in 0.2.");
        return Math.Clamp((int)Math.Round(budget * candidates), 1, candidates);
    }

    /// <summary>The seed of one purpose of a sampler.</summary>
    internal Seed SeedOf(string purpose) => ((Seed)Seed).Derive("subset").Derive(purpose);

    /// <summary>Refuses what cannot be done.</summary>
    internal void Check()
    {
        if (Count < 1 || Count > Candidates.Count) throw new ArgumentOutOfRangeException(nameof(Count), Count, $"There are {Candidates.Count} candidates; choose from 1 to all of them.");
        if (Representation is { } of && of.Count != Candidates.Count) throw new ArgumentException($"The representation has {of.Count} candidates and the task {Candidates.Count}; represent the task's candidates.", nameof(Representation));
    }

    /// <summary>The representation of a checked task.</summary>
    internal Representation Represented(ISubsetSampler by)
    {
        Check();
        return Representation ?? throw new ArgumentException($"{by.Name} chooses by how similar chunks are to the reference, and the task has no representation; make one by Representation.Tokens or Representation.Dense.", nameof(by));
    }
}
