namespace Attune;

/// <summary>One metric, measured.</summary>
/// <param name="Metric">The metric's name.</param>
/// <param name="Value">Its value over all users; NaN where it is undefined.</param>
/// <param name="Low">Lower end of the bootstrap confidence interval over users; NaN where there is none.</param>
/// <param name="High">Upper end.</param>
/// <param name="Users">Users for whom it is defined.</param>
public sealed record MetricScore(string Metric, double Value, double Low, double High, int Users)
{
    /// <summary>
    /// One value per measured user (NaN: undefined), in the order of <see cref="Scores.UserIds"/>; empty for metrics of the whole catalog. For
    /// RMSE the user's own root mean squared error, whose mean is not <see cref="Value"/>.
    /// </summary>
    public IReadOnlyList<double> PerUser { get; init; } = [];

    /// <summary>Users for whom it is undefined.</summary>
    public int Undefined => PerUser.Count - Users;

    /// <summary>What <see cref="Value"/> is made of: it is finish(Σ Sums / Σ Counts), and a user with a count of 0 is undefined.</summary>
    internal double[] Sums { get; init; } = [];

    /// <inheritdoc cref="Sums"/>
    internal double[] Counts { get; init; } = [];

    /// <summary>The score of a metric from the sums of its users, as yet without an interval.</summary>
    internal static MetricScore Of(IMetric metric, double[] sums, double[] counts)
    {
        var finish = FinishOf(metric);
        var (sum, count, users) = (0.0, 0.0, 0);
        var perUser = new double[sums.Length];
        for (var u = 0; u < sums.Length; u++)
        {
            perUser[u] = counts[u] > 0 ? finish(sums[u] / counts[u]) : double.NaN;
            if (!(counts[u] > 0)) continue;
            sum += sums[u];
            count += counts[u];
            users++;
        }
        return new MetricScore(metric.Name, users == 0 ? double.NaN : finish(sum / count), double.NaN, double.NaN, users) { PerUser = perUser, Sums = sums, Counts = counts };
    }

    /// <summary>The scores with their intervals over users, where they have users: those of the same users share the resamples.</summary>
    internal static MetricScore[] WithIntervals(IReadOnlyList<IMetric> metrics, MetricScore[] scores, EvaluationOptions options, ParallelOptions parallel)
    {
        var overUsers = Enumerable.Range(0, scores.Length).Where(m => scores[m].Sums.Length > 0).ToArray();
        var intervals = Bootstrap.OfRatios([.. overUsers.Select(m => (scores[m].Sums, scores[m].Counts, FinishOf(metrics[m])))],
            options.BootstrapSamples, options.Confidence, options.SeedOf("intervals"), parallel);
        for (var i = 0; i < overUsers.Length; i++)
            scores[overUsers[i]] = scores[overUsers[i]] with { Low = intervals[i].Low, High = intervals[i].High };
        return scores;
    }

    static Func<double, double> FinishOf(IMetric metric) => metric is IRatingMetric rating ? rating.Finish : mean => mean;
}
