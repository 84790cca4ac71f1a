using System.Globalization;

namespace Attune.Studies;

/// <summary>What optimizers reach with which batches and step sizes: of several step sizes the one whose training was watched best stands for its optimizer and batch.</summary>
static class OptimizerReport
{
    internal static IEnumerable<Table> Tables(Study study, StudyData data, CellResult[] here)
    {
        var all = Tried(study, data, here);
        if (!IsComparison(all)) yield break;
        IMetric[] metrics = [.. study.Metrics.Where(m => StudyMetric.IsOf(m, data))];
        yield return new Table(["optimizer", new("batch", ValueFormat.Count), new("step size", ValueFormat.Number), new("tried", ValueFormat.Count), "at an end", .. metrics.Select(m => new Column(m.Name, ValueFormat.Metric)), new("spread", ValueFormat.Metric), new("seconds of a pass", ValueFormat.Number), new("state, bytes", ValueFormat.Count)],
            Best(all).Select(b => (IReadOnlyList<Cell>)
            [
                b.Note.Optimizer, b.Note.Batch, b.Note.Rate, Rates(all, b).Length, IsAtAnEnd(all, b) ? "yes" : "no", .. metrics.Select(m => (Cell)b.Mean(Index(study, m))), Spread(study, data, all, b), b.Results.Average(r => r.Epochs > 0 ? r.FitSeconds / r.Epochs : double.NaN), b.Note.State,
            ]))
        { Caption = $"The best step size of each optimizer and batch; at an end: the best one is the smallest or largest that was tried; spread: of {Main(study, data).Name} over the step sizes tried" };
    }

    internal static IEnumerable<Chart> Charts(Study study, StudyData data, CellResult[] here)
    {
        var all = Tried(study, data, here);
        if (!IsComparison(all)) yield break;
        var (best, main) = (Best(all), Main(study, data));
        var metric = Index(study, main);
        yield return Drawn("batch size", "the binary logarithm of the sequences in a step", best, b => Math.Log2(b.Note.Batch));
        yield return Drawn("training time", "seconds of a pass, in decimal logarithms; every line goes from the largest batch to the smallest", best, b => Math.Log10(b.Results.Average(r => r.FitSeconds / Math.Max(1, r.Epochs))));
        foreach (var batch in new[] { all.Min(t => t.Note.Batch), all.Max(t => t.Note.Batch) })
            yield return Drawn(Say($"step size in batches of {batch}"), "the step size after the warm-up, in decimal logarithms", [.. all.Where(t => t.Note.Batch == batch)], t => Math.Log10(t.Note.Rate));
        yield return new Chart.Bars("Memory of each optimizer", [.. all.DistinctBy(t => t.Note.Optimizer).Select(t => new Chart.Bar(t.Note.Optimizer, (t.Note.Weights + t.Note.State) / 1024.0))]) { Subtitle = "KiB of weights and of what the optimizer remembers of them" };

        Chart.Lines Drawn(string title, string across, IReadOnlyList<Trained> points, Func<Trained, double> x) =>
            new($"{main.Name} by {title}", [.. points.GroupBy(p => p.Note.Optimizer).Select(g => new Chart.Line(g.Key, [.. g.Select(p => (X: x(p), Y: p.Mean(metric))).OrderBy(p => p.X)]))])
            {
                Subtitle = $"{main.Name} (upwards; {(main.HigherIsBetter == true ? "more" : "less")} is better) by {across} (across)",
                XFormat = ValueFormat.Number,
                Format = ValueFormat.Metric,
            };
    }

    /// <summary>The trainings whose courses are worth drawing: the best of each optimizer and batch; all where nothing is compared.</summary>
    internal static CellResult[] Shown(Study study, StudyData data, CellResult[] here) =>
        Tried(study, data, here) is var all && IsComparison(all) ? [.. Best(all).GroupBy(b => b.Note.Batch).SelectMany(g => g.OrderBy(b => b.Watched).Take(2)).Select(b => b.Results[0])] : here;

    static bool IsComparison(List<Trained> all) => all.Select(t => (t.Note.Optimizer, t.Note.Batch)).Distinct().Count() > 1;

    static List<Trained> Tried(Study study, StudyData data, CellResult[] here)
    {
        var sign = TrialRun.Sign(data.Task is { } task ? StudyMetric.Watched(task) : study.Spec.WatchedMetric);
        return [.. here.GroupBy(r => r.Cell.Model).Select(g => (Note: OptimizerNote.Read(g.SelectMany(r => r.Notes)), Results: g.ToArray())).Where(g => g.Note is not null)
            .Select(g => new Trained(g.Note!, g.Results, g.Results[0].Curve.Count > 0 ? -g.Results[0].Curve.Max(p => sign * p.Value) : double.PositiveInfinity))];
    }

    static IReadOnlyList<Trained> Best(List<Trained> all) => [.. all.GroupBy(t => (t.Note.Optimizer, t.Note.Batch)).Select(g => g.MinBy(t => t.Watched)!)];

    static double[] Rates(List<Trained> all, Trained one) => [.. all.Where(t => t.Note.Optimizer == one.Note.Optimizer && t.Note.Batch == one.Note.Batch).Select(t => t.Note.Rate)];

    static bool IsAtAnEnd(List<Trained> all, Trained best) => Rates(all, best) is var rates && (best.Note.Rate == rates.Min() || best.Note.Rate == rates.Max());

    static double Spread(Study study, StudyData data, List<Trained> all, Trained one)
    {
        double[] values = [.. all.Where(t => t.Note.Optimizer == one.Note.Optimizer && t.Note.Batch == one.Note.Batch).Select(t => t.Mean(Index(study, Main(study, data))))];
        return values.Length > 1 ? values.Max() - values.Min() : double.NaN;
    }

    static IMetric Main(Study study, StudyData data) => study.Metrics.First(m => StudyMetric.IsOf(m, data));

    static int Index(Study study, IMetric metric) => study.Metrics.ToList().IndexOf(metric);

    static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    // Watched: the best of the first seed's course, the less the better.
    sealed record Trained(OptimizerNote Note, CellResult[] Results, double Watched)
    {
        internal double Mean(int metric) => Results.Average(r => r.Values[metric]);
    }
}
