using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Attune.Serving;

/// <summary>
/// Keeps this process on the versions that are active in the store: loads them before the first request, then asks every few seconds whether another replica or
/// a person has activated another.
/// </summary>
sealed partial class ModelFollower(ModelLoader loader, TimeProvider time, ILogger<ModelFollower> log) : BackgroundService
{
    /// <summary>The time from one question to the next.</summary>
    internal static readonly TimeSpan Every = TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        WorkFolder.Sweep(time);
        await LookAsync(cancellationToken).ConfigureAwait(false);
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

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
            // The server stops.
        }
    }

    // Whatever the store's trouble is, the models that answer go on answering.
    async Task LookAsync(CancellationToken cancellation)
    {
        try
        {
            await loader.FollowAllAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            NotAsked(e.GetType().Name);
        }
    }

    // The message of such an error may hold parts of a connection string: its kind is enough.
    [LoggerMessage(5, LogLevel.Warning, "The store could not be asked for the active models ({Kind}); those that answer go on, and it is asked again in a few seconds")]
    partial void NotAsked(string kind);
}
