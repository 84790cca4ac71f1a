namespace Attune.Studies;

/// <summary>What claims may compare beside the metrics of a study: costs, and what studies over time say.</summary>
static class ReadMetrics
{
    /// <summary>What there is in a study.</summary>
    internal static IEnumerable<IMetric> Of(Study study) => [.. CellCost.Metrics, .. study.Spec.Data.Any(d => d.Periods is not null) ? AdaptedCell.Metrics : []];

    /// <summary>A metric of the study, or one of <see cref="Of"/>, of a result; NaN where it was not measured.</summary>
    internal static double ValueOf(Study study, CellResult result, IReadOnlyList<CellResult> results, string metric) =>
        AdaptedCell.Metrics.Any(m => m.Name == metric) ? AdaptedCell.ValueOf(study, result, results, metric) : CellCost.ValueOf(study, result, results, metric);
}
