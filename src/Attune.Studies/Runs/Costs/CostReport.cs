namespace Attune.Studies;

/// <summary>Quality beside cost: what patterns of layers reach for the memory and the operations that they take.</summary>
static class CostReport
{
    const string Softmax = "softmax";

    internal static IEnumerable<Table> Tables(Study study, CellResult[] here)
    {
        var costs = Costs(here);
        if (costs.Count == 0) yield break;
        var metric = MetricOf(study, here);
        yield return new Table(["model", "pattern", new("mixing of an item, operations", ValueFormat.Count), new("state, bytes", ValueFormat.Count), new("keys and values, bytes", ValueFormat.Count), new(study.Metrics[metric].Name, ValueFormat.Metric), new("seconds of an epoch", ValueFormat.Number)],
            costs.Select(c => (IReadOnlyList<Cell>)[c.Model, c.Cost.Pattern, c.Cost.Flops, c.Cost.State, c.Cost.KeyValue, c.Results.Average(r => r.Values[metric]), c.Results.Average(r => r.Epochs > 0 ? r.FitSeconds / r.Epochs : double.NaN)]))
        { Caption = "What a pattern costs, forward, after as many items as are read; the seconds are those of a machine that did other work, too" };
    }

    /// <summary>Two charts, by memory and by operations: one line for each mixer, from no full attention to full attention alone, and the front of those that nothing cheaper reaches.</summary>
    internal static IEnumerable<Chart> Charts(Study study, CellResult[] here)
    {
        var costs = Costs(here);
        if (costs.Count < 3) yield break;
        var metric = MetricOf(study, here);
        var several = costs.Select(c => c.Cost.Size).Distinct().Count() > 1;
        foreach (var (title, across, x) in new (string, string, Func<CostNote, double>)[]
        {
            ("the memory of a user", "KiB of states, keys and values after as many items as are read", c => (c.State + c.KeyValue) / 1024.0),
            ("the work of an item", "operations of mixing one item, forward, after as many as are read", c => c.Flops),
        })
        {
            Chart.Line[] lines = [.. Mixers(costs).Select(g => new Chart.Line(several ? $"{g.Mixer} {g.Size}" : g.Mixer, Points(g.Patterns, x)))];
            if (lines.Length == 0) yield break;
            yield return new Chart.Lines($"{study.Metrics[metric].Name} by {title}", [.. lines, new Chart.Line("front", Front(Points(costs, x))) { Reference = true }])
            {
                Subtitle = $"{study.Metrics[metric].Name} (upwards) by {across} (across); a line goes from a mixer alone to full attention, the front joins those that nothing cheaper reaches",
                XFormat = ValueFormat.Number,
                Format = ValueFormat.Metric,
            };
        }

        IReadOnlyList<(double X, double Y)> Points(IEnumerable<Costed> group, Func<CostNote, double> x) => [.. group.Select(c => (X: x(c.Cost), Y: c.Results.Average(r => r.Values[metric]))).OrderBy(p => p.X)];
    }

    // Of models with one pattern the study's first stands for it: a variant without a convolution is no step towards full attention.
    static IEnumerable<(string Mixer, string Size, Costed[] Patterns)> Mixers(List<Costed> costs) => costs.Where(c => c.Cost.Mixer != Softmax).GroupBy(c => (c.Cost.Mixer, c.Cost.Size))
        .Select(g => (g.Key.Mixer, g.Key.Size, (Costed[])[.. g.DistinctBy(c => c.Cost.Pattern), .. costs.Where(c => c.Cost.Mixer == Softmax && c.Cost.Size == g.Key.Size)])).Where(g => g.Item3.Length > 1);

    /// <summary>The points that no other with as low a cost reaches or passes, by rising cost.</summary>
    internal static IReadOnlyList<(double X, double Y)> Front(IEnumerable<(double X, double Y)> points)
    {
        var front = new List<(double X, double Y)>();
        foreach (var point in points.OrderBy(p => p.X).ThenByDescending(p => p.Y))
            if (front.Count == 0 || point.Y > front[^1].Y) front.Add(point);
        return front;
    }

    static List<Costed> Costs(CellResult[] here) =>
        [.. here.GroupBy(r => r.Cell.Model).Select(g => (g.Key, Cost: CostNote.Read(g.SelectMany(r => r.Notes)), Results: g.ToArray())).Where(c => c.Cost is not null).Select(c => new Costed(c.Key, c.Cost!, c.Results))];

    // The first metric that the data has.
    static int MetricOf(Study study, CellResult[] here) => Math.Max(0, Enumerable.Range(0, study.Metrics.Count).FirstOrDefault(m => here.Any(r => double.IsFinite(r.Values[m]))));

    sealed record Costed(string Model, CostNote Cost, CellResult[] Results);
}
