namespace Attune.Neural;

/// <summary>How sparse one view of a layer is on some rows.</summary>
/// <param name="Layer">From 1.</param>
/// <param name="View">From 1.</param>
/// <param name="ZeroRatio">The share of numbers that are exactly 0 after the filter; of a static view the share of dimensions that it does not read.</param>
/// <param name="Alpha">α of each iteration as it acts; empty for other filters than ics.</param>
/// <param name="MeanGamma">The mean of γ; NaN for other filters than ics.</param>
/// <param name="MeanInput">The mean of what enters the filter: below 0 it makes zeros whatever α is. NaN for static views and dropout.</param>
public sealed record ViewSparsity(int Layer, int View, double ZeroRatio, IReadOnlyList<double> Alpha, double MeanGamma, double MeanInput);
