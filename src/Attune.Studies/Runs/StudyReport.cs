using System.Globalization;

namespace Attune.Studies;

/// <summary>The report of a study: what was reached, per data the means and the courses of training, and every cell.</summary>
static class StudyReport
{
    const int MostLines = 6, MostNamed = 60;

    const string Watched = "A model that is watched on validation data trains without it and keeps its best epoch; the test is asked with histories that hold it. All others train on both.";
    const string WatchedOwn = "A training is watched on the part for it, from which it never learns, and keeps its best epoch.";
    const string WatchedTask = "A training is watched on sequences of its own and keeps its best epoch.";

    internal static Report Of(Study study, IReadOnlyList<CellResult> results, double? worth = null)
    {
        var gates = Gate.Of(study, results).ToArray();
        StudyCell[] open = [.. study.Cells.Where(c => results.All(r => r.Cell != c))];
        return new Report(study.Question)
        {
            Lead = AudienceReport.Answer(study, results) + AdaptationReport.Answer(study, results) + ScalingReport.Answer(study, results) + Lead(study, gates, open.Length, results.Count(r => r.Failed)),
            Facts = [.. Facts(study, results, gates)],
            Sections = [.. AudienceReport.Sections(study, results), .. ClickReport.Sections(study, results), .. EnsembleReport.Sections(study, results, worth ?? study.Spec.Worth ?? Recommendation.UsualWorth), .. study.Spec.Data.Where(d => d is { Sized: null, Periods: null }).SelectMany(d => OfData(study, d, results, gates)),
                .. AdaptationReport.Sections(study, results), .. ScalingReport.Sections(study, results), .. TunedReport.Sections(study, results), Cells(study, results, open)],
        };
    }

    static string Lead(Study study, Gate[] gates, int open, int failed)
    {
        var asked = gates.Where(g => g.Published.Gate).ToArray();
        var state = open + failed == 0 ? $"All {study.Cells.Count} trainings are done" : Say($"{study.Cells.Count - open - failed} of {study.Cells.Count} trainings are done, {open} are open, {failed} failed");
        return asked.Length == 0 ? $"{state}." : Say($"{asked.Count(g => g.Verdict == "reached")} of {asked.Length} published values are reached. {state}.");
    }

    static IEnumerable<Fact> Facts(Study study, IReadOnlyList<CellResult> results, Gate[] gates)
    {
        if (gates.Any(g => g.Published.Gate)) yield return new("published values reached", Say($"{gates.Count(g => g.Verdict == "reached")} of {gates.Count(g => g.Published.Gate)}"));
        yield return new("trainings done", Say($"{results.Count(r => !r.Failed)} of {study.Cells.Count}"));
        yield return new("time of all trainings", results.Where(r => !r.Failed).Sum(r => r.FitSeconds + r.EvaluateSeconds), ValueFormat.Seconds);
    }

    static IEnumerable<Section> OfData(Study study, StudyData data, IReadOnlyList<CellResult> results, Gate[] gates)
    {
        CellResult[] here = [.. results.Where(r => r.Cell.Data == data.Name && !r.Failed)];
        StudyModel[] models = [.. study.Spec.Models.Where(m => m.IsOn(data))];
        Gate[] published = [.. gates.Where(g => g.Published.Data == data.Name)];
        yield return new Section(data.Audience is null ? data.Name : $"{data.Name}: all users")
        {
            Text = [data.File.Length > 0 ? $"{Path.GetFileName(data.File)}; {data.Protocol}." : $"{data.Protocol}.", .. models.Any(m => m is { Patience: > 0, Tune: null }) ? new[] { data.IsEvents ? Watched : data.Task is null ? WatchedOwn : WatchedTask } : []],
            Charts = [.. ClickReport.Charts(study, data, here), .. BasketReport.Charts(study, data, here), .. TunedReport.Charts(study, here), .. Curves(data, data.Task is { } task ? StudyMetric.Watched(task).Name : study.Spec.WatchedOn(data).Name, OptimizerReport.Shown(study, data, here)), .. CostReport.Charts(study, here), .. OptimizerReport.Charts(study, data, here)],
            Tables = [.. BasketReport.Tables(study, data, here), .. BasketReport.Tells(data) || IsToldElsewhere(study, models) ? [] : new[] { Means(study, data, models, here) }, .. ClickReport.Tables(study, data, here), .. CostReport.Tables(study, here), .. EnergyTable.Of(here), .. OptimizerReport.Tables(study, data, here), .. published.Length > 0 ? new[] { Beside(published) } : []],
            Notes = [.. here.SelectMany(r => r.Notes).Where(n => !CostNote.Is(n) && !OptimizerNote.Is(n) && !TunedNote.Is(n) && !EnergyNote.Is(n) && !MemoryNote.Is(n) && !MembersNote.Is(n) && !AudienceNotes.Is(n)).Distinct(), .. published.Any(g => g.Published.Gate) ? new[] { Gate.Rule } : []],
        };
    }

    // One seed of tuned models has neither mean nor error, and a section of its own.
    static bool IsToldElsewhere(Study study, StudyModel[] models) => study.Spec.Seeds.Count == 1 && models.All(m => m.Tune is not null);

    // Models without a result yet are listed with the open trainings.
    static Table Means(Study study, StudyData data, StudyModel[] models, CellResult[] here) => new(
        ["model", new("seeds", ValueFormat.Count), .. study.Metrics.Where(m => StudyMetric.IsOf(m, data)).SelectMany(m => new Column[] { new(m.Name, ValueFormat.Metric), new("± error", ValueFormat.Metric) }), new("best epoch") { Right = true }, new("time of one", ValueFormat.Seconds)],
        models.Where(model => here.Any(r => r.Cell.Model == model.Label)).Select(model =>
        {
            CellResult[] own = [.. here.Where(r => r.Cell.Model == model.Label)];
            var estimates = study.Metrics.Index().Where(m => StudyMetric.IsOf(m.Item, data)).Select(m => Gate.Estimate(study, here, data.Name, model.Label, m.Index)).ToArray();
            return (IReadOnlyList<Cell>)[model.Label, own.Length, .. estimates.SelectMany(e => new Cell[] { e.Mean, e.Error }),
                own.Any(r => r.BestEpoch > 0) ? string.Join(", ", own.Select(r => Say($"{r.BestEpoch}"))) : "", own.Length > 0 ? own.Average(r => r.FitSeconds) : double.NaN];
        }))
    { Caption = "Means over the seeds on the test part, and their standard errors" };

    static Table Beside(Gate[] gates) => new(
        ["model", "metric", new("here", ValueFormat.Metric), new("± error", ValueFormat.Metric), new("published", ValueFormat.Metric), new("difference", ValueFormat.Difference), "verdict", "source"],
        gates.Select(g => (IReadOnlyList<Cell>)[g.Published.Model, g.Published.Metric, g.Mean, g.Error, g.Published.Value, g.Mean - g.Published.Value, g.Verdict, g.Published.Source]))
    { Caption = "Beside published values" };

    static IEnumerable<Chart> Curves(StudyData data, string metric, CellResult[] here)
    {
        CellResult[] watched = [.. here.Where(r => r.Curve.Count > 1)];
        if (watched.Length > MostLines) watched = [.. watched.GroupBy(r => r.Cell.Model).Select(g => g.First()).Take(MostLines)];
        if (watched.Length == 0) yield break;
        yield return Course("Training, epoch by epoch", "epochs", p => p.Epoch) with { XFormat = ValueFormat.Count };
        yield return Course("Training by time", "minutes", p => p.Seconds / 60);

        Chart.Lines Course(string title, string across, Func<CurvePoint, double> x) =>
            new(title, [.. watched.Select(r => new Chart.Line(Say($"{r.Cell.Model} {r.Cell.Seed}"), [.. r.Curve.Select(p => (x(p), p.Value))]))]) { Subtitle = $"{metric} on {(data.Task is null ? "the validation data" : "the watched sequences")} (upwards) by {across} (across)", Format = ValueFormat.Metric };
    }

    static Section Cells(Study study, IReadOnlyList<CellResult> results, StudyCell[] open) => new("Every training")
    {
        Text = open.Length == 0 ? [] : [$"Open: {(open.Length <= MostNamed ? string.Join(", ", open.Select(c => c.ToString())) : string.Join(", ", open.GroupBy(c => c.Data).Select(g => Say($"{g.Count()} of {g.Key}"))))}."],
        Tables =
        [
            new Table(["data", "model", new("seed", ValueFormat.Text) { Right = true }, .. study.Metrics.Select(m => new Column(m.Name, ValueFormat.Metric)), new("epochs", ValueFormat.Count), new("best", ValueFormat.Count), new("training", ValueFormat.Seconds), new("measuring", ValueFormat.Seconds), "machine"],
                results.Where(r => !r.Failed).Select(r => (IReadOnlyList<Cell>)[r.Cell.Data, r.Cell.Model, Say($"{r.Cell.Seed}"), .. r.Values.Select(v => (Cell)v), r.Epochs > 0 ? r.Epochs : double.NaN, r.BestEpoch > 0 ? r.BestEpoch : double.NaN, r.FitSeconds, r.EvaluateSeconds, r.Environment]))
            { Caption = $"Machines are described in {RunEnvironment.FileName}" },
            .. results.Any(r => r.Failed) ? new[] { new Table(["failed", "why"], results.Where(r => r.Failed).Select(r => (IReadOnlyList<Cell>)[r.Cell.ToString(), r.Error])) } : [],
        ],
    };

    static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
