namespace Attune;

/// <summary>
/// What was found, as plain data: headline facts, then sections of text, tables and charts. One report is written as text, Markdown, JSON or one
/// self-contained page. Immutable; the same report always gives the same characters.
/// </summary>
/// <param name="Title">Its title.</param>
public sealed record Report(string Title)
{
    /// <summary>One or two sentences below the title: the answer first.</summary>
    public string Lead { get; init; } = "";

    /// <summary>Headline facts.</summary>
    public IReadOnlyList<Fact> Facts { get; init; } = [];

    /// <summary>The sections.</summary>
    public IReadOnlyList<Section> Sections { get; init; } = [];

    /// <summary>What was measured of one model.</summary>
    public static Report Of(Scores scores) => ScoresReport.Of(scores);

    /// <summary>What click rows look like: rows, share of clicks, fields.</summary>
    public static Report Of(ClickSummary summary) => ClickSummaryReport.Of(summary);

    /// <summary>What was measured of a model of clicks, with its reliability chart.</summary>
    public static Report Of(ClickScores scores) => ClicksReport.Of(scores);

    /// <summary>Several models side by side: per split a chart, a table and the paired tests; then where the ranking flips.</summary>
    public static Report Of(Comparison comparison) => ComparisonReport.Of(comparison);

    /// <summary>What a data set looks like: facts, activity over time, the popularity curve, events per user and item.</summary>
    public static Report Of(DataSummary summary) => DataSummaryReport.Of(summary);

    /// <summary>What a run took: time, energy and CO₂ equivalent, in all and by phase; an estimate says so wherever it stands, and without a meter there is no number.</summary>
    public static Report Of(EnergyUse use) => new Report("Energy").With(use);

    /// <summary>Which chunks a sampler has chosen: how close they are to the reference, what they cover, how old they are.</summary>
    public static Report Of(SubsetReport subset) => SubsetSections.Of(subset);

    /// <summary>How behaviour has moved from period to period: distances, tests, alarms, and the stability of items and kinds.</summary>
    public static Report Of(DriftReport drift) => DriftSections.Of(drift);

    /// <summary>One Markdown table, aligned for terminals too: metric, value, interval, users; then the notes.</summary>
    public static string Markdown(Scores scores) => ScoresReport.Markdown(scores);

    /// <summary>Several reports as one: each becomes a section with its lead and facts, and its sections follow one level deeper.</summary>
    public static Report Join(string title, params IEnumerable<Report> reports) => new(title) { Sections = [.. reports.SelectMany(Nested)] };

    /// <summary>This report with more sections at its end.</summary>
    public Report With(params IEnumerable<Section> sections) => this with { Sections = [.. Sections, .. sections] };

    /// <summary>This report with a section on what its run took.</summary>
    public Report With(EnergyUse use) => With(EnergyReport.SectionOf(use));

    /// <summary>As plain text for a terminal; charts become small drawings of Unicode blocks.</summary>
    /// <param name="width">Columns of the terminal, from 40; words wrap, a table that cannot shrink further runs over. Default 100.</param>
    public string ToText(int width = 100) => TextReport.Write(this, width);

    /// <summary>As GitHub-flavoured Markdown; charts become code blocks with the drawings of <see cref="ToText"/>.</summary>
    public string ToMarkdown() => MarkdownReport.Write(this);

    /// <summary>As JSON in camelCase; a number that is undefined or infinite is null.</summary>
    public string ToJson() => JsonReport.Write(this);

    /// <summary>As one HTML page that needs nothing else: no script, no font, no network; charts are inline SVG.</summary>
    public string ToHtml() => HtmlReport.Write(this);

    static IEnumerable<Section> Nested(Report report) =>
        report.Sections.Select(s => s with { Level = Math.Min(s.Level + 1, 2) })
            .Prepend(new Section(report.Title) { Text = report.Lead.Length > 0 ? [report.Lead] : [], Facts = report.Facts });
}
