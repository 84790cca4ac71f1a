using System.Globalization;
using Attune.Neural;

namespace Attune.Studies;

/// <summary>The sections of a study over time: what leaving a model alone costs, what each way of choosing brings back and takes, and what was chosen.</summary>
static class AdaptationReport
{
    const int MostBars = 24, Few = 5;

    /// <summary>What was found, in a sentence for each data; empty without data over time.</summary>
    internal static string Answer(Study study, IReadOnlyList<CellResult> results) => string.Concat(Timed(study).Select(d => Sentence(study, d, AdaptedWay.Of(study, d, results), results)).OfType<string>().Select(s => s + " "));

    internal static IEnumerable<Section> Sections(Study study, IReadOnlyList<CellResult> results) => Timed(study).Select(d => Of(study, d, AdaptedWay.Of(study, d, results), results)).OfType<Section>();

    static IEnumerable<StudyData> Timed(Study study) => study.Spec.Data.Where(d => d.Periods is not null);

    static Section? Of(Study study, StudyData data, AdaptedWay[] ways, IReadOnlyList<CellResult> results)
    {
        if (ways.Length == 0) return null;
        return new Section(data.Name)
        {
            Text = [$"{(data.Planted is null ? Path.GetFileName(data.File) : "A made-up shop")}; {data.Protocol}. The values are means over users, each the mean over what was asked of them."],
            Charts = [.. Courses(study, ways), .. Bars(study, ways, results)],
            Tables = [Worth(study, data, ways, results), .. Chosen(ways), Stretches(study, data, ways)],
            Notes =
            [
                "Recovered of full: what a way gains over the model that is left alone, as a share of what the one gains that learns from every new chunk for as many epochs; of initial: as a share of what was lost since the first stretch. Sums over all updates, then means over seeds.",
                .. Length(study, ways, results) is { } length ? new[] { length } : [],
                "Seconds are processor seconds for each thread, which other work on the machine disturbs; operations are counted by formula.",
                .. ways.Any(w => double.IsNaN(w.Recovered(study, results).Mean) && !w.IsFull && w.Model.Update is not null) ? new[] { "Where full training gains less than 2 %, or is not done, there is nothing that could be recovered, and the share is left out." } : [],
            ],
        };
    }

    // Of the ways at the first budget that is there: the one that is left alone, chance, the best, and all.
    static string? Sentence(Study study, StudyData data, AdaptedWay[] ways, IReadOnlyList<CellResult> results)
    {
        if (ways.FirstOrDefault(w => w.Model.Update is null)?.Course(study) is not { Length: > 1 } alone) return null;
        var (drift, metric) = (alone[^1] / alone[0], study.Metrics[0].Name);
        var first = Say($"{data.Name}: left alone, the model goes from {metric} {alone[0]:0.000} to {alone[^1]:0.000} in {alone.Length - 1} stretches{(drift > 0.95 ? " (no drift worth speaking of, so nothing is decided here)" : "")}");
        (AdaptedWay Way, MeanInterval Of)[] shares = [.. Usual(study, ways).Where(w => !w.IsFull && w.Model.Update is not null).Select(w => (w, w.Recovered(study, results))).Where(s => double.IsFinite(s.Item2.Mean))];
        if (shares.Length == 0) return $"{first}.";
        var best = shares.MaxBy(s => s.Of.Mean);
        var chance = shares.FirstOrDefault(s => s.Way.Model.Update!.Select == "random");
        if (best.Of.Mean < 0) return $"{first}; every way of choosing is worse than leaving it alone.";
        return Say($"{first}; of what training on everything new brings back, {best.Way.Name} has {best.Of.Mean:0%}{Ends(best.Of)}{(chance.Way is null || chance == best ? "" : Say($", chance {chance.Of.Mean:0%}{Ends(chance.Of)}"))}.");
    }

    static string Ends(MeanInterval of) => double.IsNaN(of.Low) ? "" : Say($" ({of.Low:0%} to {of.High:0%})");

    // The ways of the first kind of model at the first budget below all: what is compared with what.
    static IEnumerable<AdaptedWay> Usual(Study study, AdaptedWay[] ways)
    {
        var budget = ways.FirstOrDefault(w => w.Model.Update is { Select: not SubsetUpdate.All })?.Model.Update!.Budget;
        return ways.Where(w => w.Model.Model == ways[0].Model.Model && (w.Model.Update is null || w.IsFull || w.Model.Update.Budget == budget));
    }

    static IEnumerable<Chart> Courses(Study study, AdaptedWay[] ways)
    {
        var metric = study.Metrics[0].Name;
        AdaptedWay[] usual = [.. Usual(study, ways)];
        var best = usual.Where(w => !w.IsFull && w.Model.Update is { Select: not "random" }).MaxBy(w => w.Course(study).DefaultIfEmpty(0).Average());
        AdaptedWay[] shown = [.. usual.Where(w => w.Model.Update is null || w.Model.Update.Select == "random" || w.IsFull || w == best)];
        if (shown.All(w => w.Course(study).Length < 3)) yield break;
        yield return new Chart.Lines($"{metric} as time goes on", [.. shown.Select(w => new Chart.Line(w.Name, [.. w.Course(study).Select((v, k) => ((double)k, v))]) { Reference = w.Model.Update is null })])
        {
            Subtitle = $"{metric} on the stretch after each update (upwards) by updates (across); 0 is the first model before any",
            Format = ValueFormat.Metric,
            XFormat = ValueFormat.Count,
        };
    }

    static IEnumerable<Chart> Bars(Study study, AdaptedWay[] ways, IReadOnlyList<CellResult> results)
    {
        foreach (var group in ways.Where(w => !w.IsFull && w.Model.Update is not null).GroupBy(w => (w.Model.Model, w.Model.Update!.Budget)))
        {
            (AdaptedWay Way, MeanInterval Of)[] bars = [.. group.Select(w => (w, w.Recovered(study, results))).Where(b => double.IsFinite(b.Item2.Mean)).OrderByDescending(b => b.Item2.Mean)];
            if (bars.Length < 2) continue;
            yield return new Chart.Bars(Say($"What {group.Key.Budget:0%} of the new chunks bring back{(ways.Select(w => w.Model.Model).Distinct().Count() > 1 ? $", {group.Key.Model}" : "")}"),
                [.. bars.Take(MostBars).Select(b => new Chart.Bar(b.Way.Name, b.Of.Mean, b.Of.Low, b.Of.High) { Strong = b.Way.Model.Update!.Select == "random" })])
            {
                Subtitle = bars.Length > MostBars ? $"as a share of what all of them bring back; the best {MostBars} of {bars.Length}, chance stands out" : "as a share of what all of them bring back; chance stands out",
                Format = ValueFormat.Share,
            };
        }
    }

    static Table Worth(Study study, StudyData data, AdaptedWay[] ways, IReadOnlyList<CellResult> results) => new(
        ["way", new("budget", ValueFormat.Share), new("seeds", ValueFormat.Count), .. study.Metrics.Where(m => StudyMetric.IsOf(m, data)).Select(m => new Column(m.Name, ValueFormat.Metric)),
            new("recovered of full", ValueFormat.Share), new("of initial", ValueFormat.Share), new("above chance", ValueFormat.Difference), new("largest p", ValueFormat.Probability), new("choosing", ValueFormat.Seconds), new("learning", ValueFormat.Seconds), new("operations, of full", ValueFormat.Share)],
        ways.Select(w =>
        {
            var (above, p) = w.Versus;
            var full = AdaptedCell.Full(study, w.Results[0].Cell) is { } all ? ways.FirstOrDefault(o => o.Name == all.Label)?.Over(r => AdaptedCell.ValueOf(study, r, results, AdaptedCell.UpdateFlops)).Mean : null;
            var (of, initial) = (w.Recovered(study, results), w.Recovered(study, results, AdaptedCell.OfInitial));
            return (IReadOnlyList<Cell>)[w.Name, w.Model.Update?.Budget ?? 0, w.Results.Length, .. study.Metrics.Index().Where(m => StudyMetric.IsOf(m.Item, data)).Select(m => (Cell)w.Over(r => r.Values[m.Index]).Mean),
                Cell.Estimate(of.Mean, of.Low, of.High), initial.Mean, Cell.Estimate(above.Mean, above.Low, above.High), p, w.Over(r => AdaptedCell.Sum(r, AdaptationRun.SelectSeconds)).Mean, w.Over(r => AdaptedCell.Sum(r, AdaptationRun.TrainSeconds)).Mean,
                w.Over(r => AdaptedCell.ValueOf(study, r, results, AdaptedCell.UpdateFlops)).Mean / (full ?? double.NaN)];
        }))
    { Caption = "What each way brings back, and takes; intervals over seeds, p of the paired bootstrap over users" };

    static IEnumerable<Table> Chosen(AdaptedWay[] ways)
    {
        AdaptedWay[] compared = [.. ways.Where(w => double.IsFinite(Mean(w, AdaptationRun.Events)))];
        if (compared.Length == 0) yield break;
        yield return new Table(["way", new("MMD² to the present", ValueFormat.Number), new("of a random choice", ValueFormat.Number), new("cosine within", ValueFormat.Number), new("of a random choice", ValueFormat.Number), new("items", ValueFormat.Share), new("users", ValueFormat.Share), new("length", ValueFormat.Share), new("agreement with ten times the reference", ValueFormat.Number)],
            compared.Select(w => (IReadOnlyList<Cell>)[w.Name, Mean(w, AdaptationRun.Discrepancy), Mean(w, AdaptationRun.RandomDiscrepancy), Mean(w, AdaptationRun.Cosine), Mean(w, AdaptationRun.RandomCosine), Mean(w, AdaptationRun.Items), Mean(w, AdaptationRun.Users), Mean(w, AdaptationRun.Events), Mean(w, AdaptationRun.Agreement)]))
        { Caption = "What was chosen, each way in its own representation: items, users and the mean length of a chunk as a share of those of all new chunks" };
    }

    // A way that prefers long chunks learns from more events in as many steps, which no comparison of ways should pass over.
    static string? Length(Study study, AdaptedWay[] ways, IReadOnlyList<CellResult> results)
    {
        (double Events, double Recovered)[] points = [.. Usual(study, ways).Where(w => !w.IsFull && w.Model.Update is not null).Select(w => (Mean(w, AdaptationRun.Events), w.Recovered(study, results).Mean)).Where(p => double.IsFinite(p.Item1) && double.IsFinite(p.Item2))];
        return points.Length < Few ? null : Say($"Ways do not choose chunks of one length, and a long one holds more to learn from: over {points.Length} ways of one budget the rank correlation of length and recovery is {Spearman.Of([.. points.Select(p => p.Events)], [.. points.Select(p => p.Recovered)]):0.00}.");
    }

    static double Mean(AdaptedWay way, string measure) => way.Over(r => AdaptedCell.Mean(r, measure)).Mean;

    static Table Stretches(Study study, StudyData data, AdaptedWay[] ways)
    {
        var shown = ways.Where(w => w.Model.Update is null || w.Model.Update.Select is "random" or SubsetUpdate.All).Take(4).ToArray();
        return new Table(["update", "measured from", "to", new("new chunks", ValueFormat.Count), new("users asked", ValueFormat.Count), new("unknown to the model left alone", ValueFormat.Share), .. shown.Select(w => new Column(w.Name, ValueFormat.Metric))],
            Enumerable.Range(0, data.Periods!.At.Count - 1).Select(k => (IReadOnlyList<Cell>)[Say($"{k}"), data.Periods.At[k], data.Periods.At[k + 1], Detail(ways, k, AdaptationRun.Candidates)?.Mean ?? double.NaN, Detail(shown, k, study.Metrics[0].Name)?.Count ?? double.NaN,
                Detail([.. ways.Where(w => w.Model.Update is null)], k, AdaptationRun.NewItems)?.Mean ?? double.NaN, .. shown.Select(w => (Cell)(w.Course(study) is var course && k < course.Length ? course[k] : double.NaN))]))
        { Caption = $"Stretch by stretch, {study.Metrics[0].Name}" };
    }

    static CellDetail? Detail(AdaptedWay[] ways, int update, string measure) => ways.SelectMany(w => w.Results).SelectMany(r => r.Details).FirstOrDefault(d => d.Part == AdaptationRun.PartOf(update) && d.Measure == measure);

    static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
