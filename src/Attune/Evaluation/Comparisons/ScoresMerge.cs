namespace Attune;

/// <summary>
/// Puts the scores of several runs (seeds, folds) together. A user is one unit however often it was measured: sums and counts are added by user,
/// so that the overall value is the mean over all runs and intervals resample users. Metrics of the catalog are averaged over runs.
/// </summary>
static class ScoresMerge
{
    /// <param name="runs">Scores of every seed on every fold.</param>
    /// <param name="metrics">As measured in each run.</param>
    /// <param name="model">The name of the result.</param>
    /// <param name="split">The split of the result.</param>
    /// <param name="seeds">How many seeds the runs have: what is counted is summed over folds and averaged over seeds.</param>
    /// <param name="options">For the intervals.</param>
    /// <param name="parallel">Threads.</param>
    internal static Scores Of(IReadOnlyList<Scores> runs, IReadOnlyList<IMetric> metrics, string model, string split, int seeds, EvaluationOptions options, ParallelOptions parallel)
    {
        var ids = new Vocabulary(runs.SelectMany(r => r.UserIds).Distinct(StringComparer.Ordinal));
        var places = runs.Select(r => Array.ConvertAll([.. r.UserIds], ids.IndexOf)).ToArray();
        return new Scores(model, MetricScore.WithIntervals(metrics, [.. metrics.Select((metric, m) => Merge(runs, metric, m, ids.Count, places))], options, parallel))
        {
            Split = split,
            Users = ids.Count,
            UserIds = ids.Ids,
            Confidence = options.Confidence,
            EmptyLists = runs.Sum(r => r.EmptyLists) / seeds,
            EvaluateSeconds = runs.Sum(r => r.EvaluateSeconds) / seeds,
            MillisecondsPerUser = runs.Average(r => r.MillisecondsPerUser),
            Notes = [.. runs.SelectMany(r => r.Notes).Distinct()],
        };
    }

    static MetricScore Merge(IReadOnlyList<Scores> runs, IMetric metric, int m, int users, int[][] places)
    {
        if (metric is ICatalogMetric)
            return new MetricScore(metric.Name, runs.Average(r => r.Metrics[m].Value), double.NaN, double.NaN, runs.Max(r => r.Metrics[m].Users));
        var (sums, counts) = (new double[users], new double[users]);
        for (var r = 0; r < runs.Count; r++)
            for (var u = 0; u < places[r].Length; u++)
            {
                sums[places[r][u]] += runs[r].Metrics[m].Sums[u];
                counts[places[r][u]] += runs[r].Metrics[m].Counts[u];
            }
        return MetricScore.Of(metric, sums, counts);
    }
}
