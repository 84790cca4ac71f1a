using System.Text;

namespace Attune;

/// <summary>Draws charts with Unicode blocks and Braille dots for terminals; every line fits the width.</summary>
static class ChartText
{
    const int Height = 8;
    const string Eighths = " ▁▂▃▄▅▆▇█", Across = " ▏▎▍▌▋▊▉█";

    public static IEnumerable<string> Draw(Chart chart, int width)
    {
        string[] head = [.. new[] { chart.Title, chart.Subtitle }.Where(t => t.Length > 0).SelectMany(t => Plain.Wrap(t, width, Columns))];
        return head.Concat(chart switch
        {
            Chart.Bars { Items.Count: > 0 } bars => Bars(bars, width),
            Chart.Columns { Items.Count: > 0 } columns => Upright([.. columns.Items.Select(c => c.Value)], [.. columns.Items.Select(c => Plain.Line(c.Label))], chart.Format, width),
            Chart.Histogram { Counts.Count: > 0 } bins => Upright([.. bins.Counts.Select(c => (double)c)], [.. bins.Edges.Select(e => Numbers.Of(e, bins.EdgeFormat))], ValueFormat.Count, width),
            Chart.Lines lines when lines.Series.Any(s => s.Points.Any(ChartSvg.Drawable)) => Lines(lines, width),
            _ => ["(nothing to draw)"],
        });
    }

    static double Columns(string text) => Plain.Columns(text);

    static IEnumerable<string> Bars(Chart.Bars chart, int width)
    {
        string[] values = [.. chart.Items.Select(b => Numbers.Of(Estimate(b), chart.Format))];
        string[] labels = [.. chart.Items.Select(b => Plain.Shorten(Plain.Line(b.Label), width / 3, Columns))];
        var label = labels.Max(Plain.Columns);
        var room = Math.Max(4, width - label - values.Max(Plain.Columns) - 4);
        var largest = chart.Items.Select(b => Math.Abs(b.Value)).Where(double.IsFinite).DefaultIfEmpty(0).Max();
        return chart.Items.Select((b, i) => $"{labels[i]}{new string(' ', label - Plain.Columns(labels[i]))}  {Bar(b.Value, largest, room)}  {values[i]}");
    }

    static Cell Estimate(Chart.Bar bar) => double.IsFinite(bar.Low) && double.IsFinite(bar.High) ? Cell.Estimate(bar.Value, bar.Low, bar.High) : bar.Value;

    static string Bar(double value, double largest, int room)
    {
        if (!double.IsFinite(value) || largest == 0) return new string(' ', room);
        var eighths = (int)Math.Round(Math.Abs(value) / largest * room * 8);
        var text = new string('█', eighths / 8) + (eighths % 8 > 0 ? Across[eighths % 8] : "");
        return text.PadRight(room);
    }

    // More columns than places are added up in groups of equal size, and the caption says so.
    static IEnumerable<string> Upright(double[] values, string[] labels, ValueFormat format, int width)
    {
        var group = (values.Length + width - 1) / width;
        double[] heights = [.. values.Select(v => double.IsFinite(v) ? Math.Max(0, v) : 0).Chunk(group).Select(c => c.Sum())];
        var each = Math.Clamp(width / heights.Length, 1, 4);
        var largest = heights.Max();
        for (var row = Height - 2; row > 0; row--)
            yield return string.Concat(heights.Select(h => Block(h, largest, row, each))).TrimEnd();
        var (first, last) = (labels[0], labels[^1]);
        var fill = Math.Max(1, heights.Length * each - (each > 1 ? 1 : 0) - Plain.Columns(first) - Plain.Columns(last));
        yield return first + new string(' ', fill) + last;
        yield return $"highest {Numbers.Of(largest, format)}{(group > 1 ? $"; {group} values to a column" : "")}";
    }

    static string Block(double height, double largest, int row, int each)
    {
        var eighths = largest > 0 ? height / largest * (Height - 2) * 8 - (row - 1) * 8 : 0;
        var block = Eighths[(int)Math.Clamp(height > 0 && row == 1 ? Math.Max(1, eighths) : eighths, 0, 8)];
        return each == 1 ? block.ToString() : new string(block, each - 1) + " ";
    }

    static IEnumerable<string> Lines(Chart.Lines chart, int width)
    {
        (double X, double Y)[] points = [.. chart.Series.SelectMany(s => s.Points).Where(ChartSvg.Drawable)];
        var across = Axis.Cover(points.Min(p => p.X), points.Max(p => p.X));
        var up = chart.Up(4);
        string[] ends = [up.Label(up.High, chart.Format), up.Label(up.Low, chart.Format)];
        var margin = ends.Max(e => e.Length);
        var grid = new Braille(Math.Clamp(width - margin - 2, 8, 60), Height);
        foreach (var series in chart.Series) grid.Draw([.. series.Points.Select(p => ChartSvg.Drawable(p) ? (across.Part(p.X), up.Part(p.Y)) : (double.NaN, double.NaN))], series.Reference);
        for (var row = 0; row < Height; row++)
            yield return $"{(row == 0 ? ends[0] : row == Height - 1 ? ends[1] : "").PadLeft(margin)} ┤{grid.Row(row)}".TrimEnd();
        var (low, high) = (across.Label(across.Low, chart.XFormat), across.Label(across.High, chart.XFormat));
        yield return new string(' ', margin + 2) + low + new string(' ', Math.Max(1, grid.Width - low.Length - high.Length)) + high;
        foreach (var name in chart.Series.Where(s => s.Name.Length > 0)) yield return $"{(name.Reference ? "┄" : "─")} {Plain.Shorten(Plain.Line(name.Name), width - 2, Columns)}";
        foreach (var mark in chart.Marks) yield return $"• {Plain.Shorten(Plain.Line(mark.Label), width - 2, Columns)}";
    }

    // A grid of characters with 2 × 4 dots each.
    sealed class Braille(int width, int height)
    {
        static readonly int[,] Dots = { { 0x01, 0x02, 0x04, 0x40 }, { 0x08, 0x10, 0x20, 0x80 } };
        readonly byte[,] _cells = new byte[height, width];

        public int Width => width;

        public string Row(int row)
        {
            var text = new StringBuilder(width);
            for (var c = 0; c < width; c++) text.Append(_cells[row, c] == 0 ? ' ' : (char)(0x2800 + _cells[row, c]));
            return text.ToString();
        }

        // One dot per column of dots and what it takes to join them, one for a point between gaps; of a reference every third.
        public void Draw((double X, double Y)[] points, bool reference)
        {
            for (var i = 0; i + 1 < points.Length; i++)
            {
                var ((x1, y1), (x2, y2)) = (points[i], points[i + 1]);
                if (double.IsNaN(x1) || double.IsNaN(x2)) continue;
                var steps = 1 + (int)Math.Max(Math.Abs(x2 - x1) * width * 2, Math.Abs(y2 - y1) * height * 4);
                for (var s = 0; s <= steps; s++) Set(x1 + (x2 - x1) * s / steps, y1 + (y2 - y1) * s / steps, reference);
            }
            for (var i = 0; i < points.Length; i++)
                if (!IsGap(i) && IsGap(i - 1) && IsGap(i + 1)) Set(points[i].X, points[i].Y, false);

            bool IsGap(int i) => i < 0 || i == points.Length || double.IsNaN(points[i].X);
        }

        void Set(double x, double y, bool sparse)
        {
            var (column, row) = ((int)Math.Round(x * (width * 2 - 1)), (int)Math.Round((1 - y) * (height * 4 - 1)));
            if (sparse && column % 4 != 0) return;
            _cells[row / 4, column / 2] |= (byte)Dots[column % 2, row % 4];
        }
    }
}
