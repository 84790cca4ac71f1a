namespace Attune;

/// <summary>The report of a model of clicks.</summary>
static class ClicksReport
{
    public static Report Of(ClickScores scores) => new($"{scores.Model} on click rows")
    {
        Lead = scores["auc"].Value is var auc && double.IsNaN(auc) ? $"auc of {scores.Model} is undefined: all rows are of one kind."
            : $"{scores.Model} reaches auc {Numbers.Of(auc, ValueFormat.Metric)} and log-loss {Numbers.Of(scores["log-loss"].Value, ValueFormat.Metric)} over {Numbers.Of(scores.Rows, ValueFormat.Count)} rows.",
        Facts = [new("rows", scores.Rows, ValueFormat.Count), new("clicked", scores.Rows == 0 ? double.NaN : (double)scores.Clicks / scores.Rows, ValueFormat.Share), new("time to measure", scores.Seconds, ValueFormat.Seconds)],
        Sections =
        [
            new Section("Metrics") { Tables = [Metrics(scores)], Notes = [.. Intervals(scores), .. scores.Notes] },
            new Section("Are the probabilities true?") { Charts = [Reliability(scores)], Tables = [Bins(scores)] },
        ],
    };

    static Table Metrics(ClickScores scores) => new(["metric", new("value", ValueFormat.Metric), new(ScoresReport.Interval(scores.Confidence), ValueFormat.Metric)],
        scores.Metrics.Select(m => (IReadOnlyList<Cell>)[m.Metric, m.Value, Cell.Interval(m.Low, m.High)]));

    static IEnumerable<string> Intervals(ClickScores scores)
    {
        if (scores.Metrics.Any(m => double.IsFinite(m.Low))) yield return $"Intervals are those of resampled {(scores.ByUser ? "users" : "rows")}.";
        if (double.IsFinite(scores.AucDeviation)) yield return $"After DeLong the standard deviation of auc is {Numbers.Of(scores.AucDeviation, ValueFormat.Metric)} over rows.";
    }

    static Chart.Lines Reliability(ClickScores scores)
    {
        (double X, double Y)[] points = [.. scores.Reliability.Where(b => b.Weight > 0).Select(b => (b.Predicted, b.Observed))];
        var most = points.Length == 0 ? 1 : points.Max(p => Math.Max(p.X, p.Y));
        return new Chart.Lines("Reliability", [new Chart.Line("observed", points), new Chart.Line("perfect", [(0, 0), (most, most)]) { Reference = true }])
        {
            Subtitle = "from left to right what was predicted, upwards the share that was clicked; each point stands for equally many rows",
            Format = ValueFormat.Share,
            XFormat = ValueFormat.Share,
        };
    }

    static Table Bins(ClickScores scores) => new([new("from", ValueFormat.Metric), new("to", ValueFormat.Metric), new("rows", ValueFormat.Count), new("predicted", ValueFormat.Metric), new("observed", ValueFormat.Metric)],
        scores.Reliability.Select(b => (IReadOnlyList<Cell>)[b.Low, b.High, b.Weight, b.Predicted, b.Observed])) { Caption = "What the chart is made of", Folded = true };
}
