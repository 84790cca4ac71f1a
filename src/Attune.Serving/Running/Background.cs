using System.Collections.Concurrent;

namespace Attune.Serving;

/// <summary>Work that goes on after its request was answered. The end of the server cancels it and waits for it.</summary>
sealed class Background : IDisposable
{
    readonly CancellationTokenSource _stop = new();
    readonly ConcurrentDictionary<Task, bool> _running = [];

    internal void Run(Func<CancellationToken, Task> work)
    {
        var task = Task.Run(() => work(_stop.Token), CancellationToken.None);
        _running.TryAdd(task, true);
        _ = task.ContinueWith(t => _running.TryRemove(t, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    internal async Task StopAsync(CancellationToken cancellation)
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running.Keys).WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _stop.Dispose();
}
