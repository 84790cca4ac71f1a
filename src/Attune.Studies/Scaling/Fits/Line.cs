namespace Attune.Studies;

/// <summary>A line through points by least squares: y = Intercept + Slope · x, with the sum of squared errors that is left.</summary>
readonly record struct Line(double Intercept, double Slope, double Errors)
{
    internal static Line Of(IReadOnlyList<(double X, double Y)> points)
    {
        var (x, y) = (points.Average(p => p.X), points.Average(p => p.Y));
        var slope = points.Sum(p => (p.X - x) * (p.Y - y)) / points.Sum(p => (p.X - x) * (p.X - x));
        var intercept = y - slope * x;
        return new(intercept, slope, points.Sum(p => (p.Y - intercept - slope * p.X) * (p.Y - intercept - slope * p.X)));
    }
}
