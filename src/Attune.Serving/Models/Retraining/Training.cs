namespace Attune.Serving;

/// <summary>
/// One training of one space, up to a model and a verdict: snapshot, trial split, candidate, trial beside the model in use, and, where it is accepted, the final model
/// of the same options on all of the snapshot, so that what is newest is learned before it is served. Nothing is stored here.
/// </summary>
/// <param name="options">What to train and how to decide.</param>
/// <param name="feedback">What events mean.</param>
/// <param name="time">The clock.</param>
sealed class Training(RetrainOptions options, FeedbackOptions feedback, TimeProvider time)
{
    /// <summary>What came of it.</summary>
    /// <param name="Model">The final model, or the candidate where it was refused.</param>
    /// <param name="Verdict">What was decided.</param>
    /// <param name="Events">Events that <paramref name="Model"/> was trained on.</param>
    /// <param name="LastEvent">The number of the newest event of the snapshot.</param>
    internal sealed record Result(IRecommender Model, Verdict Verdict, long Events, long LastEvent);

    /// <summary>Trains and decides.</summary>
    /// <exception cref="ArgumentException">The options name no model or no metric that can decide, or settings that the model does not have.</exception>
    /// <exception cref="DataException">There is nothing to train on.</exception>
    /// <param name="store">The space.</param>
    /// <param name="incumbent">The model in use, or null.</param>
    /// <param name="anew">A version that must go because it holds people who were erased: nothing is taken over from it, and its successor is accepted whatever the trial says. Null for none.</param>
    /// <param name="task">Hears the progress.</param>
    /// <param name="cancellation">Ends the work.</param>
    internal async Task<Result> RunAsync(IStore store, ActiveModel? incumbent, string? anew, ServerTasks.Running task, CancellationToken cancellation)
    {
        var trainer = Trainers.Create(options.Model, options.Settings);
        new Curated(options.Curation).Check(trainer);
        var metric = Trial.Deciding(options.Metric);
        var last = (await store.CountsAsync(cancellation).ConfigureAwait(false)).LastEvent;
        task.Enter("reading events");
        var data = await StoredData.ReadAsync(store, feedback, last, cancellation).ConfigureAwait(false);
        var context = Context(task, cancellation) with { StartFrom = anew is null && trainer.WarmStarts && IsAlike(trainer, incumbent) ? incumbent!.Model : null };
        return await Task.Run(() => Run(trainer, metric, data, incumbent, anew, last, context), cancellation).ConfigureAwait(false);
    }

    /// <summary>A published model beside the one in use.</summary>
    /// <param name="store">The space.</param>
    /// <param name="model">The published model.</param>
    /// <param name="incumbent">The model in use, or null.</param>
    /// <param name="task">Hears the progress.</param>
    /// <param name="cancellation">Ends the work.</param>
    internal async Task<Verdict> TryAsync(IStore store, IRecommender model, ActiveModel? incumbent, ServerTasks.Running task, CancellationToken cancellation)
    {
        var trial = new Trial(Trial.Deciding(options.Metric), Context(task, cancellation));
        task.Enter("reading events");
        Split? split = null;
        try
        {
            var data = await StoredData.ReadAsync(store, feedback, long.MaxValue, cancellation).ConfigureAwait(false);
            split = await Task.Run(() => NewestSplit.Of(data, options.HeldOut, incumbent is null ? [model] : [model, incumbent.Model]), cancellation).ConfigureAwait(false);
        }
        catch (DataException)
        {
            // A space without events measures nothing; the verdict says so.
        }
        return await Task.Run(() => trial.Of(model, incumbent, split), cancellation).ConfigureAwait(false);
    }

    Result Run(ITrainer trainer, IMetric metric, Dataset data, ActiveModel? incumbent, string? anew, long last, FitContext context)
    {
        var split = NewestSplit.Of(data, options.HeldOut, incumbent is null ? [] : [incumbent.Model]);
        var trial = new Trial(metric, context with { StartFrom = null });
        var curated = new Curated(options.Curation);
        var model = curated.Fit(trainer, split?.Train ?? data, context);
        var verdict = trial.Of(model, incumbent, split);
        if (anew is not null && !verdict.IsAccepted) verdict = verdict with { IsAccepted = true, Reason = $"Activated because {anew} holds people who were erased. The trial said: {verdict.Reason}" };
        if (split is not null && verdict.IsAccepted) (model, split) = (curated.Fit(trainer, data, context), null);
        if (curated.Said.Length > 0) verdict = verdict with { Reason = curated.Said + verdict.Reason };
        return new Result(model, verdict, split?.Train.Count ?? data.Count, last);
    }

    // Trainings leave processors to requests.
    FitContext Context(ServerTasks.Running task, CancellationToken cancellation) => new()
    {
        Progress = task,
        Cancellation = cancellation,
        Time = time,
        Threads = options.Threads > 0 ? options.Threads : Math.Max(1, Environment.ProcessorCount / 2),
    };

    static bool IsAlike(ITrainer trainer, ActiveModel? incumbent) =>
        incumbent?.Model.Trainer is { } other && other.GetType() == trainer.GetType() && Options.ToJson(other) == Options.ToJson(trainer);
}
