namespace Attune;

/// <summary>One model on one split within a <see cref="Comparison"/>.</summary>
/// <param name="Model">The model's name; where a model comes several times, with the options in which they differ: "als (factors 64)".</param>
/// <param name="Split">The split's method; the folds of one method are one row.</param>
/// <param name="Scores">Its scores: the mean over seeds of every user's value.</param>
public sealed record ComparedModel(string Model, string Split, Scores Scores)
{
    /// <summary>How many seeds were fitted.</summary>
    public int Seeds { get; init; } = 1;

    /// <summary>Standard deviation over seeds of each metric, in the order of the metrics; empty for one seed.</summary>
    public IReadOnlyList<double> SeedDeviations { get; init; } = [];

    /// <summary>Seconds to fit, mean over seeds.</summary>
    public double FitSeconds { get; init; }

    /// <summary>Milliseconds to rank the whole catalog for one user on one thread, mean; NaN where only ratings are measured.</summary>
    public double MillisecondsPerUser { get; init; }
}
