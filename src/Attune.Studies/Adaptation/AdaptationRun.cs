using System.Globalization;
using Attune.Neural;
using Attune.Numerics;

namespace Attune.Studies;

/// <summary>One cell of a study over time: a first model, brought up to date stretch after stretch in one way, and measured on what came next each time. What others share is kept by <see cref="FirstModels"/>.</summary>
sealed class AdaptationRun(Study study, StudyCell cell, Timeline timeline, FirstModels first, FitContext context)
{
    internal const string NewItems = "new-items", SelectSeconds = "select-seconds", TrainSeconds = "train-seconds", Steps = "steps", Candidates = "candidates", Above = "above";
    internal const string Items = "items", Users = "users", Events = "events", Discrepancy = "mmd2", RandomDiscrepancy = "mmd2-random", Cosine = "cosine", RandomCosine = "cosine-random", SelectFlops = "select-flops", TrainFlops = "train-flops", Agreement = "agreement";

    const int Many = 10;

    readonly TrainingClock _clock = new(context);
    readonly StudyUpdate? _update = study.ModelOf(cell).Update;

    internal static string PartOf(int update) => string.Create(CultureInfo.InvariantCulture, $"update {update}");

    internal CellResult Run() => CellResult.Of(cell, _clock, [], Measured);

    CellResult Measured()
    {
        var begun = first.Of(study, cell, timeline, context);
        var (model, details, seconds, users) = (begun.Model, new List<CellDetail>(), 0.0, begun.Start.Users);
        details.AddRange(begun.Start.Details(PartOf(0), study.Metrics));
        var versus = _update?.Versus is { } name ? first.Versus(study, cell with { Model = name }, timeline, context) : null;
        var (values, all) = (new double[study.Metrics.Count], new List<double>());
        for (var k = 1; k <= timeline.Updates; k++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            context.Report("updates", k - 1, timeline.Updates);
            if (_update is not null)
            {
                if (AgreementOf(model, k) is { } agreement) details.Add(agreement);
                var adapted = Update(model, k);
                model = adapted.Model;
                seconds += adapted.SelectSeconds + adapted.TrainSeconds;
                details.AddRange(Facts(PartOf(k), adapted, timeline.New(k).Count));
            }
            var asked = first.Measured(model, timeline, k, study.Metrics, context);
            users = Math.Max(users, asked.Users);
            details.AddRange(asked.Details(PartOf(k), study.Metrics));
            for (var m = 0; m < values.Length; m++) values[m] += asked.Means[m] / timeline.Updates;
            if (versus is null) continue;
            double[] differences = [.. asked.ByUser.Zip(versus[k - 1].ByUser, (a, b) => a - b)];
            details.Add(CellDetail.Of(PartOf(k), $"{Above} {_update!.Versus}", differences));
            all.AddRange(differences);
        }
        if (versus is not null) details.Add(CellDetail.One("all", $"p {Above} {_update!.Versus}", Significance.PairedBootstrap([.. all]).P));
        return new CellResult(cell, values) { FitSeconds = seconds, EvaluateSeconds = _clock.Seconds, Users = users, Details = details };
    }

    UpdatedModel Update(IRecommender model, int k) => _update!.Of(cell.Seed).Apply(model, timeline.New(k), timeline.Present(k, null, (Seed)cell.Seed), context);

    // Whether ten times as many chunks of the present would score the new ones otherwise: asked once for each way of comparing.
    CellDetail? AgreementOf(IRecommender model, int k)
    {
        if (_update is not { Select: "top", Represent: not null }) return null;
        var update = _update.Of(cell.Seed);
        var present = timeline.Present(k, Many * timeline.References, (Seed)cell.Seed);
        if (present.Count < Many / 2 * timeline.References) return null;
        using var few = update.Represented(model, timeline.New(k), timeline.Present(k, null, (Seed)cell.Seed), context)!;
        using var many = update.Represented(model, timeline.New(k), present, context)!;
        return CellDetail.One(PartOf(k), Agreement, Spearman.Of(few.Scores, many.Scores));
    }

    static IEnumerable<CellDetail> Facts(string part, UpdatedModel adapted, int candidates) =>
    [
        .. adapted.Report is { } report ? Compared(part, report) : [],
        CellDetail.One(part, Candidates, candidates), CellDetail.One(part, "chosen", adapted.Chosen.Count), CellDetail.One(part, Steps, adapted.Steps),
        CellDetail.One(part, SelectSeconds, Math.Round(adapted.SelectSeconds, 3)), CellDetail.One(part, TrainSeconds, Math.Round(adapted.TrainSeconds, 3)), CellDetail.One(part, TrainFlops, adapted.TrainFlops),
    ];

    static IEnumerable<CellDetail> Compared(string part, SubsetReport report) => new[]
    {
        CellDetail.One(part, Items, (double)report.Items / report.AllItems), CellDetail.One(part, Users, (double)report.Users / report.AllUsers), CellDetail.One(part, Events, report.Events / report.AllEvents),
        CellDetail.One(part, Discrepancy, report.Discrepancy), CellDetail.One(part, RandomDiscrepancy, report.RandomDiscrepancy), CellDetail.One(part, Cosine, report.Cosine), CellDetail.One(part, RandomCosine, report.RandomCosine),
        CellDetail.One(part, SelectFlops, report.Cost.Total),
    }.Where(d => !double.IsNaN(d.Mean));
}
