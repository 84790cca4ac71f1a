namespace Attune.Studies;

/// <summary>
/// Whether a curve nears a ceiling: y = a − b·x^−c with b, c &gt; 0 beside y = a + b·ln x, both by least squares, told apart by Akaike's criterion n·ln(errors ⁄ n) + 2k (k = 4 and 3, the variance
/// counted; Akaike 1974). c is searched, a and b follow from it in closed form.
/// </summary>
/// <param name="Ceiling">a of the power law: what no amount of such data would pass; NaN where it was not fitted.</param>
/// <param name="Decay">c.</param>
/// <param name="Advantage">Criterion of the logarithm less that of the power law: above 0 the ceiling is the likelier.</param>
/// <param name="Says">"flattens", "still rises", "cannot be told" or "too few points".</param>
sealed record Saturation(double Ceiling, double Decay, double Advantage, string Says)
{
    internal const string Flattens = "flattens", Rises = "still rises", Unclear = "cannot be told", TooFew = "too few points";

    // Burnham and Anderson 2002: less than two says little.
    const double Matters = 2;

    // Four numbers are fitted, so five points are the fewest that can speak against them.
    const int Fewest = 5;

    const double LeastDecay = 0.01, MostDecay = 8;

    internal static Saturation Of(IReadOnlyList<ScalePoint> points)
    {
        if (points.Count < Fewest || points.All(p => p.Value == points[0].Value)) return new(double.NaN, double.NaN, double.NaN, TooFew);
        var logarithm = Line.Of([.. points.Select(p => (Math.Log(p.Size), p.Value))]);
        var decay = BestDecay(points);
        var power = Power(points, decay);
        // b ≤ 0 falls with more data: there is no ceiling to near.
        if (!(power.Slope < 0)) return new(double.NaN, double.NaN, double.NaN, logarithm.Slope > 0 ? Rises : Unclear);
        var advantage = Criterion(points, logarithm, 3) - Criterion(points, power, 4);
        return new(power.Intercept, decay, advantage, advantage >= Matters ? Flattens : advantage <= -Matters ? Rises : Unclear);
    }

    // On a logarithmic grid, then by golden section around its best place.
    static double BestDecay(IReadOnlyList<ScalePoint> points)
    {
        const int Steps = 200;
        var step = Math.Log(MostDecay / LeastDecay) / Steps;
        var best = Enumerable.Range(0, Steps + 1).MinBy(i => Errors(Math.Log(LeastDecay) + i * step));
        var (low, high) = (Math.Log(LeastDecay) + (best - 1) * step, Math.Log(LeastDecay) + (best + 1) * step);
        var golden = (Math.Sqrt(5) - 1) / 2;
        for (var i = 0; i < 60; i++)
        {
            var (left, right) = (high - golden * (high - low), low + golden * (high - low));
            if (Errors(left) < Errors(right)) high = right;
            else low = left;
        }
        return Math.Exp((low + high) / 2);

        double Errors(double logarithm) => Power(points, Math.Exp(logarithm)) is { Slope: < 0 } line ? line.Errors : double.PositiveInfinity;
    }

    // Sizes relative to the largest keep x^−c within what a double tells apart; b changes with it, a and c do not.
    static Line Power(IReadOnlyList<ScalePoint> points, double decay) => Line.Of([.. points.Select(p => (Math.Pow(p.Size / points[^1].Size, -decay), p.Value))]);

    // A perfect fit has errors of rounding alone; below that two fits are equally good.
    static double Criterion(IReadOnlyList<ScalePoint> points, Line line, int parameters)
    {
        var scale = points.Max(p => Math.Abs(p.Value));
        return points.Count * Math.Log(Math.Max(line.Errors / points.Count, 1e-24 * scale * scale)) + 2 * parameters;
    }
}
