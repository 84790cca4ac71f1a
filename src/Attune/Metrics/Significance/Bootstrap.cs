using System.Numerics;
using System.Runtime.InteropServices;
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
    internal static (double Low, double High) OfRatio(double[] sums, double[] counts, Func<double, double> finish, int samples, double confidence, Seed seed, ParallelOptions parallel) =>
        OfRatios([(sums, counts, finish)], samples, confidence, seed, parallel)[0];

    /// <summary>
    /// The same for several ratios of the same users. Those that are defined for the same users share their resamples: a resample is how often each
    /// user was drawn, and a resampled sum one inner product with it.
    /// </summary>
    internal static (double Low, double High)[] OfRatios(IReadOnlyList<(double[] Sums, double[] Counts, Func<double, double> Finish)> ratios, int samples, double confidence, Seed seed, ParallelOptions parallel)
    {
        var intervals = new (double Low, double High)[ratios.Count];
        Array.Fill(intervals, (double.NaN, double.NaN));
        var left = Enumerable.Range(0, ratios.Count).ToList();
        while (left.Count > 0 && samples > 0)
        {
            var first = ratios[left[0]].Counts;
            var together = left.Where(m => first.AsSpan().SequenceEqual(ratios[m].Counts)).ToArray();
            left.RemoveAll(m => together.Contains(m));
            var drawn = Draw([.. together.Select(m => ratios[m])], samples, seed, parallel);
            for (var m = 0; m < drawn.Length; m++) intervals[together[m]] = Percentiles(drawn[m], confidence);
        }
        return intervals;
    }

    // For each ratio (all with the same counts) its values in the resamples; none for fewer than two users.
    static double[][] Draw((double[] Sums, double[] Counts, Func<double, double> Finish)[] ratios, int samples, Seed seed, ParallelOptions parallel)
    {
        var users = Enumerable.Range(0, ratios[0].Counts.Length).Where(u => ratios[0].Counts[u] > 0).ToArray();
        if (users.Length < 2) return [];
        var counts = Defined(ratios[0].Counts);
        var sums = Array.ConvertAll(ratios, r => Defined(r.Sums));
        var drawn = Array.ConvertAll(ratios, _ => new double[samples]);
        Parallel.For(0, samples, parallel, () => new double[users.Length], (b, _, times) =>
        {
            var random = seed.Derive(b).Stream();
            Array.Clear(times);
            for (var i = 0; i < times.Length; i++) times[random.NextInt(times.Length)]++;
            var count = Dot(times, counts);
            for (var m = 0; m < sums.Length; m++) drawn[m][b] = ratios[m].Finish(Dot(times, sums[m]) / count);
            return times;
        }, _ => { });
        return drawn;

        double[] Defined(double[] values) => Array.ConvertAll(users, u => values[u]);
    }

    static double Dot(double[] a, double[] b)
    {
        var x = MemoryMarshal.Cast<double, Vector<double>>(a.AsSpan());
        var y = MemoryMarshal.Cast<double, Vector<double>>(b.AsSpan());
        Vector<double> sum = default;
        for (var i = 0; i < x.Length; i++) sum += x[i] * y[i];
        var total = Vector.Sum(sum);
        for (var i = x.Length * Vector<double>.Count; i < a.Length; i++) total += a[i] * b[i];
        return total;
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
