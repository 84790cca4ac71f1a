namespace Attune.Studies;

/// <summary>Trains one cell and measures it. A watched training keeps the best epoch on the validation data; the test part is looked at once, at the end.</summary>
sealed class CellRun(Study study, StudyCell cell, ITrainer given, CellData data, FitContext context)
{
    readonly StudyModel _model = study.ModelOf(cell);
    readonly IMetric _watch = study.Spec.WatchedOn(study.DataOf(cell));
    readonly List<CurvePoint> _curve = [];
    readonly TrainingClock _clock = new(context);

    /// <summary>What it gave; a cell that cannot be trained or measured is a result with an error.</summary>
    internal CellResult Run() => CellResult.Of(cell, _clock, _curve, Measured);

    CellResult Measured()
    {
        var trainer = SeededTrainer.WithSeed(given, cell.Seed);
        var watched = _model.Patience > 0;
        var stopping = watched ? Watching(trainer) : null;
        var split = AudienceRun.SplitOf(_model, data.Audience, data.For(watched));
        // Only where sizes are compared or costs are measured: looking at the memory clears it first, which takes a while.
        using var memory = data.Sized is null && context.Phases is null ? null : PeakMemory.Watch();
        var (begun, busy) = (_clock.Seconds, _clock.BusySeconds);
        var model = Fitted(trainer, split, stopping);
        var (fitSeconds, busySeconds, bytes) = (_clock.Seconds - begun, _clock.BusySeconds - busy, memory?.Growth ?? 0);
        memory?.Dispose();
        using var phase = context.Phases?.Enter(WorkPhase.Predict);
        var scores = Evaluation.Of(model, split, [.. study.Metrics.Where(m => StudyMetric.IsOf(m, study.DataOf(cell)))], AudienceRun.RerankOf(_model) is { } rerank ? data.Measure with { Rerank = rerank } : data.Measure, context);
        var audience = data.Audience is { } users ? new AudienceRun(study, cell, users, context) : null;
        return new CellResult(cell, [.. study.Metrics.Select(m => scores.Metrics.FirstOrDefault(s => s.Metric == m.Name)?.Value ?? double.NaN)])
        {
            FitSeconds = fitSeconds,
            EvaluateSeconds = _clock.Seconds - begun - fitSeconds,
            Users = scores.Users,
            Epochs = _curve.Count > 0 ? _curve[^1].Epoch : 0,
            BestEpoch = stopping?.BestEpoch ?? 0,
            Curve = _curve,
            Details = audience?.Of(model) ?? [],
            Notes = [.. scores.Notes, .. audience?.Notes ?? [], .. new[] { CostNote.Of(trainer), OptimizerNote.Of(trainer, split.Train.Items.Count), MembersNote.Of(model), context.Phases is null ? null : MemoryNote.Of(bytes), data.Sized is { } sized ? $"{sized with { FitSeconds = busySeconds, Bytes = bytes }}" : null }.OfType<string>()],
        };
    }

    IRecommender Fitted(ITrainer trainer, Split split, EarlyStopping? stopping)
    {
        using var phase = context.Phases?.Enter(WorkPhase.Fit);
        return trainer.Fit(split.Train, context with { EarlyStopping = stopping });
    }

    EarlyStopping Watching(ITrainer trainer)
    {
        var epochs = (int)TrialRun.EpochsOf(trainer)!.GetValue(trainer)!;
        return new EarlyStopping(model =>
        {
            var value = Evaluation.Of(model, data.Watched!, [_watch], data.MeasureWatched, context).Metrics[0].Value;
            _curve.Add(new CurvePoint(Math.Min((_curve.Count + 1) * _model.Every, epochs), value, _clock.Seconds));
            return TrialRun.Sign(_watch) * value;
        })
        {
            Patience = _model.Patience,
            Every = _model.Every,
            IsOver = _model.Minutes is { } minutes ? () => _clock.BusySeconds >= 60 * minutes : null,
        };
    }
}
