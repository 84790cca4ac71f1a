using System.Globalization;

namespace Attune.Studies;

/// <summary>What is drawn and told of rows of clicks: who orders them best, how true probabilities are, what sizes and fields that say nothing change, and how much networks leave out.</summary>
static class ClickReport
{
    const int MostReliable = 4;

    /// <summary>Over all data: what added fields cost, and what size brings.</summary>
    internal static IEnumerable<Section> Sections(Study study, IReadOnlyList<CellResult> results)
    {
        CellResult[] done = [.. results.Where(r => !r.Failed && study.DataOf(r.Cell).Clicks is not null)];
        Chart[] charts = [.. Noise(study, done), .. Sizes(study, done)];
        if (charts.Length > 0) yield return new Section("Fields that say nothing, and sizes") { Charts = charts, Tables = [.. NoiseTable(study, done)] };
    }

    internal static IEnumerable<Chart> Charts(Study study, StudyData data, CellResult[] here)
    {
        if (data.Clicks is null || here.Length == 0) yield break;
        var main = study.Metrics[0];
        (string Model, MeanInterval Mean)[] means = [.. here.GroupBy(r => r.Cell.Model).Select(g => (g.Key, MeanInterval.Of([.. g.Select(r => r.Values[0])])))];
        var (least, best) = (means.Min(m => m.Mean.Mean), means.Max(m => m.Mean.Mean));
        yield return new Chart.Bars($"{main.Name}, by how much above the least", [.. means.OrderByDescending(m => m.Mean.Mean).Select(m => new Chart.Bar(m.Model, m.Mean.Mean - least, m.Mean.Low - least, m.Mean.High - least) { Strong = m.Mean.Mean == best })])
        { Subtitle = string.Create(CultureInfo.InvariantCulture, $"the least is {least:0.0000}; whiskers: 95 % intervals over seeds, where there are several"), Format = ValueFormat.Metric };
        yield return Reliability(here, [.. means.OrderByDescending(m => m.Mean.Mean).Take(MostReliable).Select(m => m.Model)]);
        if (here.Any(r => r.Detail(ClickDetails.Layer(1), ClickDetails.Zeros) is not null))
            yield return new Chart.Bars("Zeros of the test rows within each layer", [.. from model in here.GroupBy(r => r.Cell.Model)
                                                                                       from layer in Layers(model.First())
                                                                                       select new Chart.Bar($"{model.Key}, {layer}", model.Average(r => r.Detail(layer, ClickDetails.Zeros)?.Mean ?? double.NaN))])
            { Subtitle = "numbers that are exactly 0 after the filter, mean over views and seeds; of static views the dimensions that a view does not read", Format = ValueFormat.Share };
    }

    internal static IEnumerable<Table> Tables(Study study, StudyData data, CellResult[] here)
    {
        if (data.Clicks is null || here.Length == 0) yield break;
        var models = here.GroupBy(r => r.Cell.Model).ToArray();
        yield return new Table(["model", new("dense parameters", ValueFormat.Count), new("operations a row", ValueFormat.Count), new("rows learned a second", ValueFormat.Count)],
            models.Select(g => (IReadOnlyList<Cell>)[g.Key, Of(g, ClickRun.Network, ClickRun.Parameters), Of(g, ClickRun.Network, ClickRun.Flops), Of(g, ClickRun.Network, ClickRun.RowsPerSecond)]))
        { Caption = "Size and cost: parameters beside the tables of vectors, operations of matrix products, rows in a second of one thread's processor time with the measurements in between" };
        if (models.Any(g => Layers(g.First()).Any()))
            yield return new Table(["model", "layer", new("zeros", ValueFormat.Share), new("mean α", ValueFormat.Number), new("mean γ", ValueFormat.Number), new("mean of what enters", ValueFormat.Number)],
                models.SelectMany(g => Layers(g.First()).Select(l => (IReadOnlyList<Cell>)[g.Key, l, Of(g, l, ClickDetails.Zeros), Of(g, l, ClickDetails.Alpha), Of(g, l, ClickDetails.Gamma), Of(g, l, ClickDetails.Input)])))
            { Caption = "What views leave out: zeros alone do not say whether α was learned, for what enters may have become negative" };
        string[] matrices = [.. here.SelectMany(r => r.Details).Where(d => d.Measure == ClickDetails.Mass).Select(d => d.Part).Distinct()];
        if (matrices.Length > 0)
            yield return new Table(["model", "matrix", new("|w| below 0.001", ValueFormat.Share), new("mass of the top 4 % of inputs", ValueFormat.Share)],
                models.SelectMany(g => matrices.Where(m => g.First().Detail(m, ClickDetails.Mass) is not null).Select(m => (IReadOnlyList<Cell>)[g.Key, m, Of(g, m, ClickDetails.Small), Of(g, m, ClickDetails.Mass)])))
            { Caption = "How much of the dense matrices is used", Folded = true };
    }

    static Chart Reliability(CellResult[] here, string[] models) => new Chart.Lines("How true the probabilities are",
    [
        .. models.Select(m => here.First(r => r.Cell.Model == m)).Select(r => new Chart.Line(r.Cell.Model, [.. r.Details.Where(d => d.Measure == "predicted").Select(d => (d.Mean, r.Detail(d.Part, "clicked")?.Mean ?? double.NaN)).OrderBy(p => p.Mean)])),
        new Chart.Line("true", [(0, 0), (1, 1)]) { Reference = true },
    ])
    { Subtitle = "the share that was clicked (upwards) of rows by their predicted probability (across), in bins of equally many test rows, first seed", XFormat = ValueFormat.Share, Format = ValueFormat.Share };

    static IEnumerable<Chart> Noise(Study study, CellResult[] done)
    {
        var series = Series(done, r => study.DataOf(r.Cell).Clicks!.Noise, r => r.Cell.Model).ToArray();
        if (series.Length > 0) yield return new Chart.Lines($"{study.Metrics[0].Name} by fields that say nothing", series) { Subtitle = $"{study.Metrics[0].Name}, mean over seeds (upwards), by the random fields that were added (across)", XFormat = ValueFormat.Count, Format = ValueFormat.Metric };
    }

    static IEnumerable<Table> NoiseTable(Study study, CellResult[] done)
    {
        var rows = from model in done.GroupBy(r => r.Cell.Model)
                   from noisy in model.Where(r => study.DataOf(r.Cell).Clicks!.Noise > 0).GroupBy(r => study.DataOf(r.Cell).Clicks!.Noise)
                   let plain = model.Where(r => study.DataOf(r.Cell).Clicks!.Noise == 0).ToDictionary(r => r.Cell.Seed, r => r.Values[0])
                   let drop = MeanInterval.Of([.. noisy.Where(r => plain.ContainsKey(r.Cell.Seed)).Select(r => r.Values[0] - plain[r.Cell.Seed])])
                   where drop.N > 0
                   select (IReadOnlyList<Cell>)[model.Key, noisy.Key, drop.Mean, Cell.Interval(drop.Low, drop.High), drop.N];
        var all = rows.ToArray();
        if (all.Length > 0) yield return new Table(["model", new("fields added", ValueFormat.Count), new("difference", ValueFormat.Difference), new("95 % interval", ValueFormat.Difference), new("seeds", ValueFormat.Count)], all) { Caption = $"What the added fields change of {study.Metrics[0].Name}, seed by seed" };
    }

    // A model named FAMILY@SIZE is one size of a family.
    static IEnumerable<Chart> Sizes(Study study, CellResult[] done)
    {
        var series = Series([.. done.Where(r => r.Cell.Model.Contains('@', StringComparison.Ordinal))], r => Math.Log10(r.Detail(ClickRun.Network, ClickRun.Parameters)?.Mean ?? double.NaN), r => r.Cell.Model.Split('@')[0]).ToArray();
        if (series.Length > 0) yield return new Chart.Lines($"{study.Metrics[0].Name} by size", series) { Subtitle = $"{study.Metrics[0].Name}, mean over seeds (upwards), by the decimal logarithm of the dense parameters (across)", XFormat = ValueFormat.Number, Format = ValueFormat.Metric };
    }

    static IEnumerable<Chart.Line> Series(CellResult[] done, Func<CellResult, double> x, Func<CellResult, string> name) =>
        done.GroupBy(name).Select(g => new Chart.Line(g.Key, [.. g.GroupBy(x).Select(p => (X: p.Key, Y: p.Average(r => r.Values[0]))).OrderBy(p => p.X)])).Where(l => l.Points.Count > 1);

    static IEnumerable<string> Layers(CellResult result) => result.Details.Where(d => d.Measure == ClickDetails.Zeros).Select(d => d.Part);

    static double Of(IEnumerable<CellResult> results, string part, string measure) => results.Select(r => r.Detail(part, measure)?.Mean ?? double.NaN).Where(v => !double.IsNaN(v)).DefaultIfEmpty(double.NaN).Average();
}
