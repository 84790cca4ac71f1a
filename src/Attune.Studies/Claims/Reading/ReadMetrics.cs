namespace Attune.Studies;

/// <summary>What claims may compare beside the metrics of a study: costs, and what studies over time say.</summary>
static class ReadMetrics
{
    internal static IReadOnlyList<IMetric> All { get; } = [.. CellCost.Metrics, .. AdaptedCell.Metrics];

    /// <summary>A metric of the study, or one of <see cref="All"/>, of a result; NaN where it was not measured.</summary>
    internal static double ValueOf(Study study, CellResult result, IReadOnlyList<CellResult> results, string metric) =>
        AdaptedCell.Metrics.Any(m => m.Name == metric) ? AdaptedCell.ValueOf(study, result, results, metric) : CellCost.ValueOf(study, result, results, metric);
}
