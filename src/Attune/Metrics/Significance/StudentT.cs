namespace Attune;

/// <summary>Student's t distribution through the regularised incomplete beta function.</summary>
static class StudentT
{
    /// <summary>The probability that |T| is at least |<paramref name="t"/>| with <paramref name="freedom"/> degrees of freedom: I(ν/(ν + t²); ν/2, 1/2).</summary>
    internal static double TwoSided(double t, double freedom) =>
        double.IsInfinity(t) ? 0 : IncompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5);

    /// <summary>The t that |T| exceeds with this probability with <paramref name="freedom"/> degrees of freedom: half the width of an interval, in standard errors.</summary>
    internal static double Critical(double probability, double freedom)
    {
        var (low, high) = (0.0, 1.0);
        while (TwoSided(high, freedom) > probability) (low, high) = (high, 2 * high);
        // Halved until no number lies between the two.
        while ((low + high) / 2 is var middle && middle > low && middle < high) (low, high) = TwoSided(middle, freedom) > probability ? (middle, high) : (low, middle);
        return high;
    }

    /// <summary>The probability that a standard normal number is at least |<paramref name="z"/>| away from 0: erfc(|z| / √2).</summary>
    internal static double TwoSidedNormal(double z)
    {
        z = Math.Abs(z);
        if (z > 40) return 0;
        if (z < 3)
        {
            // Φ(z) − ½ = φ(z)·(z + z³/3 + z⁵/(3·5) + …).
            var (term, sum) = (z, z);
            for (var n = 3; term > sum * 1e-17; n += 2) sum += term *= z * z / n;
            return 1 - sum * Math.Sqrt(2 / Math.PI) * Math.Exp(-z * z / 2);
        }
        // Φ(−z) = φ(z) / (z + 1/(z + 2/(z + 3/(z + …)))).
        var fraction = z;
        for (var n = 200; n > 0; n--) fraction = z + n / fraction;
        return Math.Sqrt(2 / Math.PI) * Math.Exp(-z * z / 2) / fraction;
    }

    /// <summary>The z that a standard normal number is away from 0 with this probability: half the width of an interval, in standard deviations.</summary>
    internal static double CriticalNormal(double probability)
    {
        var (low, high) = (0.0, 40.0);
        while ((low + high) / 2 is var middle && middle > low && middle < high) (low, high) = TwoSidedNormal(middle) > probability ? (middle, high) : (low, middle);
        return high;
    }

    /// <summary>The probability that a standard normal number is at most <paramref name="z"/>: Φ(z).</summary>
    internal static double Normal(double z) => z > 0 ? 1 - TwoSidedNormal(z) / 2 : TwoSidedNormal(z) / 2;

    // I(x; a, b): the continued fraction converges fast below the mean; above it the symmetry I(x; a, b) = 1 − I(1 − x; b, a) is used.
    internal static double IncompleteBeta(double x, double a, double b)
    {
        if (x <= 0) return 0;
        if (x >= 1) return 1;
        var front = Math.Exp(LogGamma(a + b) - LogGamma(a) - LogGamma(b) + a * Math.Log(x) + b * Math.Log(1 - x));
        return x < (a + 1) / (a + b + 2) ? front * Fraction(x, a, b) / a : 1 - front * Fraction(1 - x, b, a) / b;
    }

    // Lentz's method on the continued fraction 26.5.8 of Abramowitz and Stegun.
    static double Fraction(double x, double a, double b)
    {
        const double Tiny = 1e-300;
        var c = 1.0;
        var d = 1 / NotZero(1 - (a + b) * x / (a + 1));
        var result = d;
        for (var m = 1; m <= 1000; m++)
        {
            Step(m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)));
            var change = Step(-(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)));
            if (Math.Abs(change - 1) < 1e-15) break;
        }
        return result;

        double Step(double coefficient)
        {
            d = 1 / NotZero(1 + coefficient * d);
            c = NotZero(1 + coefficient / c);
            result *= c * d;
            return c * d;
        }

        static double NotZero(double v) => Math.Abs(v) < Tiny ? Tiny : v;
    }

    // Lanczos' approximation with g = 7 and nine coefficients: relative error below 1e-13 for positive arguments.
    internal static double LogGamma(double x)
    {
        ReadOnlySpan<double> c =
        [
            0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
            -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
        ];
        if (x < 0.5) return Math.Log(Math.PI / Math.Sin(Math.PI * x)) - LogGamma(1 - x);
        x -= 1;
        var sum = c[0];
        for (var i = 1; i < c.Length; i++) sum += c[i] / (x + i);
        var t = x + 7.5;
        return 0.5 * Math.Log(2 * Math.PI) + (x + 0.5) * Math.Log(t) - t + Math.Log(sum);
    }
}
