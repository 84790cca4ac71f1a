namespace Attune;

/// <summary>
/// Welch's t-test of two means whose variances may differ (Biometrika 1947): t = (a − b) / √(s²a/na + s²b/nb), with the degrees of freedom of Satterthwaite. From counts, means and
/// deviations alone.
/// </summary>
/// <param name="Difference">a − b.</param>
/// <param name="Error">Its standard error.</param>
/// <param name="Freedom">Degrees of freedom.</param>
readonly record struct WelchT(double Difference, double Error, double Freedom)
{
    /// <summary>The statistic; NaN where nothing spreads and nothing differs.</summary>
    internal double T => Difference / Error;

    /// <summary>The two-sided p-value; NaN where a sample has fewer than two values. Without any spread: 1 for equal means, else 0.</summary>
    internal double P => double.IsNaN(Error) ? double.NaN : Error == 0 ? Difference == 0 ? 1 : 0 : StudentT.TwoSided(T, Freedom);

    /// <summary>Cohen's d: the difference in standard deviations (pooled).</summary>
    internal double Effect { get; init; }

    internal static WelchT Of(SampleSummary a, SampleSummary b)
    {
        if (a.Count < 2 || b.Count < 2) return new(a.Mean - b.Mean, double.NaN, double.NaN) { Effect = double.NaN };
        var (va, vb) = (a.Variance / a.Count, b.Variance / b.Count);
        var freedom = va + vb == 0 ? a.Count + b.Count - 2 : (va + vb) * (va + vb) / (va * va / (a.Count - 1) + vb * vb / (b.Count - 1));
        var pooled = Math.Sqrt(((a.Count - 1) * a.Variance + (b.Count - 1) * b.Variance) / (a.Count + b.Count - 2));
        return new(a.Mean - b.Mean, Math.Sqrt(va + vb), freedom) { Effect = (a.Mean - b.Mean) / pooled };
    }

    /// <summary>The test of one mean against 0, as of paired differences.</summary>
    internal static WelchT Paired(SampleSummary differences) => differences.Count < 2 ? new(differences.Mean, double.NaN, double.NaN) { Effect = double.NaN }
        : new(differences.Mean, differences.Error, differences.Count - 1) { Effect = differences.Mean / differences.Deviation };

    /// <summary>The interval of the difference.</summary>
    /// <param name="confidence">Between 0 and 1.</param>
    internal (double Low, double High) Interval(double confidence = 0.95)
    {
        if (double.IsNaN(Error)) return (double.NaN, double.NaN);
        var half = Error == 0 ? 0 : StudentT.Critical(1 - confidence, Freedom) * Error;
        return (Difference - half, Difference + half);
    }
}
