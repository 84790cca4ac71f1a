namespace Attune;

/// <summary>One measure of predicted clicks.</summary>
/// <param name="Metric">Its name: auc, gauc, log-loss, ece, ece-equal-count.</param>
/// <param name="Value">Its value; NaN where it is undefined.</param>
/// <param name="Low">Lower end of its interval; NaN where there is none.</param>
/// <param name="High">Upper end.</param>
public sealed record ClickScore(string Metric, double Value, double Low = double.NaN, double High = double.NaN);
