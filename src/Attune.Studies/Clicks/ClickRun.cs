using System.Globalization;
using Attune.Neural;

namespace Attune.Studies;

/// <summary>
/// Trains a model of clicks and measures it. Trainings are watched on the rows for it and keep their best epoch; of a search the best trial is measured as it stands. The test rows are looked at once, at the end.
/// </summary>
sealed class ClickRun(Study study, StudyCell cell, ClickParts data, ITrainer given, FitContext context)
{
    internal const string Network = "network", Parameters = "parameters", Flops = "flops", RowsPerSecond = "rows-per-second", Test = "test";

    readonly StudyModel _model = study.ModelOf(cell);
    readonly IMetric _watch = study.Spec.WatchedOn(study.DataOf(cell));
    readonly TrainingClock _clock = new(context);

    internal CellResult Run() => CellResult.Of(cell, _clock, [], Measured);

    CellResult Measured()
    {
        var trainer = SeededTrainer.WithSeed(_model.Parameters is { } budget ? ParameterMatch.Find((ClickTrainer)given, data.Train.Fields, budget).Trainer : given, cell.Seed);
        var (fit, note) = _model.Tune is { } tune ? Searched(trainer, tune) : (Fitted(trainer), null);
        var fitSeconds = _clock.Seconds;
        using var phase = context.Phases?.Enter(WorkPhase.Predict);
        var measures = ClickMeasures.Of(fit.Model, data.Test, context);
        return new CellResult(cell, [.. study.Metrics.Select(measures.Value)])
        {
            FitSeconds = fitSeconds,
            EvaluateSeconds = _clock.Seconds - fitSeconds,
            Users = measures.Rows,
            Epochs = fit.Curve.Count,
            BestEpoch = fit.Best,
            Curve = fit.Curve,
            Details = [.. Costs(fit), .. measures.Details(Test), .. ClickDetails.Of(fit.Model, data)],
            Notes = note is null ? [] : [note.ToString()],
        };
    }

    IEnumerable<CellDetail> Costs(ClickFit fit)
    {
        var trainer = (ClickTrainer)fit.Model.Trainer;
        yield return CellDetail.One(Network, Parameters, trainer.DenseParameters(data.Train.Fields));
        yield return CellDetail.One(Network, Flops, trainer.FlopsPerRow(data.Train.Fields));
        yield return CellDetail.One(Network, RowsPerSecond, data.Train.Count * fit.Curve.Count / fit.BusySeconds);
    }

    (ClickFit, TunedNote) Searched(ITrainer trainer, StudyTuning tune)
    {
        using var phase = context.Phases?.Enter(WorkPhase.Search);
        var search = new OwnSearch<ClickFit>(trainer, tune, cell.Seed, TrialRun.Sign(_watch));
        search.Run(trial => Fitted(trial) is var fit ? (fit.Watched, fit) : default, context);
        var best = search.Best.Result!;
        return (best, new TunedNote(search.Measured, string.Create(CultureInfo.InvariantCulture, $"{search.SettingsOf(search.Best)}, epochs {best.Best}"), search.Best.Value, search.Given.Value, _clock.BusySeconds, best.BusySeconds, 0, double.NaN,
            [.. study.Metrics.Select(_ => (double.NaN, double.NaN))]));
    }

    ClickFit Fitted(ITrainer trainer)
    {
        using var phase = context.Phases?.Enter(WorkPhase.Fit);
        var (clock, curve) = (new TrainingClock(context), new List<CurvePoint>());
        var stopping = new EarlyStopping(model =>
        {
            var value = ClickMeasures.Of((IClickModel)model, data.Watched, context).Value(_watch);
            curve.Add(new CurvePoint(curve.Count + 1, value, clock.Seconds));
            return TrialRun.Sign(_watch) * value;
        })
        { Patience = _model.Patience, IsOver = _model.Minutes is { } minutes ? () => clock.BusySeconds >= 60 * minutes : null };
        var model = ((ClickTrainer)trainer).Fit(data.Train, context with { EarlyStopping = stopping });
        return new ClickFit(model, TrialRun.Sign(_watch) * stopping.BestValue, stopping.BestEpoch, curve, clock.BusySeconds);
    }

    /// <summary>One training.</summary>
    sealed record ClickFit(IClickModel Model, double Watched, int Best, IReadOnlyList<CurvePoint> Curve, double BusySeconds);
}
