using System.Globalization;

namespace Attune;

/// <summary>The report of a data set's summary.</summary>
static class DataSummaryReport
{
    public static Report Of(DataSummary summary) => new($"The data: {summary.Name}")
    {
        Lead = $"{Count(summary.Events)} events of {Count(summary.Users)} users with {Count(summary.Items)} items{Period(summary)}.",
        Facts = [.. Facts(summary)],
        Sections = [.. Activity(summary), .. Popularity(summary), Spread(summary), .. Kinds(summary)],
    };

    static string Count(int count) => Numbers.Of(count, ValueFormat.Count);

    static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    static string Period(DataSummary summary) => summary is { From: { } from, To: { } to } ? $", from {Day(from)} to {Day(to)}" : ", without times";

    static IEnumerable<Fact> Facts(DataSummary summary)
    {
        yield return new Fact("users", summary.Users, ValueFormat.Count);
        yield return new Fact("items", summary.Items, ValueFormat.Count) { Detail = summary.ListedOnly > 0 ? $"and {Count(summary.ListedOnly)} listed without events" : "" };
        yield return new Fact("events", summary.Events, ValueFormat.Count);
        yield return new Fact("preferences", summary.Preferences, ValueFormat.Count) { Detail = "distinct pairs of user and item" };
        yield return new Fact("density", summary.Density, ValueFormat.Share) { Detail = "of all pairs have a preference" };
        if (summary is { From: { } from, To: { } to }) yield return new Fact("days", Math.Ceiling((to - from).TotalDays), ValueFormat.Count) { Detail = $"{Day(from)} to {Day(to)}" };
    }

    static IEnumerable<Section> Activity(DataSummary summary) => summary.Activity.Count == 0 ? [] :
    [
        new Section("Activity over time")
        {
            Charts = [new Chart.Columns("Events over time", [.. summary.Activity.Select(a => (a.Period, (double)a.Events))]) { Format = ValueFormat.Count }],
        },
    ];

    static IEnumerable<Section> Popularity(DataSummary summary)
    {
        if (summary.PopularityCurve.Count < 2) yield break;
        var marks = new[] { 0.01, 0.2 }.Select(share => (share, At(summary.PopularityCurve, share), Label: "")).ToArray();
        string Words(double items, double events) => $"top {Numbers.Of(items, ValueFormat.Share)} of items: {Numbers.Of(events, ValueFormat.Share)} of events";
        yield return new Section("Popularity")
        {
            Text = [$"The most popular 1 % of the items draw {Numbers.Of(marks[0].Item2, ValueFormat.Share)} of all events, the most popular 20 % draw {Numbers.Of(marks[1].Item2, ValueFormat.Share)}."],
            Charts =
            [
                new Chart.Lines("Popularity curve",
                [
                    new Chart.Line("", summary.PopularityCurve) { Area = true },
                    new Chart.Line("if all items were equally popular", [(0, 0), (1, 1)]) { Reference = true },
                ])
                {
                    Subtitle = "share of events (upwards) that falls on the most popular share of items (across)",
                    Format = ValueFormat.Share,
                    XFormat = ValueFormat.Share,
                    Marks = [.. marks.Select(m => (m.share, m.Item2, Words(m.share, m.Item2)))],
                },
            ],
        };
    }

    // Linear between the points of the curve.
    static double At(IReadOnlyList<(double Items, double Events)> curve, double share)
    {
        for (var i = 1; i < curve.Count; i++)
            if (curve[i].Items >= share)
                return curve[i].Items == curve[i - 1].Items ? curve[i].Events
                    : curve[i - 1].Events + (curve[i].Events - curve[i - 1].Events) * (share - curve[i - 1].Items) / (curve[i].Items - curve[i - 1].Items);
        return curve[^1].Events;
    }

    static Section Spread(DataSummary summary) => new("Users and items")
    {
        Tables = summary.EventsPerUser.Count == 5 && summary.EventsPerItem.Count == 5
            ? [new Table(["", .. new[] { "least", "lower quarter", "median", "upper quarter", "most" }.Select(n => new Column(n, ValueFormat.Count))],
                [Row("events per user", summary.EventsPerUser), Row("events per item", summary.EventsPerItem)])]
            : [],
        Text = summary.Columns.Count > 0 ? [$"Columns and features: {string.Join(", ", summary.Columns)}."] : [],
    };

    static IReadOnlyList<Cell> Row(string name, IReadOnlyList<int> quantiles) => [name, .. quantiles.Select(q => (Cell)q)];

    static IEnumerable<Section> Kinds(DataSummary summary)
    {
        List<Chart> charts = [];
        if (summary.Kinds.Count > 1)
            charts.Add(new Chart.Bars("Events by kind", [.. summary.Kinds.OrderByDescending(k => k.Value).ThenBy(k => k.Key, StringComparer.Ordinal).Select(k => new Chart.Bar(k.Key, k.Value))]) { Format = ValueFormat.Count });
        if (summary.Values.Count > 1)
            charts.Add(new Chart.Columns("Events by value", [.. summary.Values.OrderBy(v => v.Key).Select(v => (v.Key.ToString("0.###", CultureInfo.InvariantCulture), (double)v.Value))]) { Format = ValueFormat.Count });
        return charts.Count == 0 ? [] : [new Section("Kinds and values") { Charts = charts }];
    }
}
