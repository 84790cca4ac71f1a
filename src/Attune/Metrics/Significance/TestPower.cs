namespace Attune;

/// <summary>
/// How likely a two-sided t-test of two means sees a difference of so many standard deviations, through the noncentral t distribution:
/// P(T ≤ t) = ∫ Φ(t·s − δ)·f(s) ds with ν·s² distributed as χ² with ν degrees of freedom (Cohen, "Statistical power analysis for the behavioral sciences", 1988).
/// </summary>
static class TestPower
{
    /// <summary>What Cohen calls a medium effect, in standard deviations.</summary>
    internal const double Medium = 0.5;

    const int Parts = 400;

    /// <summary>The power of the test of two independent samples with equal variances; 0 where one has fewer than two values.</summary>
    /// <param name="a">Values of one sample.</param>
    /// <param name="b">Values of the other.</param>
    /// <param name="effect">The difference in standard deviations.</param>
    /// <param name="alpha">The level, between 0 and 1.</param>
    internal static double OfTwo(int a, int b, double effect = Medium, double alpha = 0.05) => a < 2 || b < 2 ? 0 : Of(effect * Math.Sqrt((double)a * b / (a + b)), a + b - 2, alpha);

    /// <summary>The power of the paired test.</summary>
    /// <param name="n">Pairs.</param>
    /// <param name="effect">The mean difference in standard deviations of the differences.</param>
    /// <param name="alpha">The level, between 0 and 1.</param>
    internal static double OfPaired(int n, double effect = Medium, double alpha = 0.05) => n < 2 ? 0 : Of(effect * Math.Sqrt(n), n - 1, alpha);

    static double Of(double noncentrality, double freedom, double alpha)
    {
        var critical = StudentT.Critical(alpha, freedom);
        return Math.Clamp(1 - Below(critical, freedom, noncentrality) + Below(-critical, freedom, noncentrality), 0, 1);
    }

    /// <summary>The probability that a noncentral t is at most <paramref name="t"/>.</summary>
    internal static double Below(double t, double freedom, double noncentrality)
    {
        var spread = 12 / Math.Sqrt(2 * freedom);
        var half = freedom / 2;
        var constant = Math.Log(2) + half * Math.Log(half) - StudentT.LogGamma(half);
        return StudentizedRange.Simpson(Math.Max(1e-12, 1 - spread), 1 + spread, Parts, s => StudentT.Normal(t * s - noncentrality) * Math.Exp(constant + (freedom - 1) * Math.Log(s) - half * s * s));
    }
}
