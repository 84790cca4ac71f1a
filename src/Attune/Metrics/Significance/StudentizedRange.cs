namespace Attune;

/// <summary>
/// The range of k independent normal means, divided by an estimate s of their deviation with ν degrees of freedom:
/// P(Q ≤ q) = ∫ f(s)·W(q·s) ds with W(w) = k·∫ φ(z)·(Φ(z) − Φ(z − w))^(k − 1) dz and ν·s² distributed as χ² with ν degrees of freedom. By Simpson's rule on both.
/// </summary>
static class StudentizedRange
{
    // Error below 1e-8 for two and more degrees of freedom; the tests hold it against scipy.
    const int Outer = 100, Inner = 80;
    const double Far = 8;

    /// <summary>The probability that Q is at least <paramref name="q"/>.</summary>
    /// <param name="q">From 0.</param>
    /// <param name="k">Number of means, from 2.</param>
    /// <param name="freedom">ν, from 1.</param>
    internal static double Exceeds(double q, int k, double freedom)
    {
        if (!(q > 0)) return double.IsNaN(q) ? double.NaN : 1;
        var spread = Far * 1.5 / Math.Sqrt(2 * freedom);
        var (from, to) = (Math.Max(1e-12, 1 - spread), 1 + spread);
        var half = freedom / 2;
        var constant = Math.Log(2) + half * Math.Log(half) - StudentT.LogGamma(half);
        var below = Simpson(from, to, Outer, s => Math.Exp(constant + (freedom - 1) * Math.Log(s) - half * s * s) * OfNormal(q * s, k));
        return Math.Clamp(1 - below, 0, 1);
    }

    // W(w).
    static double OfNormal(double w, int k) => k * Simpson(-Far, Far, Inner, z => Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI) * Math.Pow(StudentT.Normal(z) - StudentT.Normal(z - w), k - 1));

    internal static double Simpson(double from, double to, int parts, Func<double, double> f)
    {
        var step = (to - from) / parts;
        var sum = f(from) + f(to);
        for (var i = 1; i < parts; i++) sum += (i % 2 == 1 ? 4 : 2) * f(from + i * step);
        return sum * step / 3;
    }
}
