using System.Globalization;

namespace Attune.Studies;

/// <summary>
/// Trains a model of next baskets, several times where the study says so, and measures it: every user's value is the mean over the trainings, and is held against that of other models user by user. Options are
/// searched, and trainings watched, on the validation users by the study's watched metric.
/// </summary>
sealed class BasketRun(Study study, StudyCell cell, BasketParts data, ReachedBaskets reached, ITrainer given, FitContext context)
{
    internal const string Versus = "versus", P = "p", Overlap = "overlap", Users = "users", Shift = "shift", Lists = "lists-per-second", Above = "above";

    readonly StudyModel _model = study.ModelOf(cell);
    readonly StudyBaskets _spec = study.DataOf(cell).Baskets!;
    readonly IListMetric _watch = (IListMetric)study.Spec.WatchedOn(study.DataOf(cell));
    readonly TrainingClock _clock = new(context);
    readonly List<CurvePoint> _curve = [];
    int _best;

    internal CellResult Run() => CellResult.Of(cell, _clock, _curve, Measured);

    CellResult Measured()
    {
        var (trainer, tuned) = _model.Tune is { } tune ? Searched(tune) : (given, null);
        var searchSeconds = _clock.BusySeconds;
        var begun = _clock.Seconds;
        IRecommender[] models = [.. BasketValues.Seeds(trainer, cell.Seed, _spec.Trainings).Select(seed => Fitted(SeededTrainer.WithSeed(trainer, seed), data.Test.Train))];
        var fitSeconds = _clock.Seconds - begun;
        using var phase = context.Phases?.Enter(WorkPhase.Predict);
        var values = BasketValues.Mean([.. models.Select(m => BasketEvaluation.Of(m, data.Test, Options, context))]);
        reached.Keep(cell, values);
        return new CellResult(cell, [.. study.Metrics.Select(m => StudyMetric.IsOf(m, study.DataOf(cell)) ? values.Value(m) : double.NaN)])
        {
            FitSeconds = fitSeconds,
            EvaluateSeconds = _clock.Seconds - begun - fitSeconds,
            Users = values.Users,
            Epochs = _curve.Count > 0 ? _curve[^1].Epoch : 0,
            BestEpoch = _best,
            Curve = _curve,
            Details = [.. Against(values), .. Shifted(models[0]), .. Sizes(values), CellDetail.One("all", Lists, data.Test.Users.Count / values.Seconds)],
            Notes = tuned is null ? [] : [(tuned with { SearchSeconds = searchSeconds, FitSeconds = _clock.BusySeconds - searchSeconds }).ToString()],
        };
    }

    BasketOptions Options => ReachedBaskets.OptionsOf(study);

    (ITrainer, TunedNote) Searched(StudyTuning tune)
    {
        using var phase = context.Phases?.Enter(WorkPhase.Search);
        var trainer = SeededTrainer.WithSeed(given, cell.Seed);
        var search = new OwnSearch<int>(trainer, tune, cell.Seed, TrialRun.Sign(_watch));
        search.Run(trial => (ValueOf(Fitted(trial, data.Watched.Train), data.Watched), _best), context);
        var settings = search.SettingsOf(search.Best);
        _curve.Clear();
        var note = new TunedNote(search.Measured, settings, search.Best.Value, search.Given.Value, 0, 0, 0, double.NaN, [.. study.Metrics.Select(_ => (double.NaN, double.NaN))]);
        return (Attune.Options.With(trainer, note.Found), note);
    }

    IRecommender Fitted(ITrainer trainer, Dataset train)
    {
        using var phase = context.Phases?.Enter(WorkPhase.Fit);
        if (_model.Patience == 0 || TrialRun.EpochsOf(trainer) is null) return trainer.Fit(train, context);
        var stopping = new EarlyStopping(model =>
        {
            var value = ValueOf(model, data.Watched);
            if (_curve.Count == 0 || _curve[^1].Epoch < (int)TrialRun.EpochsOf(trainer)!.GetValue(trainer)!) _curve.Add(new CurvePoint(_curve.Count + 1, value, _clock.Seconds));
            return TrialRun.Sign(_watch) * value;
        })
        { Patience = _model.Patience, Every = _model.Every };
        var model = trainer.Fit(train, context with { EarlyStopping = stopping });
        _best = stopping.BestEpoch;
        return model;
    }

    double ValueOf(IRecommender model, NextBaskets baskets) => BasketValues.Mean([BasketEvaluation.Of(model, baskets, Options with { Cutoffs = [_watch.Depth] }, context)]).Value(_watch);

    // The mean difference of every user's values; its deviation is that of the users, so that mean ± t · deviation / √count is the interval of a paired test.
    IEnumerable<CellDetail> Against(BasketValues values)
    {
        foreach (var other in _model.Against)
        {
            var theirs = reached.Of(new StudyCell(cell.Data, other, study.IsSeeded(cell.Data, other) ? cell.Seed : study.Spec.Seeds[0]), data, context);
            foreach (var metric in study.Metrics.Where(m => StudyMetric.IsOf(m, study.DataOf(cell))))
            {
                double[] differences = [.. values.PerUser(metric).Zip(theirs.PerUser(metric), (a, b) => a - b).Where(d => !double.IsNaN(d))];
                yield return CellDetail.Of($"{Versus} {other}", metric.Name, differences);
                yield return CellDetail.One($"{Versus} {other}", $"{P} {metric.Name}", Significance.PairedBootstrap(differences).P);
            }
        }
    }

    // Asked some days later, with nothing bought since: a list that does not change reads no calendar.
    IEnumerable<CellDetail> Shifted(IRecommender model)
    {
        if (_spec.Shifts.Count == 0) yield break;
        var top = _watch.Depth;
        int[][] lists = Tops(0);
        foreach (var days in _spec.Shifts)
        {
            var moved = Tops(days);
            var part = string.Create(CultureInfo.InvariantCulture, $"{Shift} {days}");
            yield return CellDetail.Of(part, Overlap, lists.Zip(moved, (a, b) => a.Length == 0 ? double.NaN : a.Intersect(b).Count() / (double)a.Length));
            yield return CellDetail.Of(part, $"precision@{top}", data.Test.Users.Zip(moved, (u, list) => list.Count(u.Bought.Contains) / (double)top));
        }

        int[][] Tops(int days) => [.. data.Test.Users.Select(u => BasketEvaluation.Ranked(model, u with { AsOf = u.AsOf.AddDays(days) }, top))];
    }

    IEnumerable<CellDetail> Sizes(BasketValues values) =>
        study.Metrics.Where(m => StudyMetric.IsOf(m, study.DataOf(cell))).Select(m => CellDetail.Of("all", m.Name, values.PerUser(m)));
}
