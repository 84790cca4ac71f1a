namespace Attune;

/// <summary>Upright columns over labels, and histograms over edges.</summary>
static class ColumnsSvg
{
    const double PlotHeight = 200, TickSize = 11;

    public static string Draw(SvgCanvas canvas, double top, Chart.Columns chart)
    {
        var frame = Frame(canvas, top, chart.Items.Select(c => c.Value), chart.Format);
        var slot = frame.Width / chart.Items.Count;
        var width = Math.Min(64, slot * 0.76);
        var values = chart.Items.Select(c => Numbers.Of(c.Value, chart.Format)).ToArray();
        var room = values.Max(v => SvgCanvas.Measure(v, TickSize)) + 4 <= slot;
        var largest = chart.Items.Where(c => double.IsFinite(c.Value)).Select(c => c.Value).DefaultIfEmpty(double.NaN).Max();
        for (var i = 0; i < chart.Items.Count; i++)
        {
            var (label, value) = chart.Items[i];
            Column(canvas, frame, frame.Left + slot * (i + 0.5) - width / 2, width, value, value == largest || room ? SvgCanvas.Accent : SvgCanvas.Soft, $"{label}: {values[i]}");
            if (room || value == largest) Above(canvas, frame, frame.Left + slot * (i + 0.5), value, values[i]);
        }
        Labels(canvas, frame, [.. chart.Items.Select((c, i) => (frame.Left + slot * (i + 0.5), Plain.Line(c.Label)))]);
        return canvas.Close(frame.Bottom + 26, string.Join("; ", chart.Items.Select((c, i) => $"{c.Label}: {values[i]}")));
    }

    public static string Draw(SvgCanvas canvas, double top, Chart.Histogram chart)
    {
        var frame = Frame(canvas, top, chart.Counts.Select(c => (double)c), ValueFormat.Count);
        var axis = new Axis(chart.Edges[0], chart.Edges[^1], chart.Edges[1] - chart.Edges[0], chart.Edges);
        double X(double edge) => frame.Left + axis.Part(edge) * frame.Width;
        string Bin(int i) => $"{Numbers.Of(chart.Edges[i], chart.EdgeFormat)} – {Numbers.Of(chart.Edges[i + 1], chart.EdgeFormat)}: {Numbers.Of(chart.Counts[i], ValueFormat.Count)}";
        for (var i = 0; i < chart.Counts.Count; i++)
            Column(canvas, frame, X(chart.Edges[i]) + 0.5, X(chart.Edges[i + 1]) - X(chart.Edges[i]) - 1, chart.Counts[i], SvgCanvas.Accent, Bin(i));
        Labels(canvas, frame, [.. chart.Edges.Select(e => (X(e), axis.Label(e, chart.EdgeFormat)))]);
        return canvas.Close(frame.Bottom + 26, string.Join("; ", Enumerable.Range(0, chart.Counts.Count).Select(Bin)));
    }

    sealed record Area(Axis Axis, double Left, double Width, double Top, double Bottom)
    {
        public double Y(double value) => Bottom - Axis.Part(value) * (Bottom - Top);
    }

    static Area Frame(SvgCanvas canvas, double top, IEnumerable<double> values, ValueFormat format)
    {
        var finite = values.Where(double.IsFinite).Append(0).ToArray();
        var axis = Axis.Cover(finite.Min(), finite.Max(), format == ValueFormat.Count ? (int)Math.Clamp(finite.Max(), 1, 4) : 4);
        var left = axis.Ticks.Max(t => SvgCanvas.Measure(axis.Label(t, format), TickSize)) + 10;
        var frame = new Area(axis, left, canvas.Width - left - 12, top + 12, top + 12 + PlotHeight);
        foreach (var tick in axis.Ticks)
        {
            canvas.Line(left, frame.Y(tick), canvas.Width - 12, frame.Y(tick), tick == 0 ? SvgCanvas.Muted : SvgCanvas.Grid);
            canvas.Text(left - 8, frame.Y(tick) + 4, axis.Label(tick, format), size: TickSize, anchor: "end");
        }
        return frame;
    }

    static void Column(SvgCanvas canvas, Area frame, double x, double width, double value, string colour, string tip)
    {
        if (!double.IsFinite(value)) return;
        var (from, to) = (frame.Y(Math.Max(0, value)), frame.Y(Math.Min(0, value)));
        canvas.Box(x, from, width, to - from, colour, tip);
    }

    static void Above(SvgCanvas canvas, Area frame, double x, double value, string text)
    {
        var half = SvgCanvas.Measure(text, TickSize) / 2;
        canvas.Text(Math.Clamp(x, half, canvas.Width - half), frame.Y(double.IsFinite(value) ? Math.Max(0, value) : 0) - 5, text, SvgCanvas.Ink, TickSize, "middle", halo: true);
    }

    // Every k-th label, k the smallest at which neighbours keep a gap.
    static void Labels(SvgCanvas canvas, Area frame, (double X, string Text)[] labels)
    {
        var widest = Math.Min(frame.Width * 0.6, labels.Max(l => SvgCanvas.Measure(l.Text, TickSize)));
        var spacing = labels.Length > 1 ? labels[1].X - labels[0].X : frame.Width;
        var every = Math.Max(1, (int)Math.Ceiling((widest + 10) / spacing));
        for (var i = 0; i < labels.Length; i += every)
        {
            var text = Plain.Shorten(labels[i].Text, frame.Width * 0.6, t => SvgCanvas.Measure(t, TickSize));
            var half = SvgCanvas.Measure(text, TickSize) / 2;
            canvas.Text(Math.Clamp(labels[i].X, half, Math.Max(half, canvas.Width - half)), frame.Bottom + 17, text, size: TickSize, anchor: "middle");
        }
    }
}
