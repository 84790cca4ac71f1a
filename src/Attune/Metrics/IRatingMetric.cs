namespace Attune;

/// <summary>A metric of predicted ratings: errors are summed per user, then finished over all pairs (not averaged per user).</summary>
public interface IRatingMetric : IMetric
{
    /// <summary>The error of one prediction, to be averaged.</summary>
    double Error(float predicted, float actual);

    /// <summary>Makes the metric of the mean error.</summary>
    double Finish(double meanError);
}
