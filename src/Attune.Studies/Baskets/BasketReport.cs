using System.Globalization;

namespace Attune.Studies;

/// <summary>The sections of data with next baskets: every model under both conventions, who is ahead of whom user by user, and what becomes of lists as days pass.</summary>
static class BasketReport
{
    const string Full = "full-";

    /// <summary>Whether data is told here and not in a table of means.</summary>
    internal static bool Tells(StudyData data) => data.Baskets is not null;

    internal static IEnumerable<Chart> Charts(Study study, StudyData data, CellResult[] here)
    {
        if (data.Baskets is null || here.Length == 0) yield break;
        var main = study.Metrics[0];
        yield return new Chart.Bars($"{main.Name} of every model", [.. here.Select(r => r.Detail("all", main.Name) is { } d && Interval(d) is var (low, high) ? new Chart.Bar(r.Cell.Model, d.Mean, low, high) { Strong = d.Mean == here.Max(o => o.Detail("all", main.Name)?.Mean) } : new Chart.Bar(r.Cell.Model, double.NaN))])
        { Subtitle = "over all users who bought something again; the whiskers are 95 % intervals over users", Format = ValueFormat.Metric };
        foreach (var chart in ShiftReport.Charts(data, here, main)) yield return chart;
    }

    internal static IEnumerable<Table> Tables(Study study, StudyData data, CellResult[] here)
    {
        if (data.Baskets is null || here.Length == 0) yield break;
        IMetric[] all = [.. study.Metrics.Where(m => StudyMetric.IsOf(m, data))];
        yield return Values(study, here, [.. Ordered(all.Where(m => StudyMetric.OfFull(m) is null))], "All users who bought something again: a shorter list is one with empty places", n: false);
        IMetric[] full = [.. Ordered(all.Where(m => StudyMetric.OfFull(m) is not null))];
        if (full.Length > 0) yield return Values(study, here, full, "Users with at least k items to rank: as k grows, fewer users, so that columns are not of the same people", n: true);
        if (here.Any(r => r.Details.Any(IsAgainst))) yield return Against(here, [.. all.Take(2).SelectMany(m => new[] { m.Name, Full + m.Name })]);
        foreach (var table in ShiftReport.Tables(data, here, study.Metrics[0])) yield return table;
        yield return new Table(["model", new("training", ValueFormat.Seconds), new("lists per second", ValueFormat.Count)], here.Select(r => (IReadOnlyList<Cell>)[r.Cell.Model, r.FitSeconds, r.Detail("all", BasketRun.Lists)?.Mean ?? double.NaN])) { Caption = "What they cost: all trainings of a model, and lists asked one by one", Folded = true };
    }

    static Table Values(Study study, CellResult[] here, IMetric[] metrics, string caption, bool n)
    {
        var best = metrics.Select(m => here.Max(r => ValueOf(study, r, m))).ToArray();
        Column[] columns = ["model", .. metrics.Select(m => new Column(m.Name.Replace(Full, "", StringComparison.Ordinal), ValueFormat.Metric))];
        var rows = here.Select(r => (IReadOnlyList<Cell>)[r.Cell.Model, .. metrics.Select((m, i) => (Cell)ValueOf(study, r, m) with { Strong = ValueOf(study, r, m) == best[i] })]);
        return new Table(columns, n ? rows.Append(["users", .. metrics.Select(m => (Cell)(here[0].Detail("all", m.Name)?.Count.ToString("N0", CultureInfo.InvariantCulture) ?? ""))]) : rows) { Caption = caption };
    }

    static Table Against(CellResult[] here, string[] metrics) => new(["model", "against", "metric", new("difference", ValueFormat.Difference), new("95 % interval", ValueFormat.Difference), new("p", ValueFormat.Probability), new("users", ValueFormat.Count)],
        here.SelectMany(r => r.Details.Where(d => IsAgainst(d) && d.Count > 1 && metrics.Contains(d.Measure)).Select(d => (IReadOnlyList<Cell>)
        [
            r.Cell.Model, d.Part[(BasketRun.Versus.Length + 1)..], d.Measure, (Cell)d.Mean with { Strong = Interval(d) is var (low, high) && (low > 0 || high < 0) },
            Interval(d) is var (l, h) ? Cell.Interval(l, h) : "", r.Detail(d.Part, $"{BasketRun.P} {d.Measure}")?.Mean ?? double.NaN, d.Count,
        ])))
    { Caption = "User by user: the mean difference over all trainings, its interval by Student's t over users, and p of a paired bootstrap; bold where the interval leaves out 0" };

    static bool IsAgainst(CellDetail detail) => detail.Part.StartsWith(BasketRun.Versus + " ", StringComparison.Ordinal) && !detail.Measure.StartsWith(BasketRun.P + " ", StringComparison.Ordinal);

    static IEnumerable<IMetric> Ordered(IEnumerable<IMetric> metrics) => metrics.OrderBy(m => Rank(m.Name)).ThenBy(Depth);

    static int Rank(string name) => name.Contains("precision", StringComparison.Ordinal) ? 0 : name.Contains("recall", StringComparison.Ordinal) ? 1 : 2;

    static int Depth(IMetric metric) => ((IListMetric)(StudyMetric.OfFull(metric) ?? metric)).Depth;

    static double ValueOf(Study study, CellResult result, IMetric metric) => result.Values[study.Metrics.ToList().IndexOf(metric)];

    static (double Low, double High)? Interval(CellDetail detail)
    {
        if (detail.Count < 2 || double.IsNaN(detail.Deviation)) return null;
        var half = StudentT.Critical(1 - MeanInterval.Confidence, detail.Count - 1) * detail.Deviation / Math.Sqrt(detail.Count);
        return (detail.Mean - half, detail.Mean + half);
    }
}
