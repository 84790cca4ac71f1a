namespace Attune;

/// <summary>Two models' areas under the ROC curve on the same rows.</summary>
/// <param name="First">The one's area.</param>
/// <param name="Second">The other's.</param>
/// <param name="Deviation">Standard deviation of their difference.</param>
/// <param name="Low">Lower end of the interval of the difference First − Second.</param>
/// <param name="High">Upper end.</param>
/// <param name="Z">The difference in standard deviations.</param>
/// <param name="PValue">How probable a difference at least that large is where there is none; two-sided.</param>
public sealed record AucDifference(double First, double Second, double Deviation, double Low, double High, double Z, double PValue)
{
    /// <summary>First − Second.</summary>
    public double Difference => First - Second;
}
