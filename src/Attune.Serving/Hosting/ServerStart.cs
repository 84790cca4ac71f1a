using System.Data.Common;
using System.Net.Sockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Attune.Serving;

/// <summary>
/// Opens the storage before the server listens. One that cannot be reached yet (its machine starts later) is tried again, and until then the server says that it
/// is not ready; one that cannot be used at all ends the start.
/// </summary>
sealed partial class ServerStart(IStorage storage, ServerState state, Background background, StateGauges gauges, TimeProvider time, ILogger<ServerStart> logger) : IHostedService, IDisposable
{
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    readonly CancellationTokenSource _stop = new();
    Task _trying = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        gauges.Show();
        if (!await TryAsync(cancellationToken)) _trying = RetryAsync(_stop.Token);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _trying.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await background.StopAsync(cancellationToken);
        state.Wait("The server is stopping.");
    }

    public void Dispose() => _stop.Dispose();

    async Task<bool> TryAsync(CancellationToken cancellation)
    {
        try
        {
            await storage.StartAsync(cancellation);
            state.Ready();
            LogReady();
            return true;
        }
        catch (Exception e) when (IsPassing(e))
        {
            state.Wait("The storage cannot be reached yet; try again soon.");
            LogUnreachable(e.GetType().Name);
            return false;
        }
    }

    async Task RetryAsync(CancellationToken cancellation)
    {
        do await Task.Delay(Pause, time, cancellation);
        while (!await TryAsync(cancellation));
    }

    static bool IsPassing(Exception e) => e is DbException { IsTransient: true } or SocketException or TimeoutException || (e.InnerException is { } inner && IsPassing(inner));

    [LoggerMessage(Level = LogLevel.Information, Message = "The storage is open; requests are answered.")]
    partial void LogReady();

    // The message of such an error may hold the address and more of the connection string: its kind is enough.
    [LoggerMessage(Level = LogLevel.Warning, Message = "The storage cannot be reached ({Kind}); trying again.")]
    partial void LogUnreachable(string kind);
}
