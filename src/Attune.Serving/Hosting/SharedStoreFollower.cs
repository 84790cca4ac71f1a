using Microsoft.Extensions.Hosting;

namespace Attune.Serving;

/// <summary>Where other processes write into the same storage, takes in what they wrote, every two seconds.</summary>
sealed class SharedStoreFollower(IStorage storage, AttuneServer server, TimeProvider time) : BackgroundService
{
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!storage.IsShared) return;
        while (true)
        {
            await Task.Delay(Pause, time, stoppingToken);
            await server.CatchUpAsync(stoppingToken);
        }
    }
}
