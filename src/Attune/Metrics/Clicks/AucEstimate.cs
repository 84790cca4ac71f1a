namespace Attune;

/// <summary>An area under the ROC curve with what chance does to it.</summary>
/// <param name="Auc">The area, 0 to 1.</param>
/// <param name="Deviation">Its standard deviation.</param>
/// <param name="Low">Lower end of the interval, at least 0.</param>
/// <param name="High">Upper end, at most 1.</param>
public sealed record AucEstimate(double Auc, double Deviation, double Low, double High);
