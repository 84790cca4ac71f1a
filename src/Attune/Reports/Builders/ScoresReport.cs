namespace Attune;

/// <summary>The report of one model's scores.</summary>
internal static class ScoresReport
{
    /// <summary>The heading of the bootstrap intervals.</summary>
    public const string Interval = "95 % interval";

    public static Report Of(Scores scores)
    {
        var main = scores.Metrics.Count > 0 ? scores.Metrics[0] : null;
        return new Report(scores.Split.Length > 0 ? $"{scores.Model} on {scores.Split}" : scores.Model)
        {
            Lead = main is null ? "" : Sentence(scores.Model, main),
            Facts = [.. main is null ? [] : new[] { Headline(main) }, .. Counts(scores)],
            Sections = [new Section("Metrics") { Tables = [Metrics(scores)], Charts = Spread(main), Notes = [.. Notes(scores)] }],
        };
    }

    public static string Markdown(Scores scores) =>
        string.Join('\n', [.. MarkdownReport.Table(Metrics(scores)), .. Notes(scores).Select(n => "\n> " + MarkdownReport.Escape(n))]);

    /// <summary>The main metric as a tile, with its interval below.</summary>
    public static Fact Headline(MetricScore score) => new(score.Metric, score.Value, ValueFormat.Metric)
    {
        Detail = Cell.Interval(score.Low, score.High) is { HasBounds: true } interval ? $"{Interval} {Numbers.Of(interval, ValueFormat.Metric)}" : "",
    };

    /// <summary>The notes of the scores, and what their numbers leave out.</summary>
    public static IEnumerable<string> Notes(params IEnumerable<Scores> scores) =>
    [
        .. scores.Where(s => s.EmptyLists > 0).GroupBy(s => (s.EmptyLists, s.Users), s => s.Model)
            .Select(g => $"{Count(g.Key.EmptyLists)} of {Count(g.Key.Users)} test users got no list from {string.Join(", ", g)}."),
        .. scores.SelectMany(s => s.Metrics).Where(m => m.Undefined > 0)
            .Select(m => $"{m.Metric} is undefined for {Count(m.Undefined)} of {Count(m.PerUser.Count)} users; they do not count in its value.").Distinct(),
        .. scores.SelectMany(s => s.Notes).Distinct(),
    ];

    static Table Metrics(Scores scores) => new(
        ["metric", new("value", ValueFormat.Metric), new(Interval, ValueFormat.Metric), new("users", ValueFormat.Count)],
        scores.Metrics.Select(m => (IReadOnlyList<Cell>)[m.Metric, m.Value, Cell.Interval(m.Low, m.High), m.Users]));

    static IEnumerable<Fact> Counts(Scores scores)
    {
        yield return new Fact("test users", scores.Users, ValueFormat.Count);
        if (scores.EmptyLists > 0) yield return new Fact("users without a list", scores.EmptyLists, ValueFormat.Count);
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
