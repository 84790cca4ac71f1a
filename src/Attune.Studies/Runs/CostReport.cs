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

    /// <summary>One line for each mixer, from no full attention to full attention alone.</summary>
    internal static IEnumerable<Chart> Charts(Study study, CellResult[] here)
    {
        var costs = Costs(here);
        if (costs.Count < 3) yield break;
        var metric = MetricOf(study, here);
        // Of models with one pattern the study's first stands for it: a variant without a convolution is no step towards full attention.
        var several = costs.Select(c => c.Cost.Size).Distinct().Count() > 1;
        Chart.Line[] lines = [.. costs.Where(c => c.Cost.Mixer != Softmax).GroupBy(c => (c.Cost.Mixer, c.Cost.Size))
            .Select(g => new Chart.Line(several ? $"{g.Key.Mixer} {g.Key.Size}" : g.Key.Mixer, Points(g.DistinctBy(c => c.Cost.Pattern).Concat(costs.Where(c => c.Cost.Mixer == Softmax && c.Cost.Size == g.Key.Size))))).Where(l => l.Points.Count > 1)];
        if (lines.Length == 0) yield break;
        yield return new Chart.Lines($"{study.Metrics[metric].Name} by the memory of a user", lines)
        {
            Subtitle = $"{study.Metrics[metric].Name} (upwards) by KiB of states, keys and values after as many items as are read (across); a line goes from a mixer alone to full attention",
            XFormat = ValueFormat.Number,
            Format = ValueFormat.Metric,
        };

        IReadOnlyList<(double X, double Y)> Points(IEnumerable<(string Model, CostNote Cost, CellResult[] Results)> group) =>
            [.. group.Select(c => (X: (c.Cost.State + c.Cost.KeyValue) / 1024.0, Y: c.Results.Average(r => r.Values[metric]))).OrderBy(p => p.X)];
    }

    static List<(string Model, CostNote Cost, CellResult[] Results)> Costs(CellResult[] here) =>
        [.. here.GroupBy(r => r.Cell.Model).Select(g => (g.Key, Cost: CostNote.Read(g.SelectMany(r => r.Notes)), g.ToArray())).Where(c => c.Cost is not null).Select(c => (c.Key, c.Cost!, c.Item3))];

    // The first metric that the data has.
    static int MetricOf(Study study, CellResult[] here) => Math.Max(0, Enumerable.Range(0, study.Metrics.Count).FirstOrDefault(m => here.Any(r => double.IsFinite(r.Values[m]))));
}
