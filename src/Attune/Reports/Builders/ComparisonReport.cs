namespace Attune;

/// <summary>The report of several models side by side.</summary>
static class ComparisonReport
{
    // All rows of a comparison are measured alike.
    static double Confidence(Comparison comparison) => comparison.Rows.Count > 0 ? comparison.Rows[0].Scores.Confidence : 0.95;

    // Below 1 − confidence, a corrected p-value counts as a difference.
    static bool IsShown(Comparison comparison, PairedTest test) => test.AdjustedP < 1 - Confidence(comparison);

    public static Report Of(Comparison comparison)
    {
        string[] splits = [.. comparison.Rows.Select(r => r.Split).Distinct()];
        var models = comparison.Rows.Select(r => r.Model).Distinct().Count();
        return new Report($"Comparison of {models} {(models == 1 ? "model" : "models")}")
        {
            Lead = string.Join(' ', splits.Select(s => Lead(comparison, s)).Where(s => s.Length > 0)),
            Facts = [.. Facts(comparison, splits, models)],
            Sections = [.. splits.Select(s => OfSplit(comparison, s)), .. Flips(comparison, splits), .. Notes(comparison)],
        };
    }

    static ComparedModel[] Rows(Comparison comparison, string split) => [.. comparison.Rows.Where(r => r.Split == split)];

    static MetricScore Score(ComparedModel row, string metric) => row.Scores.Metrics.FirstOrDefault(m => m.Metric == metric) ?? new MetricScore(metric, double.NaN, double.NaN, double.NaN, 0);

    // The models that have a value, the best first; none where neither end of the metric is good.
    static ComparedModel[] Ordered(Comparison comparison, string split, string metric)
    {
        var defined = Rows(comparison, split).Where(r => double.IsFinite(Score(r, metric).Value));
        return Direction.Of(metric) switch
        {
            true => [.. defined.OrderByDescending(r => Score(r, metric).Value)],
            false => [.. defined.OrderBy(r => Score(r, metric).Value)],
            null => [],
        };
    }

    static string Lead(Comparison comparison, string split)
    {
        if (comparison.Metrics is not [var metric, ..] || Ordered(comparison, split, metric) is not [var first, .. var rest]) return "";
        var lead = $"Under {split}, {first.Model} has the best {metric}: {Numbers.Of(Score(first, metric).Value, ValueFormat.Metric)}";
        var test = rest is [var second, ..] ? comparison.Tests.FirstOrDefault(t => t.Split == split && t.Metric == metric && (t.A, t.B) is var pair && (pair == (first.Model, second.Model) || pair == (second.Model, first.Model))) : null;
        if (test is null || double.IsNaN(test.AdjustedP)) return lead + ".";
        var p = $"adjusted p {(test.AdjustedP < 0.001 ? "" : "= ")}{Numbers.Of(test.AdjustedP, ValueFormat.Probability)}".Replace(" <", " < ", StringComparison.Ordinal);
        return lead + (IsShown(comparison, test) ? $", ahead of {rest[0].Model} ({p})." : $"; a difference to {rest[0].Model} is not shown ({p}).");
    }

    static IEnumerable<Fact> Facts(Comparison comparison, string[] splits, int models)
    {
        if (splits is [var split, ..] && comparison.Metrics is [var metric, ..] && Ordered(comparison, split, metric) is [var best, ..])
        {
            yield return new Fact("best model", best.Model) { Detail = splits.Length > 1 ? $"under {split}" : "" };
            yield return ScoresReport.Headline(Score(best, metric), best.Scores.Confidence);
        }
        yield return new Fact("models", models, ValueFormat.Count);
        if (comparison.Rows.Count > 0) yield return new Fact("test users", comparison.Rows[0].Scores.Users, ValueFormat.Count) { Detail = splits.Length > 1 ? $"under {splits[0]}" : "" };
        if (splits.Length > 1) yield return new Fact("order flips", comparison.Flips.Count, ValueFormat.Count) { Detail = $"between {splits.Length} ways to split" };
    }

    static Section OfSplit(Comparison comparison, string split)
    {
        var rows = Rows(comparison, split);
        return new Section($"Split {split}")
        {
            Charts = comparison.Metrics is [var main, ..] ? [Bars(rows, main)] : [],
            Tables = [Models(comparison.Metrics, rows), .. Seeds(comparison.Metrics, rows), .. Tests(comparison, split)],
        };
    }

    static Chart.Bars Bars(ComparedModel[] rows, string metric)
    {
        var best = Direction.Best(metric, rows.Select(r => Score(r, metric).Value));
        return new Chart.Bars(metric, [.. rows.Select(r => Bar(r.Model, Score(r, metric), best))])
        {
            Subtitle = (Direction.Of(metric) switch { true => "more is better; ", false => "less is better; ", null => "" }) + $"whiskers: {ScoresReport.Interval(rows[0].Scores.Confidence)}",
            Format = ValueFormat.Metric,
        };
    }

    static Chart.Bar Bar(string model, MetricScore score, double best) => new(model, score.Value, score.Low, score.High) { Strong = score.Value == best };

    static Table Models(IReadOnlyList<string> metrics, ComparedModel[] rows)
    {
        double[] best = [.. metrics.Select(m => Direction.Best(m, rows.Select(r => Score(r, m).Value)))];
        return new Table(
            ["model", .. metrics.Select(m => new Column(m, ValueFormat.Metric)), new("fit", ValueFormat.Seconds), new("per user", ValueFormat.Milliseconds)],
            rows.Select(r => (IReadOnlyList<Cell>)[
                r.Model,
                .. metrics.Select((m, i) => Estimate(Score(r, m), best[i])),
                r.FitSeconds,
                r.MillisecondsPerUser]))
        { Caption = $"Metrics with {ScoresReport.Interval(rows[0].Scores.Confidence)}, time to fit, time to rank for one user" };
    }

    static Cell Estimate(MetricScore score, double best) => Cell.Estimate(score.Value, score.Low, score.High) with { Strong = score.Value == best };

    static IEnumerable<Table> Seeds(IReadOnlyList<string> metrics, ComparedModel[] rows)
    {
        if (rows.All(r => r.SeedDeviations.Count == 0)) yield break;
        yield return new Table(
            ["model", new("seeds", ValueFormat.Count), .. metrics.Select(m => new Column(m, ValueFormat.Metric))],
            rows.Select(r => (IReadOnlyList<Cell>)[r.Model, r.Seeds, .. metrics.Select((_, i) => (Cell)(i < r.SeedDeviations.Count ? r.SeedDeviations[i] : double.NaN))]))
        { Caption = "Standard deviation over seeds" };
    }

    // The main metric's tests stand open; those of all others are there to look up.
    static IEnumerable<Table> Tests(Comparison comparison, string split)
    {
        var main = comparison.Metrics.FirstOrDefault();
        PairedTest[] tests = [.. comparison.Tests.Where(t => t.Split == split)];
        if (tests.Any(t => t.Metric == main)) yield return Tests(comparison, $"Which differences in {main} are shown? {Name(tests[0].Test)} over users, corrected for their number", tests.Where(t => t.Metric == main));
        if (tests.Any(t => t.Metric != main)) yield return Tests(comparison, $"{Name(tests[0].Test)} of the other metrics", tests.Where(t => t.Metric != main)) with { Folded = true };
    }

    static string Name(SignificanceTest test) => test switch
    {
        SignificanceTest.Wilcoxon => "Wilcoxon's signed-rank tests",
        SignificanceTest.Sign => "Sign tests",
        SignificanceTest.Bootstrap => "Paired bootstrap tests",
        _ => "Paired tests",
    };

    static Table Tests(Comparison comparison, string caption, IEnumerable<PairedTest> tests) => new(
        ["metric", "A", "B", new("A − B", ValueFormat.Difference), new("p", ValueFormat.Probability), new("adjusted p", ValueFormat.Probability), "verdict"],
        tests.Select(t => (IReadOnlyList<Cell>)[t.Metric, t.A, t.B, Cell.Estimate(t.Difference, t.Low, t.High), t.P, t.AdjustedP, Verdict(comparison, t)]))
    { Caption = caption };

    static string Verdict(Comparison comparison, PairedTest test)
    {
        if (double.IsNaN(test.AdjustedP) || double.IsNaN(test.Difference)) return "cannot be tested";
        if (!IsShown(comparison, test) || test.Difference == 0) return "no difference shown";
        var higher = test.Difference > 0 ? test.A : test.B;
        return Direction.Of(test.Metric) switch
        {
            true => $"{higher} is better",
            false => $"{(higher == test.A ? test.B : test.A)} is better",
            null => $"{higher} is higher",
        };
    }

    static IEnumerable<Section> Flips(Comparison comparison, string[] splits)
    {
        if (splits.Length < 2) yield break;
        const string heading = "Does the order depend on the split?";
        if (comparison.Flips.Count == 0)
            yield return new Section(heading) { Text = ["No: every pair of models keeps its order under all ways to split."] };
        else
            yield return new Section(heading)
            {
                Text = ["Yes. For these pairs the better model under one split is the worse one under another; choose the split that resembles the use."],
                Tables = [new Table(["metric", "better", "under", "but better", "under", "both shown by tests"],
                    comparison.Flips.Select(f => (IReadOnlyList<Cell>)[f.Metric, f.A, f.SplitA, f.B, f.SplitB, f.Significant ? "yes" : "no"]))],
            };
    }

    static IEnumerable<Section> Notes(Comparison comparison) => comparison.Notes.Count > 0 ? [new Section("What to know about these numbers") { Notes = comparison.Notes }] : [];
}
