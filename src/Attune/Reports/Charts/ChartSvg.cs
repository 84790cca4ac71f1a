namespace Attune;

/// <summary>
/// Draws charts as inline SVG: no script, no style sheet of its own, every text escaped. Colours are CSS variables that a page may set
/// (<see cref="Style"/>), with colours for a light page to fall back on.
/// </summary>
public static class ChartSvg
{
    /// <summary>The CSS variables of the colours, for light and dark: a page takes it over once; <c>data-theme="light"</c> or <c>"dark"</c> on the root overrides the system.</summary>
    public static string Style =>
        $$"""
        :root { color-scheme: light dark; {{Light}} }
        @media (prefers-color-scheme: dark) { :root:not([data-theme="light"]) { {{Dark}} } }
        :root[data-theme="light"] { color-scheme: light; }
        :root[data-theme="dark"] { color-scheme: dark; {{Dark}} }
        @media print { :root, :root[data-theme="dark"] { color-scheme: light; {{Light}} } }
        """;

    const string Light = "--attune-ink:#1b2733; --attune-muted:#5b6875; --attune-grid:#e3e8ec; --attune-accent:#0072b2; --attune-soft:#9dbfd4; --attune-paper:#fff; --attune-page:#f6f8f9;"
        + " --attune-series-1:#0072b2; --attune-series-2:#d55e00; --attune-series-3:#009e73; --attune-series-4:#b3568a; --attune-series-5:#3a97d3; --attune-series-6:#b77f00;";
    const string Dark = "--attune-ink:#e8edf1; --attune-muted:#9fadb9; --attune-grid:#2f3b45; --attune-accent:#56b4e9; --attune-soft:#3d6480; --attune-paper:#1a2229; --attune-page:#12181d;"
        + " --attune-series-1:#56b4e9; --attune-series-2:#f0833a; --attune-series-3:#2fc79a; --attune-series-4:#e09cc4; --attune-series-5:#9ad0f5; --attune-series-6:#f0b73a;";

    /// <summary>The chart as one <c>&lt;svg&gt;</c> element.</summary>
    /// <param name="chart">What to draw.</param>
    /// <param name="width">Width in pixels, from 240; the height follows from the content. Default 720.</param>
    /// <exception cref="ArgumentOutOfRangeException">The width is below 240.</exception>
    public static string Draw(Chart chart, int width = 720)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 240);
        var canvas = new SvgCanvas(width, Plain.Line(chart.Title));
        var top = canvas.Head(Plain.Line(chart.Subtitle));
        return chart switch
        {
            Chart.Bars { Items.Count: > 0 } bars => BarsSvg.Draw(canvas, top, bars),
            Chart.Columns { Items.Count: > 0 } columns => ColumnsSvg.Draw(canvas, top, columns),
            Chart.Histogram { Counts.Count: > 0 } histogram => ColumnsSvg.Draw(canvas, top, histogram),
            Chart.Lines lines when lines.Series.Any(s => s.Points.Any(Drawable)) => LinesSvg.Draw(canvas, top, lines),
            _ => Nothing(canvas, top),
        };
    }

    internal static bool Drawable((double X, double Y) point) => double.IsFinite(point.X) && double.IsFinite(point.Y);

    static string Nothing(SvgCanvas canvas, double top)
    {
        canvas.Text(canvas.Width / 2, top + 30, "nothing to draw", anchor: "middle");
        return canvas.Close(top + 50, "nothing to draw");
    }
}
