using Attune.Numerics;

namespace Attune;

/// <summary>
/// Whether a difference between two models, measured on the same users, is more than chance. All p-values are two-sided. NaN where a test has
/// nothing to go by: fewer than two users.
/// </summary>
public static class Significance
{
    /// <summary>
    /// Student's paired t-test: t = mean(d) / (sd(d) / √n) with n − 1 degrees of freedom, for the differences d of users. All differences zero:
    /// p = 1; all equal, but not zero: p = 0.
    /// </summary>
    /// <param name="differences">A − B, one per user.</param>
    public static double PairedT(ReadOnlySpan<double> differences)
    {
        var n = differences.Length;
        if (n < 2) return double.NaN;
        var mean = Mean(differences);
        var squares = 0.0;
        foreach (var d in differences) squares += (d - mean) * (d - mean);
        if (AllEqual(differences)) return differences[0] == 0 ? 1 : 0;
        return StudentT.TwoSided(mean / Math.Sqrt(squares / (n - 1) / n), n - 1);
    }

    /// <summary>
    /// The paired bootstrap test: users are drawn with replacement; p = (1 + resamples of the centred differences whose |mean| reaches the
    /// observed one) / (1 + samples) (Efron and Tibshirani 1993, section 16.4), and the percentile interval of the mean difference. All
    /// differences zero: p = 1.
    /// </summary>
    /// <param name="differences">A − B, one per user.</param>
    /// <param name="samples">Resamples, from 1.</param>
    /// <param name="confidence">Confidence of the interval, between 0 and 1.</param>
    /// <param name="seed">Seed of the resamples.</param>
    public static (double P, double Low, double High) PairedBootstrap(ReadOnlySpan<double> differences, int samples = 1000, double confidence = 0.95, int seed = 42)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        if (differences.Length < 2) return (double.NaN, double.NaN, double.NaN);
        var observed = Mean(differences);
        var means = Bootstrap.Means(differences.ToArray(), samples, seed);
        // Resampled means of equal values differ from them by rounding alone, which must not count.
        var slack = 1e-12 * Math.Abs(observed);
        var extreme = means.Count(m => Math.Abs(m - observed) >= Math.Abs(observed) - slack);
        var (low, high) = Bootstrap.Percentiles(means, confidence);
        return ((1.0 + extreme) / (1 + samples), low, high);
    }

    /// <summary>
    /// Wilcoxon's signed-rank test (Biometrics Bulletin 1945): whether positive and negative differences of equal size are equally likely. Zero
    /// differences are left out; equal sizes share the mean of their ranks. Up to 50 differences the distribution is enumerated, ties included;
    /// beyond that it is the normal one with corrections for ties and continuity. All differences zero: p = 1.
    /// </summary>
    /// <param name="differences">A − B, one per user.</param>
    public static double Wilcoxon(ReadOnlySpan<double> differences)
    {
        if (differences.Length < 2) return double.NaN;
        var others = NotZero(differences);
        return others.Length == 0 ? 1 : SignedRanks.TwoSided(others);
    }

    /// <summary>
    /// The sign test: whether a difference is as often positive as negative, by the exact binomial distribution. Zero differences are left out. All
    /// differences zero: p = 1.
    /// </summary>
    /// <param name="differences">A − B, one per user.</param>
    public static double Sign(ReadOnlySpan<double> differences)
    {
        if (differences.Length < 2) return double.NaN;
        var others = NotZero(differences);
        var fewer = others.Count(d => d > 0);
        fewer = Math.Min(fewer, others.Length - fewer);
        // P(X ≤ k) of n fair coins is I(1/2; n − k, k + 1).
        return 2 * fewer >= others.Length ? 1 : Math.Min(1, 2 * StudentT.IncompleteBeta(0.5, others.Length - fewer, fewer + 1));
    }

    /// <summary>
    /// Holm's step-down correction for many tests (1979): sorted ascending, p(i) becomes max over j ≤ i of min(1, (m − j + 1)·p(j)), j from 1. NaNs
    /// stay and are not counted among the m tests. In the order given.
    /// </summary>
    public static double[] Holm(ReadOnlySpan<double> pValues)
    {
        var p = pValues.ToArray();
        var order = Enumerable.Range(0, p.Length).Where(i => !double.IsNaN(p[i])).OrderBy(i => p[i]).ToArray();
        var floor = 0.0;
        for (var j = 0; j < order.Length; j++) p[order[j]] = floor = Math.Max(floor, Math.Min(1, (order.Length - j) * p[order[j]]));
        return p;
    }

    /// <summary>
    /// Benjamini and Hochberg's step-up correction, which bounds the expected share of false findings among all findings (JRSS B 1995): sorted ascending, p(i) becomes min over j ≥ i of
    /// min(1, m·p(j) / j), j from 1. NaNs stay and are not counted among the m tests. In the order given.
    /// </summary>
    public static double[] BenjaminiHochberg(ReadOnlySpan<double> pValues)
    {
        var p = pValues.ToArray();
        var order = Enumerable.Range(0, p.Length).Where(i => !double.IsNaN(p[i])).OrderBy(i => p[i]).ToArray();
        var ceiling = 1.0;
        for (var j = order.Length - 1; j >= 0; j--) p[order[j]] = ceiling = Math.Min(ceiling, order.Length * p[order[j]] / (j + 1));
        return p;
    }

    static double[] NotZero(ReadOnlySpan<double> values)
    {
        var kept = new List<double>(values.Length);
        foreach (var v in values)
            if (v != 0) kept.Add(v);
        return [.. kept];
    }

    static double Mean(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var v in values) sum += v;
        return sum / values.Length;
    }

    static bool AllEqual(ReadOnlySpan<double> values) => values.IndexOfAnyExcept(values[0]) < 0;
}
