namespace Attune;

/// <summary>A chart as plain data. <see cref="ChartSvg"/> draws it; the text writers make a small drawing of blocks.</summary>
/// <param name="Title">What it shows.</param>
public abstract record Chart(string Title)
{
    /// <summary>One sentence below the title, such as what the axes are; empty for none.</summary>
    public string Subtitle { get; init; } = "";

    /// <summary>What the values are. Default: numbers.</summary>
    public ValueFormat Format { get; init; } = ValueFormat.Number;

    /// <summary>Horizontal bars from zero, from top to bottom.</summary>
    public sealed record Bars(string Title, IReadOnlyList<Bar> Items) : Chart(Title);

    /// <summary>One bar: a label, a value (NaN: undefined) and, where there is one, an interval drawn as a whisker.</summary>
    public sealed record Bar(string Label, double Value, double Low = double.NaN, double High = double.NaN)
    {
        /// <summary>Whether it stands out from the others.</summary>
        public bool Strong { get; init; }
    }

    /// <summary>Upright columns from zero, one per label: events per month, ratings per star.</summary>
    public sealed record Columns(string Title, IReadOnlyList<(string Label, double Value)> Items) : Chart(Title);

    /// <summary>Counts between edges; one more edge than counts.</summary>
    public sealed record Histogram(string Title, IReadOnlyList<double> Edges, IReadOnlyList<int> Counts) : Chart(Title)
    {
        /// <summary>What the edges are. Default: numbers.</summary>
        public ValueFormat EdgeFormat { get; init; } = ValueFormat.Number;

        /// <summary>The histogram of these values over about <paramref name="bins"/> bins with round edges; NaN and ∞ are left out.</summary>
        public static Histogram Of(string title, IEnumerable<double> values, int bins = 20)
        {
            double[] finite = [.. values.Where(double.IsFinite)];
            if (finite.Length == 0) return new Histogram(title, [], []);
            var axis = Axis.Cover(finite.Min(), finite.Max(), Math.Max(1, bins));
            var counts = new int[axis.Ticks.Count - 1];
            foreach (var value in finite) counts[Math.Clamp((int)((value - axis.Low) / axis.Step), 0, counts.Length - 1)]++;
            return new Histogram(title, axis.Ticks, counts) { Format = ValueFormat.Count };
        }
    }

    /// <summary>Lines over a common horizontal axis, each with its name written at its end.</summary>
    public sealed record Lines(string Title, IReadOnlyList<Line> Series) : Chart(Title)
    {
        /// <summary>What the horizontal values are. Default: numbers.</summary>
        public ValueFormat XFormat { get; init; } = ValueFormat.Number;

        /// <summary>Points with a remark.</summary>
        public IReadOnlyList<(double X, double Y, string Label)> Marks { get; init; } = [];

        /// <summary>The upward scale. It begins at zero, unless there is no area and everything lies so far above it that differences could not be seen.</summary>
        internal Axis Up(int parts)
        {
            const double Far = 0.4;
            double[] values = [.. Series.SelectMany(s => s.Points).Where(p => double.IsFinite(p.X) && double.IsFinite(p.Y)).Select(p => p.Y)];
            var (low, high) = values.Length > 0 ? (values.Min(), values.Max()) : (0, 1);
            return Axis.Cover(low > Far * high && Series.All(s => !s.Area) ? low : Math.Min(0, low), high, parts);
        }
    }

    /// <summary>One line: points in ascending order of x; NaN leaves a gap.</summary>
    public sealed record Line(string Name, IReadOnlyList<(double X, double Y)> Points)
    {
        /// <summary>Whether it is only there to compare with: thin and dashed, named in its middle.</summary>
        public bool Reference { get; init; }

        /// <summary>Whether the area below it is filled.</summary>
        public bool Area { get; init; }
    }
}
