using Attune.Numerics;

namespace Attune;

/// <summary>Draws without replacement and choices of the largest, the same for any number of threads: the noise of a candidate comes from the seed and its number.</summary>
static class Draws
{
    /// <summary>A draw from the standard Gumbel distribution.</summary>
    internal static double Gumbel(Seed seed, int candidate) => -Math.Log(-Math.Log(Unit(seed, candidate)));

    /// <summary>A draw from (0, 1).</summary>
    internal static double Unit(Seed seed, int candidate) => ((seed.Derive(candidate).Value >> 11) + 0.5) * (1.0 / (1UL << 53));

    /// <summary>The standard deviation of scores, by which a temperature is measured; 1 where all are equal, so that every candidate is as likely.</summary>
    internal static double Spread(ReadOnlySpan<double> scores)
    {
        var (mean, square) = (0.0, 0.0);
        foreach (var s in scores) mean += s;
        mean /= scores.Length;
        foreach (var s in scores) square += (s - mean) * (s - mean);
        var spread = Math.Sqrt(square / scores.Length);
        // Equal scores differ from their mean by rounding alone.
        return spread > 1e-12 * Math.Max(1e-300, Math.Abs(mean)) ? spread : 1;
    }

    /// <summary>
    /// keys[i] = s[i] ⁄ τ + Gumbel noise: the k largest keys, in descending order, are k draws without replacement with p ∝ exp(s ⁄ τ) (Gumbel 1954; Kool, van Hoof and Welling 2019). Works for scores of any sign.
    /// </summary>
    internal static void Keys(ReadOnlySpan<double> scores, double temperature, Seed seed, Span<double> keys)
    {
        for (var i = 0; i < scores.Length; i++) keys[i] = scores[i] / temperature + Gumbel(seed, i);
    }

    /// <summary>The numbers of the largest keys, largest first; of equal ones the lower number. What is taken already does not count.</summary>
    internal static int[] Largest(ReadOnlySpan<double> keys, int count, bool[]? taken = null)
    {
        var heap = new PriorityQueue<int, (double Key, int Rank)>(count + 1);
        var least = (Key: double.NegativeInfinity, Rank: int.MinValue);
        for (var i = 0; i < keys.Length; i++)
        {
            if (taken is not null && taken[i]) continue;
            var own = (Key: keys[i], Rank: -i);
            if (heap.Count < count) heap.Enqueue(i, own);
            else if (own.Key > least.Key) heap.EnqueueDequeue(i, own);
            else continue;
            if (heap.Count == count) heap.TryPeek(out _, out least);
        }
        var chosen = new int[heap.Count];
        for (var i = chosen.Length - 1; i >= 0; i--) chosen[i] = heap.Dequeue();
        return chosen;
    }

    /// <summary>Parts of a whole in proportion to sizes, by the largest remainders, of equal ones the first; no part above its size where the whole is not above all of them.</summary>
    internal static int[] Quotas(ReadOnlySpan<int> sizes, int whole)
    {
        var (total, given) = (0L, 0);
        foreach (var size in sizes) total += size;
        var (quotas, remainders) = (new int[sizes.Length], new double[sizes.Length]);
        for (var i = 0; i < sizes.Length; i++)
        {
            quotas[i] = (int)((long)sizes[i] * whole / total);
            remainders[i] = (long)sizes[i] * whole % total;
            given += quotas[i];
        }
        foreach (var i in Largest(remainders, Math.Max(1, whole - given)).Take(whole - given)) quotas[i]++;
        return quotas;
    }
}
