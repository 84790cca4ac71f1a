using System.Globalization;
using System.Xml.Linq;

namespace Attune.Tests;

public sealed class ChartSvgTests
{
    static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public static TheoryData<string> Kinds => [.. All.Select(c => c.Title)];

    static Chart[] All =>
    [
        new Chart.Bars("no bars", []),
        new Chart.Bars("one bar", [new("only", 0.5, 0.4, 0.6)]),
        new Chart.Bars("hostile bars", [new(InventedReports.Hostile, 0), new("undefined", double.NaN), new("infinite", double.PositiveInfinity), new("half an interval", 2, double.NaN, 3)]) { Subtitle = InventedReports.Hostile },
        new Chart.Bars("bars below zero", [new("a", -0.5, -0.7, -0.3), new("b", 0.25)]),
        new Chart.Bars("huge bars", [new("a", 1e300), new("b", double.MaxValue), new("c", 1e-300)]) { Format = ValueFormat.Count },
        new Chart.Bars("many long bars", [.. Enumerable.Range(0, 100).Select(i => new Chart.Bar(string.Concat(Enumerable.Repeat("a long title ", 9)) + i, i))]),
        new Chart.Columns("no columns", []),
        new Chart.Columns("one column", [(InventedReports.Hostile, 1)]),
        new Chart.Columns("sixty columns", [.. Enumerable.Range(0, 60).Select(i => ($"2011-01-{i:00}", i == 7 ? double.NaN : i * 1000.0))]),
        new Chart.Histogram("no bins", [], []),
        Chart.Histogram.Of("bins", [0.1, 0.2, 0.25, double.NaN, 0.9]),
        Chart.Histogram.Of("one value", [3]),
        new Chart.Lines("no lines", []),
        new Chart.Lines("one point", [new Chart.Line(InventedReports.Hostile, [(3, 4)])]),
        new Chart.Lines("a gap", [new Chart.Line("a", [(0, 1), (1, double.NaN), (2, 3), (3, 1)]) { Area = true }, new Chart.Line("b", [(0, 0), (3, 3)]) { Reference = true }]) { Marks = [(2, 3, InventedReports.Hostile), (double.NaN, 1, "nowhere")] },
    ];

    static Chart Named(string title) => All.Single(c => c.Title == title);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Draw_AnyChart_IsWellFormedAndSaysWhatItIs(string title)
    {
        var svg = XElement.Parse(ChartSvg.Draw(Named(title)));
        Assert.Equal(Svg + "svg", svg.Name);
        Assert.Equal(("img", title), (svg.Attribute("role")!.Value, svg.Attribute("aria-label")!.Value));
        Assert.Equal(title, svg.Element(Svg + "title")!.Value);
        Assert.NotEmpty(svg.Element(Svg + "desc")!.Value);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Draw_AnyChart_HasOnlyFiniteNumbersAndNoScript(string title)
    {
        var text = ChartSvg.Draw(Named(title), 240);
        var numbers = XElement.Parse(text).Descendants().Attributes().Where(a => a.Name.LocalName is "x" or "y" or "x1" or "x2" or "y1" or "y2" or "width" or "height" or "cx" or "cy");
        Assert.All(numbers, a => Assert.InRange(double.Parse(a.Value, CultureInfo.InvariantCulture), -1, 5000));
        Assert.DoesNotContain("<script", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("NaN", text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Draw_AnyChart_KeepsTextInsideItsWidth(string title)
    {
        foreach (var width in new[] { 240, 340, 720 })
            Assert.All(XElement.Parse(ChartSvg.Draw(Named(title), width)).Elements(Svg + "text"), text =>
            {
                var (x, size) = (Number(text, "x"), Plain.Pixels(text.Value, Number(text, "font-size") * (text.Attribute("font-weight") is null ? 1 : 1.12)));
                var left = text.Attribute("text-anchor")!.Value switch { "end" => x - size, "middle" => x - size / 2, _ => x };
                Assert.True(left >= -1 && left + size <= width + 1, $"'{text.Value}' reaches from {left} to {left + size} of {width}");
            });
    }

    [Fact]
    public void Draw_Bars_AreAsLongAsTheirValues()
    {
        double[] lengths = [.. XElement.Parse(ChartSvg.Draw(new Chart.Bars("bars", [new("a", 1), new("b", 0.5), new("c", 0)]))).Elements(Svg + "rect").Select(r => Number(r, "width"))];
        Assert.Equal(lengths[0] / 2, lengths[1], 0.01);
        Assert.Equal(0, lengths[2]);
    }

    [Fact]
    public void Draw_Interval_AddsOneWhiskerOfThreeStrokes()
    {
        static int Lines(Chart.Bar bar) => XElement.Parse(ChartSvg.Draw(new Chart.Bars("bars", [bar, new("b", 1)]))).Elements(Svg + "line").Count();
        Assert.Equal(3, Lines(new("a", 0.5, 0.4, 0.6)) - Lines(new("a", 0.5)));
    }

    [Fact]
    public void Draw_FewCounts_HaveWholeTicks() => Assert.Equal(["0", "1", "2"], XElement.Parse(ChartSvg.Draw(new Chart.Columns("c", [("a", 2)]) { Format = ValueFormat.Count }))
        .Elements(Svg + "text").Where(t => t.Attribute("text-anchor")!.Value == "end").Select(t => t.Value));

    [Fact]
    public void Draw_TooNarrow_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => ChartSvg.Draw(new Chart.Bars("bars", []), 239));

    [Fact]
    public void HistogramOf_Values_CountsEveryFiniteOneOnce()
    {
        var bins = Chart.Histogram.Of("bins", [0, 0.05, 0.1, 0.5, 1, 1, double.NaN, double.PositiveInfinity], 10);
        Assert.Equal(11, bins.Edges.Count);
        Assert.Equal([2, 1, 0, 0, 0, 1, 0, 0, 0, 2], bins.Counts);
    }

    static double Number(XElement element, string name) => double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);
}
