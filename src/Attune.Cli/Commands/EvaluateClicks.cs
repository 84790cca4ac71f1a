using System.CommandLine;
using Attune.Neural;

namespace Attune.Cli;

/// <summary><c>attune evaluate --clicks</c>: a trained model of clicks against labelled rows.</summary>
static class EvaluateClicks
{
    internal static readonly Option<string> Rows = new("--clicks") { HelpName = "FILE", Description = "Click rows instead of events (attune data clicks): auc, gauc where users are known, log-loss and calibration of a trained model of clicks." };

    internal static void Do(Call call, ModelOptions models, HoldOutOptions holdOut, MeasureOptions measure, RunOptions run, EnergyFlags energy, Option lists)
    {
        if (holdOut.Append(lists).Concat(measure.WithoutBootstrap).FirstOrDefault(call.Has) is { } other) throw new UsageException($"{other.Name} is for lists of items, and --clicks measures predicted clicks: leave one of them out.");
        if (!models.IsTrained(call)) throw new UsageException($"--clicks: the rows are for a trained model; {models.Name(call)} is none. Train it into a folder first (attune train), and name that.");
        using var metered = energy.Start(call);
        var (model, rows) = call.During(WorkPhase.Load, () => (models.Load(call), ClickFile.Open(call.Value(Rows)!)));
        using var file = rows;
        if (model is not IClickModel clicks) throw new UsageException($"--clicks: {model.NameOf()} predicts no clicks; name the folder of a model that does (attune models), or leave --clicks out.");
        var options = new ClickEvaluationOptions { BootstrapSamples = measure.BootstrapOr(call, 200), Seed = run.Seed(call) };
        var scores = call.During(WorkPhase.Predict, () => call.Working($"evaluating {model.NameOf()}", progress => ClickEvaluation.Of(clicks, file, options, run.Context(call, progress))));
        var sparsity = clicks.Trainer is SsrTrainer ? SparsityReport.Of(clicks, file) : null;
        call.Keep(scores.Notes);
        var use = metered.Stop(call);
        var report = Report.Of(scores);
        if (sparsity is not null) report = report with { Sections = [.. report.Sections, .. sparsity.ToReport().Sections] };
        call.Answer(Json(call, scores, sparsity, use), use is null ? report : report.With(use));
    }

    static object Json(Call call, ClickScores scores, SparsityReport? sparsity, EnergyUse? use) => new
    {
        model = scores.Model,
        rows = scores.Rows,
        clicks = scores.Clicks,
        metrics = scores.Metrics.ToDictionary(m => m.Metric, m => new { value = m.Value, low = m.Low, high = m.High }),
        aucDeviation = scores.AucDeviation,
        intervals = scores.ByUser ? "users" : "rows",
        reliability = scores.Reliability.Select(b => new { low = b.Low, high = b.High, rows = b.Weight, predicted = b.Predicted, observed = b.Observed }),
        sparsity = sparsity?.Views.Select(v => new { layer = v.Layer, view = v.View, zeros = v.ZeroRatio, alpha = v.Alpha, gamma = v.MeanGamma, input = v.MeanInput }),
        evaluateSeconds = scores.Seconds,
        energy = EnergyJson.Of(use),
        peakMemoryMb = Machine.PeakMemoryMb,
        notes = call.Notes,
    };
}
