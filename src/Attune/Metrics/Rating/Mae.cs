namespace Attune;

/// <summary>
/// Mean absolute error of predicted ratings: mean of |predicted − actual| over all pairs of all users together, not a mean of users' values.
/// In the unit of the ratings; smaller is better. Pairs without a prediction are left out and reported.
/// </summary>
public sealed record Mae : IRatingMetric
{
    /// <inheritdoc/>
    public string Name => "mae";

    /// <inheritdoc/>
    public bool? HigherIsBetter => false;

    /// <inheritdoc/>
    public double Error(float predicted, float actual) => Math.Abs((double)predicted - actual);

    /// <inheritdoc/>
    public double Finish(double meanError) => meanError;
}
