namespace Attune.Studies;

/// <summary>Searches the options of a model on the validation data, trains what was found on all training data, and measures that and its costs. The test part is looked at once, at the end.</summary>
sealed class TunedRun(Study study, StudyCell cell, CellData data, FitContext context)
{
    const int Lists = 200, FirstLists = 20;

    readonly TrainingClock _clock = new(context);

    internal CellResult Run() => CellResult.Of(cell, _clock, [], Measured);

    CellResult Measured()
    {
        using var search = Searched();
        var ((best, settings, trainer), searchSeconds) = (search.Found(), _clock.BusySeconds);
        var (split, clock) = (data.For(watched: false), new TrainingClock(context));
        using var memory = PeakMemory.Watch();
        var model = Fitted(trainer, split);
        var (fitSeconds, busySeconds, bytes) = (clock.Seconds, clock.BusySeconds, memory.Growth);
        memory.Dispose();
        var milliseconds = MillisecondsOf(model, split);
        using var phase = context.Phases?.Enter(WorkPhase.Predict);
        var protocol = study.DataOf(cell);
        // Where every seed draws the parts anew, the seeds tell the spread, and nothing but the test is paid for.
        var scores = Evaluation.Of(model, split, [.. study.Metrics.Where(m => StudyMetric.IsOf(m, protocol))], protocol.Redraw ? data.Measure : data.Measure with { BootstrapSamples = 1000 }, context);
        MetricScore?[] ordered = [.. study.Metrics.Select(m => scores.Metrics.FirstOrDefault(s => s.Metric == m.Name))];
        var note = new TunedNote(search.Trials.Count(t => !double.IsNaN(t.Value)), string.Join(", ", settings.Select(s => $"{s.Key} {s.Value}")), best.Value, search.Trials[0].Value, searchSeconds, busySeconds, bytes, milliseconds,
            [.. ordered.Select(s => (s?.Low ?? double.NaN, s?.High ?? double.NaN))]);
        var audience = data.Audience is { } users ? new AudienceRun(study, cell, users, context) : null;
        return new CellResult(cell, [.. ordered.Select(s => s?.Value ?? double.NaN)])
        {
            FitSeconds = fitSeconds,
            EvaluateSeconds = clock.Seconds - fitSeconds,
            Users = scores.Users,
            Epochs = best.Epoch,
            BestEpoch = best.Epoch,
            Details = audience?.Of(model) ?? [],
            Notes = [.. scores.Notes, .. audience?.Notes ?? [], note.ToString()],
        };
    }

    IRecommender Fitted(ITrainer trainer, Split split)
    {
        using var phase = context.Phases?.Enter(WorkPhase.Fit);
        return trainer.Fit(split.Train, context);
    }

    Search Searched()
    {
        using var phase = context.Phases?.Enter(WorkPhase.Search);
        var model = study.ModelOf(cell);
        var trainer = SeededTrainer.WithSeed(study.Trainers[cell.Model], cell.Seed);
        var search = Search.Over(trainer, data.Watched!, new SearchOptions
        {
            Space = model.Tune!.SpaceOf(trainer),
            Trials = model.Tune.Trials,
            Metric = study.Spec.WatchedOn(study.DataOf(cell)),
            Evaluation = data.MeasureWatched,
            EpochPatience = model.Patience,
            TrialMinutes = model.Minutes,
            Seed = cell.Seed,
        });
        while (search.Next(context) is not null)
        {
        }
        return search;
    }

    // As a server asks: one user after another. In processor time, as all of this.
    double MillisecondsOf(IRecommender model, Split split)
    {
        using var rest = context.Phases?.Enter(WorkPhase.Rest);
        int[] users = [.. model.Catalog.Users.MapFrom(split.Test.Users).Where(u => u >= 0).Take(Lists)];
        if (users.Length == 0) return double.NaN;
        foreach (var user in users.Take(FirstLists)) model.Recommend(Query.For(user));
        var clock = new TrainingClock(context with { Threads = 1 });
        foreach (var user in users)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            model.Recommend(Query.For(user));
        }
        return 1000 * clock.BusySeconds / users.Length;
    }
}
