namespace Attune.Studies;

/// <summary>Our analysis on the authors' results beside what the paper prints of them and another program has recomputed.</summary>
static class PublishedMeasures
{
    static readonly double[] s_quartiles = [-0.0150, 0.8708, 1.6094];

    internal static double Points()
    {
        var curves = CurveSet.Of(PublishedCurves.Read());
        var (near, wide) = (curves.Concentration(1, 1, 0.05), curves.Concentration(1, 1, 0.1));
        return new[] { curves.Normalized.Count() - 725, near.Inside - 82, near.Near - 111, wide.Inside - 83, wide.Near - 111 }.Max(Math.Abs);
    }

    internal static double Slopes()
    {
        var slopes = CurveSet.Of(PublishedCurves.Read()).LateSlopes;
        var (lower, median, upper) = CurveSet.Quartiles(slopes);
        return Math.Max(Math.Abs(slopes.Length - 63), new[] { lower, median, upper }.Zip(s_quartiles, (found, printed) => Math.Abs(found - printed)).Max());
    }

    internal static double Best()
    {
        var curves = CurveSet.Of(PublishedCurves.Read());
        return new[] { curves.BestAtLargest - 72, curves.Curves.Count - 101, curves.Chance - 0.149 }.Max(Math.Abs);
    }
}
