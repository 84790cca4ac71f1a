namespace Attune;

/// <summary>How lists of next baskets are measured.</summary>
public sealed record BasketOptions
{
    /// <summary>Where lists are cut, each from 1. Default 1, 3, 5 and 10.</summary>
    public IReadOnlyList<int> Cutoffs { get; init; } = [1, 3, 5, 10];

    /// <summary>How many items of a history can be ranked, the most recently bought; at least 1. Default 1024.</summary>
    public int LongestHistory { get; init; } = 1024;

    /// <summary>Whether the whole catalog is ranked besides, for the recall of what is bought again and of what is new. Default false.</summary>
    public bool WholeCatalog { get; init; }

    /// <summary>Resamples of users for the confidence intervals; 0 for none. Default 1000.</summary>
    public int BootstrapSamples { get; init; } = 1000;

    /// <summary>Seed of the resamples: equal seeds draw equal users, so that models can be compared in pairs. Default 42.</summary>
    public int Seed { get; init; } = 42;

    internal void Validate()
    {
        if (Cutoffs.Count == 0 || Cutoffs.Any(k => k < 1)) throw new ArgumentOutOfRangeException(nameof(Cutoffs), string.Join(", ", Cutoffs), "Lists are cut at one place or more, each from 1, as in 1, 3, 5, 10.");
        ArgumentOutOfRangeException.ThrowIfLessThan(LongestHistory, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(BootstrapSamples);
    }
}
