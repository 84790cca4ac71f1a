namespace Attune;

/// <summary>Several models on the same splits, measured alike and tested pairwise. Immutable.</summary>
/// <param name="Metrics">Names of the metrics, in the order asked for.</param>
/// <param name="Rows">One row per model and split.</param>
public sealed record Comparison(IReadOnlyList<string> Metrics, IReadOnlyList<ComparedModel> Rows)
{
    /// <summary>Paired tests of every pair of models, per split and metric; p-values corrected over all of them.</summary>
    public IReadOnlyList<PairedTest> Tests { get; init; } = [];

    /// <summary>Where two ways of splitting order two models differently.</summary>
    public IReadOnlyList<RankingFlip> Flips { get; init; } = [];

    /// <summary>What a reader must know.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
