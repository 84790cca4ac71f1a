using Attune.Neural;

namespace Attune.Studies;

/// <summary>
/// What a way of keeping a model up to date is worth, read off the details of its cells. Recovered: Σ (M − M₀) ⁄ Σ (M′ − M₀) over the updates, where M₀ is the model that is left alone under the same seed and M′ either the one that learns from every chunk for as many
/// epochs (of-full) or the first model on the first stretch that it was measured on (of-initial). Sums come before the division, so that one stretch in which little was lost decides nothing; where the sum below is less than 2 % of Σ M₀ it is undefined.
/// </summary>
static class AdaptedCell
{
    internal const string OfFull = "recovered-of-full", OfInitial = "recovered-of-initial", Kept = "kept-of-first", UpdateSeconds = "update-seconds", UpdateFlops = "update-flops", DiscrepancyGain = "mmd2-gain";

    const double Least = 0.02;

    /// <summary>What claims may compare beside the metrics of a study over time.</summary>
    internal static IReadOnlyList<IMetric> Metrics { get; } =
    [
        new Read(OfFull, true), new Read(OfInitial, true), new Read(Kept, true), new Read(UpdateSeconds, false), new Read(UpdateFlops, false), new Read(DiscrepancyGain, false), new Read(AdaptationRun.Cosine, null), new Read(AdaptationRun.Agreement, true),
    ];

    /// <summary>The value of one of <see cref="Metrics"/>; NaN where it is undefined, or a cell that it is held against is not done.</summary>
    internal static double ValueOf(Study study, CellResult result, IReadOnlyList<CellResult> results, string metric) => metric switch
    {
        OfFull => Recovered(study, result, results, ofFull: true),
        OfInitial => Recovered(study, result, results, ofFull: false),
        Kept => Course(study, result) is { Length: > 1 } course ? course[^1] / course[0] : double.NaN,
        UpdateSeconds => Sum(result, AdaptationRun.SelectSeconds) + Sum(result, AdaptationRun.TrainSeconds),
        UpdateFlops => Sum(result, AdaptationRun.TrainFlops) + (result.Details.Any(d => d.Measure == AdaptationRun.SelectFlops) ? Sum(result, AdaptationRun.SelectFlops) : 0),
        DiscrepancyGain => Mean(result, AdaptationRun.Discrepancy) - Mean(result, AdaptationRun.RandomDiscrepancy),
        _ => Mean(result, metric),
    };

    /// <summary>The first metric on each stretch, from the one before any update on; empty of a cell without details.</summary>
    internal static double[] Course(Study study, CellResult result) => [.. result.Details.Where(d => d.Measure == study.Metrics[0].Name).Select(d => d.Mean)];

    /// <summary>The model of the same kind on the same data that is left alone; null where the study has none.</summary>
    internal static StudyModel? Frozen(Study study, StudyCell cell) => Like(study, cell).FirstOrDefault(m => m.Update is null);

    /// <summary>The one that learns from every chunk, of several the one with the most epochs; null where the study has none.</summary>
    internal static StudyModel? Full(Study study, StudyCell cell) => Like(study, cell).Where(m => m.Update?.Select == SubsetUpdate.All).MaxBy(m => m.Update!.Epochs);

    internal static double Mean(CellResult result, string measure) => result.Details.Where(d => d.Measure == measure).Select(d => d.Mean).DefaultIfEmpty(double.NaN).Average();

    internal static double Sum(CellResult result, string measure) => result.Details.Where(d => d.Measure == measure).Select(d => d.Mean).DefaultIfEmpty(double.NaN).Sum();

    static double Recovered(Study study, CellResult result, IReadOnlyList<CellResult> results, bool ofFull)
    {
        if (Frozen(study, result.Cell) is not { } frozen || Done(frozen) is not { } left) return double.NaN;
        var (own, alone) = (Course(study, result), Course(study, left));
        if (own.Length < 2 || own.Length != alone.Length) return double.NaN;
        var best = ofFull ? Full(study, result.Cell) is { } full && Done(full) is { } done ? Course(study, done) : [] : [.. own.Select(_ => own[0])];
        if (best.Length != own.Length) return double.NaN;
        var (gained, possible, all) = (0.0, 0.0, 0.0);
        for (var k = 1; k < own.Length; k++) (gained, possible, all) = (gained + own[k] - alone[k], possible + best[k] - alone[k], all + alone[k]);
        return possible > Least * all ? gained / possible : double.NaN;

        CellResult? Done(StudyModel model) => results.FirstOrDefault(r => !r.Failed && r.Cell == result.Cell with { Model = model.Label });
    }

    static IEnumerable<StudyModel> Like(Study study, StudyCell cell)
    {
        var (own, data) = (study.ModelOf(cell), study.DataOf(cell));
        return study.Spec.Models.Where(m => m.IsOn(data) && m.Model == own.Model && Options.ToJson(study.Trainers[m.Label]) == Options.ToJson(study.Trainers[own.Label]));
    }

    sealed record Read(string Name, bool? HigherIsBetter) : IMetric;
}
