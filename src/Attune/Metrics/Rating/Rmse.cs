namespace Attune;

/// <summary>
/// Root mean squared error of predicted ratings: √(mean of (predicted − actual)²) over all pairs of all users together, not a mean of users'
/// values. In the unit of the ratings; smaller is better. Pairs without a prediction are left out and reported.
/// </summary>
public sealed record Rmse : IRatingMetric
{
    /// <inheritdoc/>
    public string Name => "rmse";

    /// <inheritdoc/>
    public bool? HigherIsBetter => false;

    /// <inheritdoc/>
    public double Error(float predicted, float actual) => ((double)predicted - actual) * ((double)predicted - actual);

    /// <inheritdoc/>
    public double Finish(double meanError) => Math.Sqrt(meanError);
}
