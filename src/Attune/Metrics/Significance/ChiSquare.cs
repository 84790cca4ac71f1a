namespace Attune;

/// <summary>The χ² distribution through the regularised incomplete gamma function.</summary>
static class ChiSquare
{
    /// <summary>The probability of a value of at least <paramref name="x"/>: Q(ν/2, x/2).</summary>
    internal static double Exceeds(double x, double freedom)
    {
        if (double.IsNaN(x)) return double.NaN;
        if (x <= 0) return 1;
        var (a, y) = (freedom / 2, x / 2);
        var front = Math.Exp(a * Math.Log(y) - y - StudentT.LogGamma(a));
        return y < a + 1 ? 1 - front * Series(a, y) : front * Fraction(a, y);
    }

    // P(a, y) / (y^a·e^−y / Γ(a)).
    static double Series(double a, double y)
    {
        var (term, sum) = (1 / a, 1 / a);
        for (var n = 1; n < 10_000 && term > sum * 1e-17; n++) sum += term *= y / (a + n);
        return sum;
    }

    // Q(a, y) / (y^a·e^−y / Γ(a)): the continued fraction 26.4.10 of Abramowitz and Stegun, by Lentz's method.
    static double Fraction(double a, double y)
    {
        var b = y + 1 - a;
        var (c, d) = (1e300, 1 / b);
        var result = d;
        for (var n = 1; n < 10_000; n++)
        {
            var coefficient = n * (a - n);
            b += 2;
            d = 1 / (coefficient * d + b);
            c = b + coefficient / c;
            result *= c * d;
            if (Math.Abs(c * d - 1) < 1e-16) break;
        }
        return result;
    }
}
