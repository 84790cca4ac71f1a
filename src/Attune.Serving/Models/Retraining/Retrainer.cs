using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Attune.Serving;

/// <summary>
/// Trains every space of the storage again as its events grow, and rids kept versions of users who were erased. Of several replicas the one that gets the storage's lock trains; a failure is the task's outcome
/// and a log message, and the next try waits longer.
/// </summary>
sealed partial class Retrainer(IStorage storage, Models models, IOptions<AttuneOptions> options, TimeProvider time, ILogger<Retrainer> log) : BackgroundService
{
    /// <summary>The time from one look at the spaces to the next.</summary>
    internal static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    readonly RetrainSchedule _schedule = new(options.Value.Retrain, time);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false)) await LookAsync(stoppingToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops; a training that was under way has left nothing.
        }
    }

    /// <summary>Trains the spaces that are due, one after the other.</summary>
    internal async Task LookAsync(CancellationToken cancellation)
    {
        try
        {
            foreach (var space in await storage.SpacesAsync(cancellation).ConfigureAwait(false)) await LookAtAsync(space, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            NotAsked(e.GetType().Name);
        }
    }

    async Task LookAtAsync(string space, CancellationToken cancellation)
    {
        var store = storage.Of(space);
        if (_schedule.IsPaused(space)) return;
        try
        {
            var record = await models.EraseAsync(store, cancellation).ConfigureAwait(false) ?? await TrainDueAsync(store, cancellation).ConfigureAwait(false);
            if (record is not null) _schedule.Trained(space, record.LastEvent);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            Failed(e, space, _schedule.Failed(space));
        }
    }

    async Task<ModelRecord?> TrainDueAsync(IStore store, CancellationToken cancellation) =>
        options.Value.Retrain.IsOn && _schedule.IsDue(store.Space, await store.CountsAsync(cancellation).ConfigureAwait(false), await store.ModelsAsync(cancellation).ConfigureAwait(false))
            ? await models.RetrainAsync(store, kept => _schedule.IsStillDue(store.Space, kept), cancellation).ConfigureAwait(false) : null;

    [LoggerMessage(6, LogLevel.Error, "Space {Space}: the training failed; the model that answers stays, and the next try is in {Pause}")]
    partial void Failed(Exception e, string space, TimeSpan pause);

    // The message of such an error may hold parts of a connection string: its kind is enough.
    [LoggerMessage(7, LogLevel.Warning, "The store could not be asked for new events ({Kind}); it is asked again in a few seconds")]
    partial void NotAsked(string kind);
}
