namespace Attune;

/// <summary>
/// Collects one evaluation: sums per user for metrics of lists and ratings, exposure for metrics of the catalog. Every user has a place of its
/// own and exposures are whole numbers, so the order in which users arrive does not matter. Safe for use from many threads.
/// </summary>
sealed class Measurement
{
    readonly IMetric[] _metrics;
    readonly double[][] _sums, _counts;
    readonly int[][] _shown, _lengths;
    int _lists;

    internal Measurement(IReadOnlyList<IMetric> metrics, int users, int catalog)
    {
        _metrics = [.. metrics];
        _sums = Array.ConvertAll(_metrics, m => m is ICatalogMetric ? [] : new double[users]);
        _counts = Array.ConvertAll(_metrics, m => m is ICatalogMetric ? [] : new double[users]);
        _shown = Array.ConvertAll(_metrics, m => m is ICatalogMetric ? new int[catalog] : []);
        _lengths = Array.ConvertAll(_metrics, m => m is ICatalogMetric metric ? new int[Math.Min(metric.Depth, catalog) + 1] : []);
        foreach (var metric in _metrics)
            if (metric is not (IListMetric or ICatalogMetric or IRatingMetric))
                throw new ArgumentException($"The metric {metric.Name} is none of IListMetric, ICatalogMetric and IRatingMetric; implement one of them.", nameof(metrics));
    }

    /// <summary>How many places of a list are looked at.</summary>
    internal static int DepthOf(IEnumerable<IMetric> metrics) =>
        metrics.Select(m => m is IListMetric list ? list.Depth : m is ICatalogMetric catalog ? catalog.Depth : 0).DefaultIfEmpty(0).Max();

    internal void AddList(int user, in RankedUser list)
    {
        Interlocked.Increment(ref _lists);
        for (var m = 0; m < _metrics.Length; m++)
        {
            if (_metrics[m] is ICatalogMetric catalog)
            {
                Expose(list.Top(catalog.Depth), _shown[m], _lengths[m]);
                continue;
            }
            if (_metrics[m] is not IListMetric metric) continue;
            var value = metric.Measure(list);
            if (double.IsNaN(value)) continue;
            var weight = metric.Weight(list);
            (_sums[m][user], _counts[m][user]) = (weight * value, weight);
        }
    }

    internal void AddPrediction(int user, float predicted, float actual)
    {
        for (var m = 0; m < _metrics.Length; m++)
        {
            if (_metrics[m] is not IRatingMetric metric) continue;
            _sums[m][user] += metric.Error(predicted, actual);
            _counts[m][user]++;
        }
    }

    internal MetricScore[] Finish(EvaluationOptions options, ParallelOptions parallel) =>
        MetricScore.WithIntervals(_metrics, [.. _metrics.Select((metric, m) => metric is ICatalogMetric catalog
            ? new MetricScore(metric.Name, catalog.Measure(_shown[m], _lengths[m]), double.NaN, double.NaN, _lists)
            : MetricScore.Of(metric, _sums[m], _counts[m]))], options, parallel);

    // Only items of the catalog count: lists from elsewhere may hold others.
    static void Expose(ReadOnlySpan<int> items, int[] shown, int[] lengths)
    {
        var length = 0;
        foreach (var item in items)
        {
            if (item >= shown.Length) continue;
            Interlocked.Increment(ref shown[item]);
            length++;
        }
        Interlocked.Increment(ref lengths[length]);
    }
}
