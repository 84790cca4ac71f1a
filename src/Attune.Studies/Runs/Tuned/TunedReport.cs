using System.Globalization;

namespace Attune.Studies;

/// <summary>Tuned models side by side: what they reach with intervals, what they cost, what was found for them.</summary>
static class TunedReport
{
    internal static IEnumerable<Section> Sections(Study study, IReadOnlyList<CellResult> results)
    {
        var all = Tuned(results);
        if (all.Length == 0) yield break;
        yield return new Section("Tuned models side by side")
        {
            Text =
            [
                "Every model had as many trials on the validation data as the second table says, the first with the options that the study gives it; what was found was trained on all training data and asked for the test part once. In bold the best of each data.",
                "Intervals: 95 % over resampled users. Training: processor seconds of one thread for the last training alone; memory: by how much that training grew the process at its highest; a list: milliseconds for the ten best of one user, asked alone, in processor time.",
            ],
            Tables = [Reached(study, all), Found(study, all)],
        };
    }

    /// <summary>The main metric of each model on some data, best first, with its interval.</summary>
    internal static IEnumerable<Chart> Charts(Study study, CellResult[] here)
    {
        var tuned = Tuned(here);
        if (tuned.Length < 2) yield break;
        // The data's main metric; where every seed draws the parts anew, bars of single draws would say little.
        var at = study.Metrics.ToList().FindIndex(m => StudyMetric.IsOf(m, study.DataOf(tuned[0].Result.Cell)));
        if (at < 0 || study.DataOf(tuned[0].Result.Cell).Redraw) yield break;
        var metric = study.Metrics[at];
        yield return new Chart.Bars($"{metric.Name} of tuned models", [.. tuned.OrderBy(t => TrialRun.Sign(metric) * -t.Result.Values[at]).Select(t => new Chart.Bar(NameOf(study, t.Result), t.Result.Values[at], t.Note.Intervals[at].Low, t.Note.Intervals[at].High))])
        {
            Subtitle = "on the test part, with the 95 % interval over users",
            Format = ValueFormat.Metric,
        };
    }

    static Table Reached(Study study, (CellResult Result, TunedNote Note)[] all) => new(
        ["data", "model", .. study.Metrics.Select(m => new Column(m.Name, ValueFormat.Metric)), new("training", ValueFormat.Seconds), new("memory, MiB", ValueFormat.Number), new("a list", ValueFormat.Milliseconds)],
        all.Select(t => (IReadOnlyList<Cell>)
        [
            t.Result.Cell.Data, NameOf(study, t.Result), .. study.Metrics.Select((m, at) => Cell.Estimate(t.Result.Values[at], t.Note.Intervals[at].Low, t.Note.Intervals[at].High) with { Strong = IsBest(m, at, t.Result, all) }),
            t.Note.FitSeconds, t.Note.Bytes / 1048576.0, t.Note.Milliseconds,
        ]))
    { Caption = "What tuned models reach on the test part, and what they cost" };

    static Table Found(Study study, (CellResult Result, TunedNote Note)[] all) => new(
        ["data", "model", new("trials", ValueFormat.Count), new("time of the trials", ValueFormat.Seconds), new("as given", ValueFormat.Metric), new("found", ValueFormat.Metric), "options found"],
        all.Select(t => (IReadOnlyList<Cell>)[t.Result.Cell.Data, NameOf(study, t.Result), t.Note.Trials, t.Note.SearchSeconds, t.Note.Given, t.Note.Watched, t.Note.Settings]))
    { Caption = $"The search: {string.Join(" or ", study.Spec.Data.Select(d => study.Spec.WatchedOn(d).Name).Distinct())} on the validation data, as given and with the options found; time in processor seconds" };

    static bool IsBest(IMetric metric, int at, CellResult result, (CellResult Result, TunedNote Note)[] all) =>
        metric.HigherIsBetter is not null && all.Where(o => o.Result.Cell.Data == result.Cell.Data).All(o => !(TrialRun.Sign(metric) * o.Result.Values[at] > TrialRun.Sign(metric) * result.Values[at]));

    static (CellResult Result, TunedNote Note)[] Tuned(IEnumerable<CellResult> results) => [.. results.Where(r => !r.Failed).Select(r => (Result: r, Note: TunedNote.Read(r.Notes))).Where(t => t.Note is not null).Select(t => (t.Result, t.Note!))];

    static string NameOf(Study study, CellResult result) => Gate.CellsOf(study, result.Cell.Data, result.Cell.Model) == 1 ? result.Cell.Model : string.Create(CultureInfo.InvariantCulture, $"{result.Cell.Model} {result.Cell.Seed}");
}
