namespace Attune.Studies;

/// <summary>What somebody has reported for a model, to stand beside ours.</summary>
sealed record PublishedValue
{
    /// <summary>The name of the data.</summary>
    public required string Data { get; init; }

    /// <summary>The name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>The metric.</summary>
    public required string Metric { get; init; }

    /// <summary>The value.</summary>
    public required double Value { get; init; }

    /// <summary>Where it stands.</summary>
    public required string Source { get; init; }

    /// <summary>Whether ours is to reach it: the mean of the seeds is at least the value less one standard error. Default true.</summary>
    public bool Gate { get; init; } = true;

    internal void Check(StudySpec study)
    {
        if (study.Data.All(d => d.Name != Data)) throw new ArgumentException($"published: there is no data '{Data}'; there are {string.Join(", ", study.Data.Select(d => d.Name))}.");
        if (study.Models.All(m => m.Label != Model)) throw new ArgumentException($"published: there is no model '{Model}'; there are {string.Join(", ", study.Models.Select(m => m.Label))}.");
        if (!study.Metrics.Contains(Metric)) throw new ArgumentException($"published: '{Metric}' is not among the metrics {string.Join(", ", study.Metrics)}.");
        if (Gate && StudyMetric.Parse(Metric).HigherIsBetter is null) throw new ArgumentException($"published: {Metric} has no better end, so it cannot be reached; write \"gate\": false.");
    }
}
