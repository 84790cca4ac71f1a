using Attune.Numerics;

namespace Attune;

/// <summary>
/// Percentile intervals of click metrics by resampling (Efron 1979): rows, or whole users with all their rows, which respects that the rows of one are alike. A row in a resample counts as often as it was
/// drawn, so that rows are sorted once only. Every resample has a seed of its own: nothing depends on the thread count.
/// </summary>
public static class ClickBootstrap
{
    /// <summary>The interval of each measure.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="measures">Each is given, for every row, how often it was drawn.</param>
    /// <param name="byUser">Whether users are drawn; a row without one is drawn by itself.</param>
    /// <param name="samples">How many resamples, at least 2.</param>
    /// <param name="confidence">Share of the interval, above 0 and below 1.</param>
    /// <param name="seed">From which the draws follow.</param>
    /// <param name="parallel">Threads and cancellation; null for all processors.</param>
    internal static (double Low, double High)[] Intervals(ScoredClicks rows, IReadOnlyList<Func<int[], double>> measures, bool byUser, int samples, double confidence, Seed seed, ParallelOptions? parallel = null)
    {
        var cluster = byUser ? Clusters(rows) : null;
        var clusters = cluster is null ? rows.Count : cluster.Count == 0 ? 0 : cluster.Max() + 1;
        var drawn = new double[measures.Count][];
        for (var m = 0; m < drawn.Length; m++) drawn[m] = new double[samples];
        Parallel.For(0, samples, parallel ?? new ParallelOptions(), b =>
        {
            var random = seed.Derive(b).Stream();
            var times = new int[clusters];
            for (var i = 0; i < clusters; i++) times[random.NextInt(clusters)]++;
            var ofRows = cluster is null ? times : [.. cluster.Select(c => times[c])];
            for (var m = 0; m < drawn.Length; m++) drawn[m][b] = measures[m](ofRows);
        });
        return Array.ConvertAll(drawn, values => Array.FindAll(values, double.IsFinite) is { Length: > 1 } finite ? Bootstrap.Percentiles(finite, confidence) : (double.NaN, double.NaN));
    }

    /// <summary>The interval of the area under the ROC curve.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="byUser">Whether whole users are drawn instead of rows.</param>
    /// <param name="samples">How many resamples, at least 2. Default 1000.</param>
    /// <param name="confidence">Share of the interval, above 0 and below 1. Default .95.</param>
    /// <param name="seed">From which the draws follow. Default 0.</param>
    public static (double Low, double High) OfAuc(ScoredClicks rows, bool byUser = false, int samples = 1000, double confidence = 0.95, Seed seed = default)
    {
        if (byUser && rows.Users is null) throw new ArgumentException("The rows have no users to draw; give each row the number of its user, or draw rows.", nameof(rows));
        _ = rows.Ascending;
        return Intervals(rows, [times => ClickAuc.Of(rows, times)], byUser, samples, confidence, seed)[0];
    }

    // Users are numbered anew without gaps; a row of nobody is a cluster of its own.
    static List<int> Clusters(ScoredClicks rows)
    {
        var numbers = new Dictionary<int, int>();
        var (clusters, next) = (new List<int>(rows.Count), 0);
        foreach (var user in rows.Users!)
        {
            if (user < 0) clusters.Add(next++);
            else
            {
                if (!numbers.TryGetValue(user, out var number)) numbers[user] = number = next++;
                clusters.Add(number);
            }
        }
        return clusters;
    }
}
