using System.Globalization;

namespace Attune.Studies;

/// <summary>Many curves together: where their points gather, how steep their ends are, how often the whole data is the best beside chance, and each curve's elbow, gain and ceiling.</summary>
static class PooledReport
{
    static readonly double[] s_places = [0, 0.25, 0.5, 0.75, 1];

    /// <summary>A section on these curves; none where none of them has two sizes.</summary>
    internal static IEnumerable<Section> Of(string heading, string text, IReadOnlyList<LearningCurve> all)
    {
        var curves = CurveSet.Of(all);
        if (curves.Curves.Count == 0) yield break;
        var slopes = curves.LateSlopes;
        var (lower, median, upper) = CurveSet.Quartiles(slopes);
        yield return new Section(heading)
        {
            Facts =
            [
                new("curves", Say($"{curves.Curves.Count}")),
                new("best with all data", Say($"{curves.BestAtLargest} of {curves.Curves.Count}")),
                new("by chance", curves.Chance, ValueFormat.Share),
                new("median slope at the end", median, ValueFormat.Number),
            ],
            Text = [text, "Each curve is stretched to 0 to 1 on both axes. The slope at its end is that of the last 10 to 30 % of the data: 1 is as steep as the curve is on average, 0 is flat. The elbow is the least share of the data that reaches 85 % of the best value."],
            Charts = [Scatter(curves)],
            Tables = [Summary(curves, slopes, lower, median, upper), Gathered(curves), Each(curves)],
            Notes =
            [
                .. all.Count > curves.Curves.Count ? new[] { Say($"{all.Count - curves.Curves.Count} curves have fewer than two sizes or are constant, and say nothing.") } : [],
                "Stretching puts the lowest value of each curve at 0 and the highest at 1 whatever they are, and equal steps of data across squeeze small sizes together; the slope for each doubling does neither.",
            ],
        };
    }

    /// <summary>The report on curves that others have published; their costs are not in it.</summary>
    internal static Report Published(string name, IReadOnlyList<LearningCurve> curves)
    {
        var set = CurveSet.Of(curves);
        return new Report($"Learning curves of {name}")
        {
            Lead = set.Curves.Count == 0 ? "No curve has two sizes with different values, so nothing can be said." : Say($"In {set.BestAtLargest} of {set.Curves.Count} curves all data is the best, where chance would give {set.Chance:P1}; the median slope at the end is {CurveSet.Quartiles(set.LateSlopes).Median:0.00}, where 1 is as steep as the curve is on average."),
            Sections = [.. Of("All curves together", "Failed cells are no points, and not zeros.", curves).Select(s => s with { Tables = [.. s.Tables, Fits([.. set.Curves.Select(c => (c.Name, c))])] })],
        };
    }

    /// <summary>The slope for each doubling with its interval, and whether a ceiling is near, curve by curve.</summary>
    internal static Table Fits(IReadOnlyList<(string Name, LearningCurve Curve)> curves) => new(
        ["curve", new("rise for each doubling, Theil–Sen", ValueFormat.Difference), new("95 % interval", ValueFormat.Difference), new("by least squares", ValueFormat.Difference), new("ceiling", ValueFormat.Metric), new("reached of it", ValueFormat.Share), new("criterion, ceiling over logarithm", ValueFormat.Number), "the curve"],
        curves.Select(c =>
        {
            var (slope, end) = (LogSlope.Of(c.Curve.Points), Saturation.Of(c.Curve.Points));
            return (IReadOnlyList<Cell>)[c.Name, slope.TheilSen, Cell.Interval(slope.Low, slope.High), slope.LeastSquares, end.Ceiling, c.Curve.Points.Count > 0 ? c.Curve.Points[^1].Value / end.Ceiling : double.NaN, end.Advantage, end.Says];
        }))
    { Caption = "How the curves go on: the rise for each doubling of the data, and y = a − b·x^−c (a ceiling) beside y = a + b·ln x (none) by Akaike's criterion; two or more of it decide" };

    // A gap after every point, so that dots are drawn and no lines.
    static Chart.Lines Scatter(CurveSet curves) => new("All points, stretched", [new Chart.Line("points", [.. curves.Normalized.OrderBy(p => p.Size).SelectMany(p => new[] { (p.Size, p.Value), (p.Size, double.NaN) })]), new Chart.Line("even growth", [(0, 0), (1, 1)]) { Reference = true }])
    {
        Subtitle = "stretched value (upwards) by stretched size (across); on the dashed line every event is worth the same",
    };

    static Table Summary(CurveSet curves, double[] slopes, double lower, double median, double upper) => new(
        ["slopes at the end", new("lower quartile", ValueFormat.Number), new("median", ValueFormat.Number), new("upper quartile", ValueFormat.Number), new("above 0", ValueFormat.Count), new("best with all data", ValueFormat.Count), new("of", ValueFormat.Count), new("share", ValueFormat.Share), new("by chance", ValueFormat.Share)],
        [[Say($"{slopes.Length}"), lower, median, upper, slopes.Count(s => s > 0), curves.BestAtLargest, curves.Curves.Count, (double)curves.BestAtLargest / curves.Curves.Count, curves.Chance]])
    { Caption = "How steep the ends are, and how often all data is the best; by chance it would be in one of as many as a curve has points" };

    static Table Gathered(CurveSet curves) => new(
        ["at x = y =", .. new[] { 0.05, 0.1 }.SelectMany(e => new Column[] { new(Say($"within ±{e}"), ValueFormat.Count), new("of", ValueFormat.Count), new("share", ValueFormat.Share) })],
        s_places.Select(at => (IReadOnlyList<Cell>)[Say($"{at}"), .. new[] { 0.05, 0.1 }.SelectMany(e => curves.Concentration(at, at, e) is var (inside, near) ? new Cell[] { inside, near, (double)inside / near } : [])]))
    { Caption = "Where stretched points gather: of those near x those that are near y, too" };

    static Table Each(CurveSet curves) => new(
        ["curve", new("points", ValueFormat.Count), new("best", ValueFormat.Metric), new("at events", ValueFormat.Count), new("elbow", ValueFormat.Share), new("last step from", ValueFormat.Count), new("gain", ValueFormat.Share), new("slope at the end", ValueFormat.Number)],
        curves.Curves.Select(c => (IReadOnlyList<Cell>)[c.Name, c.Points.Count, c.Best, c.Points.Last(p => p.Value == c.Best).Size, c.Elbow, c.GainBase?.Size ?? double.NaN, c.Gain, c.LateSlope]))
    { Caption = "Best value, elbow, last step and slope of every curve" };

    static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
