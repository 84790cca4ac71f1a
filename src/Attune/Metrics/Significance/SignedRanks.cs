namespace Attune;

/// <summary>Wilcoxon's signed-rank statistic and its distribution where both signs of every difference are equally likely.</summary>
static class SignedRanks
{
    /// <summary>Up to so many differences the distribution is enumerated.</summary>
    internal const int Exact = 50;

    /// <summary>The two-sided p-value for differences that are not zero.</summary>
    internal static double TwoSided(double[] differences)
    {
        var sizes = Array.ConvertAll(differences, Math.Abs);
        Array.Sort(sizes, differences);
        var (ranks, ties) = DoubledRanks(sizes);
        var (positive, all) = (0L, 0L);
        for (var i = 0; i < ranks.Length; i++)
        {
            all += ranks[i];
            if (differences[i] > 0) positive += ranks[i];
        }
        var smaller = Math.Min(positive, all - positive);
        return ranks.Length <= Exact ? Enumerated(ranks, smaller, all) : Approximated(ranks.Length, smaller / 2.0, ties);
    }

    // Ranks count from 1, and equal sizes share the mean of theirs: doubled, every rank is a whole number. Ties: Σ t³ − t over groups of t equal sizes.
    static (long[] Ranks, double Ties) DoubledRanks(double[] sorted)
    {
        var ranks = new long[sorted.Length];
        var ties = 0.0;
        for (var start = 0; start < sorted.Length;)
        {
            var end = start + 1;
            while (end < sorted.Length && sorted[end] == sorted[start]) end++;
            ranks.AsSpan(start..end).Fill(start + 1L + end);
            double size = end - start;
            ties += size * size * size - size;
            start = end;
        }
        return (ranks, ties);
    }

    // ways[s] is how many of the 2^n choices of signs give the positive ranks the (doubled) sum s; a double holds these counts exactly up to n = 53.
    static double Enumerated(long[] ranks, long smaller, long all)
    {
        var ways = new double[all + 1];
        ways[0] = 1;
        foreach (var rank in ranks)
            for (var s = all; s >= rank; s--) ways[s] += ways[s - rank];
        var below = 0.0;
        for (var s = 0; s <= smaller; s++) below += ways[s];
        return Math.Min(1, 2 * below / Math.Pow(2, ranks.Length));
    }

    // The normal approximation with corrections for ties and for continuity.
    static double Approximated(double n, double smaller, double ties)
    {
        var mean = n * (n + 1) / 4;
        var deviation = Math.Sqrt(n * (n + 1) * (2 * n + 1) / 24 - ties / 48);
        return StudentT.TwoSidedNormal(Math.Max(0, mean - smaller - 0.5) / deviation);
    }
}
