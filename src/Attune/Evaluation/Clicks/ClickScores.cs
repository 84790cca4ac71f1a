namespace Attune;

/// <summary>What was measured of a model of clicks on rows. Immutable.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Rows">How many rows.</param>
/// <param name="Clicks">How many of them were clicked.</param>
/// <param name="Metrics">The measures: auc, gauc where users are known, log-loss, ece, ece-equal-count.</param>
public sealed record ClickScores(string Model, long Rows, long Clicks, IReadOnlyList<ClickScore> Metrics)
{
    /// <summary>Share of the intervals. Default .95.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>Whether intervals are over users; else over rows.</summary>
    public bool ByUser { get; init; }

    /// <summary>The standard deviation of auc after DeLong, over rows; NaN where rows have weights.</summary>
    public double AucDeviation { get; init; } = double.NaN;

    /// <summary>Bins of equally many rows, of which the reliability chart is made.</summary>
    public IReadOnlyList<ReliabilityBin> Reliability { get; init; } = [];

    /// <summary>What a reader must know, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What the model said of each row: to compare models with <see cref="DeLong.Compare"/>.</summary>
    public ScoredClicks? Scored { get; init; }

    /// <summary>Seconds to predict and measure.</summary>
    public double Seconds { get; init; }

    /// <summary>One measure by its name.</summary>
    /// <exception cref="KeyNotFoundException">There is none of this name.</exception>
    public ClickScore this[string metric] => Metrics.FirstOrDefault(m => m.Metric == metric) ?? throw new KeyNotFoundException($"'{metric}' was not measured; there are {string.Join(", ", Metrics.Select(m => m.Metric))}.");
}
