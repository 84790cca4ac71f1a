using Microsoft.Extensions.Hosting;

namespace Attune.Serving;

/// <summary>
/// Reads the default space into memory when the server starts; and takes in, every few seconds, what other processes have written, and counts events that were too many for
/// a request.
/// </summary>
/// <param name="server">The server.</param>
/// <param name="time">The clock.</param>
sealed class CatchingUp(AttuneServer server, TimeProvider time) : BackgroundService
{
    static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            var isWarm = await server.WarmAsync(stoppingToken).ConfigureAwait(false);
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                isWarm = isWarm || await server.WarmAsync(stoppingToken).ConfigureAwait(false);
                await server.CatchUpAsync(stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }
}
