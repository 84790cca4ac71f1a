using Attune.Studies;

namespace Attune.Tests;

public sealed class LearningCurveTests
{
    static readonly CurveSet s_published = CurveSet.Of(PublishedCurves.Read());

    static LearningCurve Curve(params double[] values) => new("made up", values.Select((v, i) => new ScalePoint(100 * (i + 1), v)));

    // arXiv:2604.06420 prints 725 points, 82/111 and 83/111; the other numbers were recomputed from the published tree by another program.
    [Fact]
    public void Published_NormalizedPoints_AreThoseOfThePaper()
    {
        Assert.Equal(725, s_published.Normalized.Count());
        Assert.Equal((82, 111), s_published.Concentration(1, 1, 0.05));
        Assert.Equal((83, 111), s_published.Concentration(1, 1, 0.1));
        Assert.Equal(287, s_published.Concentration(0, 0, 0.05).Inside);
        Assert.Equal(328, s_published.Concentration(0, 0, 0.1).Inside);
    }

    [Theory]
    [InlineData(0.25, 0.237, 0.321)]
    [InlineData(0.5, 0.167, 0.222)]
    [InlineData(0.75, 0.175, 0.302)]
    public void Published_MiddleOfTheDiagonal_IsThinAsInThePaper(double at, double near, double wide)
    {
        Assert.Equal(near, Share(s_published.Concentration(at, at, 0.05)), 5e-4);
        Assert.Equal(wide, Share(s_published.Concentration(at, at, 0.1)), 5e-4);
        static double Share((int Inside, int Near) c) => (double)c.Inside / c.Near;
    }

    [Fact]
    public void Published_LateSlopes_HaveTheQuartilesOfAnIndependentProgram()
    {
        var slopes = s_published.LateSlopes;
        var (lower, median, upper) = CurveSet.Quartiles(slopes);
        Assert.Equal(63, slopes.Length);
        Assert.Equal((-0.0150, 0.8708, 1.6094), (Math.Round(lower, 4), Math.Round(median, 4), Math.Round(upper, 4)));
        Assert.Equal((0.618, 45, -3.6, 3.6), (Math.Round(slopes.Average(), 3), slopes.Count(s => s > 0), Math.Round(slopes[0], 1), Math.Round(slopes[^1], 1)));
    }

    [Fact]
    public void Published_LargestIsBest_In72Of101_WhereChanceWouldGive15Percent()
    {
        Assert.Equal((72, 101), (s_published.BestAtLargest, s_published.Curves.Count));
        Assert.Equal(0.149, s_published.Chance, 5e-4);
    }

    [Theory]
    [InlineData("LENSKIT BIASED_MF", 7, 10)]
    [InlineData("LENSKIT IMPLICIT_MF", 7, 9)]
    [InlineData("LENSKIT POP", 9, 10)]
    [InlineData("RECBOLE BPR", 3, 11)]
    [InlineData("RECBOLE POP", 11, 11)]
    public void Published_LargestIsBest_ByAlgorithm(string algorithm, int best, int of)
    {
        LearningCurve[] own = [.. s_published.Curves.Where(c => c.Name.StartsWith(algorithm + " ", StringComparison.Ordinal))];
        Assert.Equal((best, of), (own.Count(c => c.IsBestAtLargest), own.Length));
    }

    // The paper looked at the curves before it left these out.
    [Fact]
    public void Published_WithoutWhatThePaperLeavesOutLater_IsSteeper()
    {
        var left = CurveSet.Of(s_published.Curves.Where(c => !c.Name.StartsWith("RECBOLE BPR ", StringComparison.Ordinal) && !new[] { "LASTFM", "ALIBABA", "AMAZON" }.Any(d => c.Name.EndsWith(d, StringComparison.Ordinal))));
        var (lower, median, upper) = CurveSet.Quartiles(left.LateSlopes);
        Assert.Equal((40, 0.746, 1.294, 1.715), (left.LateSlopes.Length, Math.Round(lower, 3), Math.Round(median, 3), Math.Round(upper, 3)));
        Assert.Equal((59, 70), (left.BestAtLargest, left.Curves.Count));
    }

    [Fact]
    public void Netflix_LastStep_Gains31To101Percent_ForAllTen()
    {
        double[] gains = [.. s_published.Curves.Where(c => c.Name.EndsWith(" NETFLIX", StringComparison.Ordinal)).Select(c => c.Gain)];
        Assert.Equal((10, 0.31, 1.01), (gains.Length, Math.Round(gains.Min(), 2), Math.Round(gains.Max(), 2)));
    }

    // x' = 0, ¼, ½, ¾, 1 and y' = 0, ½, ¾, 0.9, 1: the step before the last is 0.25 below the whole.
    [Fact]
    public void Measures_ByHand()
    {
        var curve = Curve(0, 0.5, 0.75, 0.9, 1);
        Assert.Equal(0.4, curve.LateSlope, 1e-12);
        Assert.Equal(0.8, curve.Elbow, 1e-12);
        Assert.Equal((new ScalePoint(400, 0.9), 1 / 9.0), (curve.GainBase, curve.Gain), Near);
        Assert.True(curve.IsBestAtLargest);
    }

    static bool Near((ScalePoint?, double) a, (ScalePoint?, double) b) => a.Item1 == b.Item1 && Math.Abs(a.Item2 - b.Item2) < 1e-12;

    // At 0.72 and 0.85: the nearer to the end is taken for the slope, the nearer to 0.8 for the gain.
    [Fact]
    public void LateSlope_SeveralInTheWindow_TakesTheLargest()
    {
        var curve = new LearningCurve("made up", [new(1, 0), new(51, 0.1), new(73, 0.5), new(86, 0.8), new(101, 1)]);
        Assert.Equal(0.2 / 0.15, curve.LateSlope, 1e-12);
        Assert.Equal(new ScalePoint(86, 0.8), curve.GainBase);
    }

    [Fact]
    public void Curve_TooShortConstantOrUndefined_SaysNothing()
    {
        Assert.False(Curve(0.3).Speaks);
        Assert.False(Curve(0.3, 0.3, 0.3).Speaks);
        Assert.False(Curve().Speaks);
        Assert.True(double.IsNaN(Curve(0, 1, 2, 3).LateSlope));
        Assert.True(double.IsNaN(Curve().Elbow));
        Assert.Equal(2, Curve(0.1, double.NaN, 0.2).Points.Count);
    }

    [Fact]
    public void IsBestAtLargest_TiedOrNot_GoesToTheLastBit()
    {
        Assert.True(Curve(0.1, 0.2, 0.2).IsBestAtLargest);
        Assert.False(Curve(0.1, Math.BitIncrement(0.2), 0.2).IsBestAtLargest);
    }

    // Points between gaps are the scatter: without a line to belong to each is a dot of its own.
    [Fact]
    public void Scatter_OfTheReport_ShowsItsPointsInATerminal()
    {
        var chart = new Chart.Lines("scatter", [new Chart.Line("points", [(0, 0), (0, double.NaN), (1, 1), (1, double.NaN)])]);
        var text = new Report("r") { Sections = [new Section("s") { Charts = [chart] }] }.ToText();
        Assert.Equal(2, text.Count(c => c is > '\u2800' and <= '\u28FF'));
    }

    // numpy.percentile of 1, 2, 4, 8: 1.75, 3, 5.
    [Fact]
    public void Quartiles_AreInclusive() => Assert.Equal((1.75, 3, 5), CurveSet.Quartiles([8, 1, 4, 2]));

    [Fact]
    public void Tree_FailedCellsAndFloatSizes_AreReadAsTheyAreMeant()
    {
        var curves = PublishedTree.Read("made up", new StringReader("# c\nMETA:\n  A: B\nOUTPUT:\n  T:\n    A:\n      D:\n        250000.0: 0.2\n        100000: 0.1\n        500000: -1\n        750000: null\n      E:\n        1: null\n"));
        Assert.Equal(["T A D", "T A E"], curves.Select(c => c.Name));
        Assert.Equal([new(100000, 0.1), new(250000, 0.2)], curves[0].Points);
        Assert.Empty(curves[1].Points);
    }

    [Theory]
    [InlineData("OUTPUT:\n  T:\n    A:\n      D:\n        x: 0.1\n", "line 5: 'x' is no size above 0")]
    [InlineData("OUTPUT:\n  T:\n    A:\n      D:\n        10: much\n", "line 5: 'much' is no number")]
    [InlineData("OUTPUT:\n  T:\n    A:\n      D:\n        10: 1\n      D:\n", "line 6: T A D stands there twice")]
    [InlineData("OUTPUT\n", "line 1: 'OUTPUT' is no 'key: value'")]
    [InlineData("SOMETHING: 1\n", "no results below 'OUTPUT:'")]
    public void Tree_ThatIsNone_SaysWhere(string text, string expected) => Assert.Contains(expected, Assert.Throws<DataException>(() => PublishedTree.Read("made up", new StringReader(text))).Message, StringComparison.Ordinal);
}
