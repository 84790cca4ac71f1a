using Attune.Numerics;

namespace Attune;

/// <summary>
/// Percentile intervals by resampling users (Efron 1979). Every resample has a seed of its own, so that nothing depends on the thread count.
/// </summary>
static class Bootstrap
{
    /// <summary>
    /// The interval of finish(Σ sums / Σ counts) over users; users with a count of 0 (undefined) are not drawn. NaN for fewer than two users or
    /// without samples.
    /// </summary>
    internal static (double Low, double High) OfRatio(ReadOnlySpan<double> sums, ReadOnlySpan<double> counts, Func<double, double> finish, int samples, double confidence, Seed seed, ParallelOptions parallel)
    {
        var pairs = new List<(double Sum, double Count)>(sums.Length);
        for (var u = 0; u < sums.Length; u++)
            if (counts[u] > 0) pairs.Add((sums[u], counts[u]));
        if (pairs.Count < 2 || samples < 1) return (double.NaN, double.NaN);
        var drawn = new double[samples];
        var users = pairs.ToArray();
        Parallel.For(0, samples, parallel, b =>
        {
            var random = seed.Derive(b).Stream();
            var (sum, count) = (0.0, 0.0);
            for (var i = 0; i < users.Length; i++)
            {
                var (s, c) = users[random.NextInt(users.Length)];
                sum += s;
                count += c;
            }
            drawn[b] = finish(sum / count);
        });
        return Percentiles(drawn, confidence);
    }

    /// <summary>The means of resamples of <paramref name="values"/>, in the order of the samples.</summary>
    internal static double[] Means(double[] values, int samples, Seed seed)
    {
        var means = new double[samples];
        for (var b = 0; b < samples; b++)
        {
            var random = seed.Derive(b).Stream();
            var sum = 0.0;
            for (var i = 0; i < values.Length; i++) sum += values[random.NextInt(values.Length)];
            means[b] = sum / values.Length;
        }
        return means;
    }

    /// <summary>The central interval that holds the share <paramref name="confidence"/> of the values, which are sorted in place.</summary>
    internal static (double Low, double High) Percentiles(double[] drawn, double confidence)
    {
        Array.Sort(drawn);
        return (At((1 - confidence) / 2), At((1 + confidence) / 2));

        double At(double share)
        {
            var place = share * (drawn.Length - 1);
            var below = (int)place;
            return drawn[below] + (place - below) * (drawn[Math.Min(below + 1, drawn.Length - 1)] - drawn[below]);
        }
    }
}
