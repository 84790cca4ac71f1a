namespace Attune;

/// <summary>Horizontal bars: labels on the left, values at the ends, whiskers for intervals.</summary>
static class BarsSvg
{
    const double TextSize = 13;

    public static string Draw(SvgCanvas canvas, double top, Chart.Bars chart)
    {
        var labels = Labels(chart, canvas.Width * 0.38);
        var values = chart.Items.Select(b => Numbers.Of(b.Value, chart.Format)).ToArray();
        var left = labels.Max(l => l.Max(Measure)) + 12;
        var right = values.Max(Measure) + 14;
        var ends = chart.Items.SelectMany(b => new[] { b.Value, b.Low, b.High }).Where(double.IsFinite).Append(0).ToArray();
        var axis = Axis.Cover(ends.Min(), ends.Max(), canvas.Width < 480 ? 3 : 5);
        double X(double value) => left + axis.Part(value) * (canvas.Width - left - right);
        var row = labels.Any(l => l.Count > 1) ? 40.0 : chart.Items.Count > 30 ? 22 : 30;
        var bottom = top + row * chart.Items.Count + 4;
        Scale(canvas, axis, chart.Format, X, top, bottom);
        for (var i = 0; i < chart.Items.Count; i++)
            Item(canvas, chart.Items[i], labels[i], values[i], chart.Format, X, left, top + row * (i + 0.5), Math.Min(18, row - 8));
        canvas.Line(X(0), top, X(0), bottom, SvgCanvas.Muted);
        return canvas.Close(bottom + 24, string.Join("; ", chart.Items.Select((b, i) => $"{b.Label}: {values[i]}")));
    }

    static double Measure(string text) => SvgCanvas.Measure(text, TextSize, bold: true);

    static IReadOnlyList<string>[] Labels(Chart.Bars chart, double room) => [.. chart.Items.Select(b =>
        Plain.Wrap(b.Label, room, Measure) is { Count: > 2 } lines ? [lines[0], Plain.Shorten(string.Join(' ', lines.Skip(1)), room, Measure)] : Plain.Wrap(b.Label, room, Measure))];

    static void Scale(SvgCanvas canvas, Axis axis, ValueFormat format, Func<double, double> x, double top, double bottom)
    {
        foreach (var tick in axis.Ticks)
        {
            canvas.Line(x(tick), top, x(tick), bottom, SvgCanvas.Grid);
            canvas.Text(x(tick), bottom + 16, axis.Label(tick, format), size: 11, anchor: "middle");
        }
    }

    static void Item(SvgCanvas canvas, Chart.Bar bar, IReadOnlyList<string> label, string value, ValueFormat format, Func<double, double> x, double left, double middle, double thickness)
    {
        for (var l = 0; l < label.Count; l++)
            canvas.Text(left - 10, middle + 4.5 + (l - (label.Count - 1) / 2.0) * 15, label[l], SvgCanvas.Ink, TextSize, "end", bar.Strong);
        var interval = double.IsFinite(bar.Low) && double.IsFinite(bar.High);
        var end = x(0);
        if (double.IsFinite(bar.Value))
        {
            var (from, to) = (Math.Min(x(0), x(bar.Value)), Math.Max(x(0), x(bar.Value)));
            var tip = $"{bar.Label}: {Numbers.Of(interval ? Cell.Estimate(bar.Value, bar.Low, bar.High) : bar.Value, format)}";
            canvas.Box(from, middle - thickness / 2, to - from, thickness, bar.Strong ? SvgCanvas.Accent : SvgCanvas.Soft, tip);
            end = to;
        }
        if (interval)
        {
            Whisker(canvas, x(bar.Low), x(bar.High), middle);
            end = Math.Max(end, x(bar.High));
        }
        canvas.Text(end + 7, middle + 4.5, value, SvgCanvas.Ink, TextSize, bold: bar.Strong, halo: true);
    }

    static void Whisker(SvgCanvas canvas, double low, double high, double y)
    {
        canvas.Line(low, y, high, y, SvgCanvas.Ink, 1.5);
        canvas.Line(low, y - 4, low, y + 4, SvgCanvas.Ink, 1.5);
        canvas.Line(high, y - 4, high, y + 4, SvgCanvas.Ink, 1.5);
    }
}
