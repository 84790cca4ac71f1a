using System.Globalization;

namespace Attune;

/// <summary>The report of a watch over periods.</summary>
static class DriftSections
{
    public static Report Of(DriftReport drift) => new($"Drift: {drift.Data}")
    {
        Lead = Lead(drift),
        Facts =
        [
            new Fact("periods", drift.Periods.Count, ValueFormat.Count),
            new Fact("alarms", drift.Alarms, ValueFormat.Count) { Detail = "periods unlike the one before" },
            new Fact("unlike the first", drift.Periods.Count(p => p.AlarmSinceFirst), ValueFormat.Count) { Detail = "periods" },
            new Fact("represented by", drift.Representation) { Detail = drift.Monitor.Kernel == DiscrepancyKernel.Rbf ? "RBF kernel" : "cosine" },
        ],
        Sections = [Distance(drift), Population(drift), .. drift.Notes.Count == 0 ? [] : new[] { new Section("") { Notes = drift.Notes } }],
    };

    static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    static string Lead(DriftReport drift)
    {
        string[] changed = [.. drift.Periods.Where(p => p.Alarm).Select(p => Day(p.From))];
        var level = Numbers.Of(drift.Monitor.Level, ValueFormat.Share);
        return changed.Length == 0 ? $"No period is unlike the one before it (level {level}, corrected for {drift.Periods.Count - 1} tests)."
            : $"Behaviour changed in the periods that begin {string.Join(", ", changed)} (level {level}, corrected for {drift.Periods.Count - 1} tests).";
    }

    static Section Distance(DriftReport drift) => new("How far behaviour has moved")
    {
        Charts =
        [
            new Chart.Lines("Unbiased MMD²",
            [
                new Chart.Line("to the period before", [.. drift.Periods.Select((p, k) => ((double)k, p.ToPrevious?.Unbiased ?? double.NaN)).Skip(1)]),
                new Chart.Line("to the first period", [.. drift.Periods.Select((p, k) => ((double)k, p.ToFirst?.Unbiased ?? double.NaN)).Skip(1)]),
            ]) { Subtitle = "by number of the period, from 0", Format = ValueFormat.Metric },
        ],
        Tables =
        [
            new Table([new("period", ValueFormat.Count), "begins", new("users", ValueFormat.Count), new("chunks", ValueFormat.Count), new("MMD² to previous", ValueFormat.Metric), new("p", ValueFormat.Probability), "alarm", new("MMD² to first", ValueFormat.Metric), new("p of it", ValueFormat.Probability)],
                drift.Periods.Select((p, k) => (IReadOnlyList<Cell>)[k, Day(p.From), p.Users, p.Chunks, p.ToPrevious?.Unbiased ?? double.NaN, p.PreviousP, p.Alarm ? "changed" : "", p.ToFirst?.Unbiased ?? double.NaN, p.FirstP])) { Caption = "p after Holm's correction" },
        ],
    };

    static Section Population(DriftReport drift) => new("What moved")
    {
        Tables =
        [
            new Table([new("period", ValueFormat.Count), "begins", new("events", ValueFormat.Count), new("PSI of items", ValueFormat.Metric), new("since the first", ValueFormat.Metric), new("PSI of kinds", ValueFormat.Metric), new("events of new items", ValueFormat.Share)],
                drift.Periods.Select((p, k) => (IReadOnlyList<Cell>)[k, Day(p.From), p.Events, p.ItemsMoved, p.ItemsMovedSinceFirst, p.KindsMoved, p.NewItems])) { Caption = "Population stability index: below 0.1 stable, from 0.25 a shift" },
        ],
    };
}
