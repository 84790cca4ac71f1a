namespace Attune;

/// <summary>The report of one model's scores.</summary>
static class ScoresReport
{
    /// <summary>The heading of the bootstrap intervals: "95 % interval".</summary>
    public static string Interval(double confidence) => $"{Numbers.Of(confidence, ValueFormat.Share)} interval";

    public static Report Of(Scores scores)
    {
        var main = scores.Metrics.Count > 0 ? scores.Metrics[0] : null;
        return new Report(scores.Split.Length > 0 ? $"{scores.Model} on {scores.Split}" : scores.Model)
        {
            Lead = main is null ? "" : Sentence(scores.Model, main),
            Facts = [.. main is null ? [] : new[] { Headline(main, scores.Confidence) }, .. Counts(scores)],
            Sections = [new Section("Metrics") { Tables = [Metrics(scores)], Charts = Spread(main), Notes = scores.Notes }],
        };
    }

    public static string Markdown(Scores scores) =>
        string.Join('\n', [.. MarkdownReport.Table(Metrics(scores)), .. scores.Notes.Select(n => "\n> " + MarkdownReport.Escape(n))]);

    /// <summary>The main metric as a tile, with its interval below.</summary>
    public static Fact Headline(MetricScore score, double confidence) => new(score.Metric, score.Value, ValueFormat.Metric)
    {
        Detail = Cell.Interval(score.Low, score.High) is { HasBounds: true } interval ? $"{Interval(confidence)} {Numbers.Of(interval, ValueFormat.Metric)}" : "",
    };

    static Table Metrics(Scores scores) => new(
        ["metric", new("value", ValueFormat.Metric), new(Interval(scores.Confidence), ValueFormat.Metric), new("users", ValueFormat.Count)],
        scores.Metrics.Select(m => (IReadOnlyList<Cell>)[m.Metric, m.Value, Cell.Interval(m.Low, m.High), m.Users]));

    static IEnumerable<Fact> Counts(Scores scores)
    {
        yield return new Fact("test users", scores.Users, ValueFormat.Count);
        if (scores.EmptyLists > 0) yield return new Fact("users without a list", scores.EmptyLists, ValueFormat.Count);
        if (!double.IsNaN(scores.MillisecondsPerUser)) yield return new Fact("to rank for one user", scores.MillisecondsPerUser, ValueFormat.Milliseconds);
        if (scores.EvaluateSeconds > 0) yield return new Fact("time to measure", scores.EvaluateSeconds, ValueFormat.Seconds);
    }

    static string Sentence(string model, MetricScore score) => double.IsNaN(score.Value)
        ? $"{score.Metric} of {model} is undefined on this data."
        : $"{model} reaches {score.Metric} {Numbers.Of(score.Value, ValueFormat.Metric)}, measured over {Count(score.Users)} users.";

    static IReadOnlyList<Chart> Spread(MetricScore? score) => score is { Users: > 1, PerUser.Count: > 1 }
        ? [Chart.Histogram.Of($"{score.Metric} of single users", score.PerUser) with { Subtitle = "how many users have which value" }]
        : [];

    static string Count(int count) => Numbers.Of(count, ValueFormat.Count);
}
