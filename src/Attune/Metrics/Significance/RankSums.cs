namespace Attune;

/// <summary>
/// Tests on ranks, for values that are far from normal: Kruskal and Wallis's H over several groups (JASA 1952) and Mann and Whitney's U of two (1947). Equal values share the mean of their ranks and both
/// statistics are corrected for ties; p-values are those of the limiting distributions (χ² with k − 1 degrees of freedom; normal, with the correction for continuity).
/// </summary>
static class RankSums
{
    /// <summary>H and its p-value; NaN with fewer than two groups that have values, or where all values are equal.</summary>
    internal static (double H, double P) KruskalWallis(IReadOnlyList<double[]> groups)
    {
        double[][] samples = [.. groups.Where(g => g.Length > 0)];
        if (samples.Length < 2) return (double.NaN, double.NaN);
        var (ranks, ties) = Ranks([.. samples.SelectMany(s => s)]);
        double n = ranks.Length;
        if (ties == n * n * n - n) return (double.NaN, double.NaN);
        var (at, sum) = (0, 0.0);
        foreach (var sample in samples)
        {
            var total = 0.0;
            for (var i = 0; i < sample.Length; i++) total += ranks[at++];
            sum += total * total / sample.Length;
        }
        var h = (12 / (n * (n + 1)) * sum - 3 * (n + 1)) / (1 - ties / (n * n * n - n));
        return (h, ChiSquare.Exceeds(h, samples.Length - 1));
    }

    /// <summary>U of the first sample and its two-sided p-value; NaN where a sample is empty, 1 where all values are equal.</summary>
    internal static (double U, double P) MannWhitney(double[] a, double[] b)
    {
        if (a.Length == 0 || b.Length == 0) return (double.NaN, double.NaN);
        var (ranks, ties) = Ranks([.. a, .. b]);
        var u = ranks[..a.Length].Sum() - a.Length * (a.Length + 1.0) / 2;
        double product = (double)a.Length * b.Length, n = a.Length + b.Length;
        var deviation = Math.Sqrt(product / 12 * (n + 1 - ties / (n * (n - 1))));
        return (u, deviation > 0 ? StudentT.TwoSidedNormal(Math.Max(0, Math.Abs(u - product / 2) - 0.5) / deviation) : 1);
    }

    // Ranks from 1 in the order given, and Σ t³ − t over groups of t equal values.
    static (double[] Ranks, double Ties) Ranks(double[] values)
    {
        var order = Enumerable.Range(0, values.Length).ToArray();
        Array.Sort((double[])values.Clone(), order);
        var (ranks, ties) = (new double[values.Length], 0.0);
        for (var start = 0; start < order.Length;)
        {
            var end = start + 1;
            while (end < order.Length && values[order[end]] == values[order[start]]) end++;
            for (var i = start; i < end; i++) ranks[order[i]] = (start + 1 + end) / 2.0;
            double size = end - start;
            ties += size * size * size - size;
            start = end;
        }
        return (ranks, ties);
    }
}
