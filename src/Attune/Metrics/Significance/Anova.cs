namespace Attune;

/// <summary>
/// One-way analysis of variance (Fisher 1925): F = (Σ n·(mean − grand mean)² / (k − 1)) / (Σ (n − 1)·s² / (N − k)) over k groups. From counts, means and deviations alone.
/// </summary>
/// <param name="F">The statistic; NaN with fewer than two groups.</param>
/// <param name="Between">Degrees of freedom between groups, k − 1.</param>
/// <param name="Within">Degrees of freedom within groups, N − k.</param>
/// <param name="Variance">The pooled variance within groups.</param>
readonly record struct Anova(double F, int Between, int Within, double Variance)
{
    /// <summary>The p-value: the probability of an F as large.</summary>
    internal double P => double.IsNaN(F) ? double.NaN : double.IsInfinity(F) ? 0 : StudentT.IncompleteBeta(Within / (Within + Between * F), Within / 2.0, Between / 2.0);

    /// <summary>Groups with fewer than two values are left out.</summary>
    internal static Anova Of(IEnumerable<SampleSummary> samples)
    {
        SampleSummary[] groups = [.. samples.Where(s => s.Count > 1)];
        if (groups.Length < 2) return new(double.NaN, 0, 0, double.NaN);
        var all = groups.Sum(g => g.Count);
        var grand = groups.Sum(g => g.Count * g.Mean) / all;
        var between = groups.Sum(g => g.Count * (g.Mean - grand) * (g.Mean - grand));
        var within = groups.Sum(g => (g.Count - 1) * g.Variance);
        var (k, rest) = (groups.Length - 1, all - groups.Length);
        return new(between == 0 ? 0 : between / k / (within / rest), k, rest, within / rest);
    }
}
