namespace Attune;

/// <summary>The measured quality of one model on one split. Immutable.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Metrics">One score per metric, in the order asked for.</param>
public sealed record Scores(string Model, IReadOnlyList<MetricScore> Metrics)
{
    /// <summary>How the data was split.</summary>
    public string Split { get; init; } = "";

    /// <summary>Seconds that the measurement took.</summary>
    public double EvaluateSeconds { get; init; }

    /// <summary>Milliseconds to rank the whole catalog for one user on one thread, mean; NaN where nothing was ranked.</summary>
    public double MillisecondsPerUser { get; init; } = double.NaN;

    /// <summary>Test users that were measured.</summary>
    public int Users { get; init; }

    /// <summary>Their ids, in the order of <see cref="MetricScore.PerUser"/>.</summary>
    public IReadOnlyList<string> UserIds { get; init; } = [];

    /// <summary>Of these, how many got no list at all (the model could not score them).</summary>
    public int EmptyLists { get; init; }

    /// <summary>Confidence of the intervals, between 0 and 1.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>What a reader must know.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The score of a metric by name (<c>"ndcg@10"</c>).</summary>
    public MetricScore this[string metric] => Metrics.FirstOrDefault(m => m.Metric == metric)
        ?? throw new KeyNotFoundException($"'{metric}' was not measured; there are {string.Join(", ", Metrics.Select(m => m.Metric))}.");
}
