using System.Globalization;

namespace Attune.Studies;

/// <summary>What becomes of lists when they are asked for some days later, with nothing bought meanwhile: charts of the best models whose lists change, and a table of all.</summary>
static class ShiftReport
{
    // As many lines as a chart has colours.
    const int Most = 6;

    internal static IEnumerable<Chart> Charts(StudyData data, CellResult[] here, IMetric main)
    {
        CellResult[] asked = [.. here.Where(r => IsAsked(r, data))];
        CellResult[] moving = [.. asked.Where(r => data.Baskets!.Shifts.Any(s => Value(r, s, BasketRun.Overlap) < 1))];
        if (moving.Length == 0) yield break;
        CellResult[] drawn = [.. moving.OrderByDescending(r => r.Values[0]).Take(Most)];
        var about = "days by which the day asked for is moved on, nothing bought meanwhile (across)" + (drawn.Length < moving.Length ? $"; the {drawn.Length} best of {moving.Length} models whose lists change" : "")
            + (moving.Length < asked.Length ? $"; {asked.Length - moving.Length} more have lists that stay as they are" : "");
        yield return Lines($"Lists some days later: what of the first {Depth(main)} stays", BasketRun.Overlap, _ => 1, ValueFormat.Share);
        yield return Lines($"{main.Name} when asked for another day", main.Name, r => r.Values[0], ValueFormat.Metric);

        Chart.Lines Lines(string title, string measure, Func<CellResult, double> start, ValueFormat format) => new(title,
            [.. drawn.Select(r => new Chart.Line(r.Cell.Model, [(0, start(r)), .. data.Baskets!.Shifts.Select(s => ((double)s, Value(r, s, measure)))]))])
        { Subtitle = about, XFormat = ValueFormat.Count, Format = format };
    }

    internal static IEnumerable<Table> Tables(StudyData data, CellResult[] here, IMetric main)
    {
        CellResult[] asked = [.. here.Where(r => IsAsked(r, data))];
        if (asked.Length == 0) yield break;
        var shifts = data.Baskets!.Shifts;
        yield return new Table(["model", .. shifts.Select(s => new Column(In(s), ValueFormat.Share)), .. shifts.Select(s => new Column($"{main.Name} {In(s)}", ValueFormat.Metric))],
            asked.Select(r => (IReadOnlyList<Cell>)[r.Cell.Model, .. shifts.Select(s => (Cell)Value(r, s, BasketRun.Overlap)), .. shifts.Select(s => (Cell)Value(r, s, main.Name))]))
        { Caption = $"What of the first {Depth(main)} stays when they are asked for some days later, and {main.Name} then (first training)", Folded = true };
    }

    static bool IsAsked(CellResult result, StudyData data) => data.Baskets!.Shifts is [var first, ..] && result.Detail(Part(first), BasketRun.Overlap) is not null;

    static double Value(CellResult result, int days, string measure) => result.Detail(Part(days), measure)?.Mean ?? double.NaN;

    static string In(int days) => string.Create(CultureInfo.InvariantCulture, $"in {days} {(days == 1 ? "day" : "days")}");

    static string Part(int days) => string.Create(CultureInfo.InvariantCulture, $"{BasketRun.Shift} {days}");

    static int Depth(IMetric metric) => ((IListMetric)metric).Depth;
}
