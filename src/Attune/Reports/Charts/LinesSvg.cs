using System.Text;

namespace Attune;

/// <summary>Lines and areas over a numeric axis; names stand at the ends of their lines.</summary>
static class LinesSvg
{
    const double TickSize = 11, NameSize = 12;

    public static string Draw(SvgCanvas canvas, double top, Chart.Lines chart)
    {
        var frame = Frame(canvas, top, chart);
        Scale(canvas, frame, chart);
        var hue = 0;
        var names = new List<(double Y, string Name, string Colour)>();
        foreach (var line in chart.Series.Where(s => s.Points.Any(ChartSvg.Drawable)))
        {
            var colour = line.Reference ? SvgCanvas.Muted : SvgCanvas.Series(hue++);
            Curve(canvas, frame, line, colour);
            if (line.Reference) Middle(canvas, frame, line);
            else names.Add((frame.Y(line.Points.Last(ChartSvg.Drawable).Y), line.Name, colour));
        }
        Names(canvas, frame, names);
        foreach (var mark in chart.Marks.Where(m => ChartSvg.Drawable((m.X, m.Y)))) Mark(canvas, frame, mark.X, mark.Y, mark.Label);
        return canvas.Close(frame.Bottom + 26, Summary(chart));
    }

    sealed record Area(Axis Across, Axis Up, double Left, double Right, double Top, double Bottom)
    {
        public double X(double value) => Left + Across.Part(value) * (Right - Left);

        public double Y(double value) => Bottom - Up.Part(value) * (Bottom - Top);
    }

    static Area Frame(SvgCanvas canvas, double top, Chart.Lines chart)
    {
        (double X, double Y)[] points = [.. chart.Series.SelectMany(s => s.Points).Where(ChartSvg.Drawable)];
        var across = Axis.Cover(points.Min(p => p.X), points.Max(p => p.X), canvas.Width < 480 ? 4 : 6);
        var up = chart.Up(5);
        var left = up.Ticks.Max(t => SvgCanvas.Measure(up.Label(t, chart.Format), TickSize)) + 10;
        var names = chart.Series.Where(s => !s.Reference).Select(s => Measure(Plain.Line(s.Name))).DefaultIfEmpty(0).Max();
        var half = SvgCanvas.Measure(across.Label(across.High, chart.XFormat), TickSize) / 2;
        return new Area(across, up, left, canvas.Width - Math.Max(half + 2, Math.Min(names + 12, canvas.Width * 0.3)), top + 8, top + 8 + Math.Clamp(canvas.Width * 0.42, 180, 280));
    }

    static void Scale(SvgCanvas canvas, Area frame, Chart.Lines chart)
    {
        foreach (var tick in frame.Up.Ticks)
        {
            canvas.Line(frame.Left, frame.Y(tick), frame.Right, frame.Y(tick), tick == Math.Max(0, frame.Up.Low) ? SvgCanvas.Muted : SvgCanvas.Grid);
            canvas.Text(frame.Left - 8, frame.Y(tick) + 4, frame.Up.Label(tick, chart.Format), size: TickSize, anchor: "end");
        }
        foreach (var tick in frame.Across.Ticks)
        {
            canvas.Line(frame.X(tick), frame.Bottom, frame.X(tick), frame.Bottom + 4, SvgCanvas.Muted);
            canvas.Text(frame.X(tick), frame.Bottom + 18, frame.Across.Label(tick, chart.XFormat), size: TickSize, anchor: "middle");
        }
    }

    static void Curve(SvgCanvas canvas, Area frame, Chart.Line line, string colour)
    {
        foreach (var run in Runs(line.Points))
        {
            var path = new StringBuilder();
            foreach (var (x, y) in run) path.Append(FormattableString.Invariant($"{(path.Length == 0 ? 'M' : 'L')}{frame.X(x):0.#} {frame.Y(y):0.#}"));
            if (run.Count == 1) canvas.Dot(frame.X(run[0].X), frame.Y(run[0].Y), colour);
            if (line.Area) canvas.Area(FormattableString.Invariant($"{path}L{frame.X(run[^1].X):0.#} {frame.Y(0):0.#}L{frame.X(run[0].X):0.#} {frame.Y(0):0.#}Z"), colour);
            canvas.Path(path.ToString(), colour, line.Reference ? 1.25 : 2.25, line.Reference);
        }
    }

    // The stretches between gaps.
    static IEnumerable<List<(double X, double Y)>> Runs(IReadOnlyList<(double X, double Y)> points)
    {
        var run = new List<(double, double)>();
        foreach (var point in points)
        {
            if (ChartSvg.Drawable(point)) { run.Add(point); continue; }
            if (run.Count > 0) yield return run;
            run = [];
        }
        if (run.Count > 0) yield return run;
    }

    // Below the line, in its middle or as far left of it as the name needs.
    static void Middle(SvgCanvas canvas, Area frame, Chart.Line line)
    {
        var (first, last) = (line.Points.First(ChartSvg.Drawable), line.Points.Last(ChartSvg.Drawable));
        var ((x1, y1), (x2, y2)) = ((frame.X(first.X), frame.Y(first.Y)), (frame.X(last.X), frame.Y(last.Y)));
        var name = Plain.Shorten(Plain.Line(line.Name), frame.Right - frame.Left, t => SvgCanvas.Measure(t, TickSize));
        var start = Math.Min((x1 + x2) / 2 + 8, frame.Right - SvgCanvas.Measure(name, TickSize));
        var y = x2 > x1 ? Math.Max((y1 + y2) / 2, y1 + (y2 - y1) * (start - x1) / (x2 - x1)) : y1;
        canvas.Text(start, Math.Min(y + 14, frame.Bottom - 4), name, size: TickSize, halo: true);
    }

    static double Measure(string name) => SvgCanvas.Measure(name, NameSize, bold: true);

    // From top to bottom, each at least a line below the one before; what would leave the frame moves the whole stack up.
    static void Names(SvgCanvas canvas, Area frame, List<(double Y, string Name, string Colour)> names)
    {
        const double gap = 15;
        names.Sort((a, b) => a.Y.CompareTo(b.Y));
        var places = names.Select(n => n.Y).ToArray();
        for (var i = 1; i < places.Length; i++) places[i] = Math.Max(places[i], places[i - 1] + gap);
        for (var i = places.Length - 1; i >= 0; i--) places[i] = Math.Min(places[i], i == places.Length - 1 ? frame.Bottom : places[i + 1] - gap);
        for (var i = 0; i < places.Length; i++)
            canvas.Text(frame.Right + 7, places[i] + 4, Plain.Shorten(Plain.Line(names[i].Name), canvas.Width - frame.Right - 7, Measure), names[i].Colour, NameSize, bold: true);
    }

    static void Mark(SvgCanvas canvas, Area frame, double x, double y, string label)
    {
        var (px, py) = (frame.X(x), frame.Y(y));
        canvas.Dot(px, py, SvgCanvas.Series(0));
        var text = Plain.Shorten(Plain.Line(label), canvas.Width - frame.Left - 12, t => SvgCanvas.Measure(t, NameSize));
        var start = Math.Min(px + 9, canvas.Width - SvgCanvas.Measure(text, NameSize));
        canvas.Text(start, start < px + 9 ? py - 10 : py + 14, text, SvgCanvas.Ink, NameSize, halo: true);
    }

    static string Summary(Chart.Lines chart) => chart.Marks.Count > 0 ? string.Join("; ", chart.Marks.Select(m => m.Label)) : string.Join("; ", chart.Series.Select(s =>
        s.Points.Where(ChartSvg.Drawable).ToArray() is { Length: > 0 } p ? $"{s.Name}: from {Numbers.Of(p[0].Y, chart.Format)} to {Numbers.Of(p[^1].Y, chart.Format)}" : s.Name));
}
