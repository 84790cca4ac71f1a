using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Attune.Serving;

/// <summary>Whether the server can answer now.</summary>
sealed partial class ServerHealth(IStorage storage, ServerState state, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<ServerHealth> logger)
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Why it cannot, in words that hold nothing secret; null where it can. Takes two seconds at most.</summary>
    internal async Task<string?> NotReadyAsync(CancellationToken cancellation)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested) return "The server is stopping.";
        if (state.NotReady is { } reason) return reason;
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            var check = storage.CheckAsync(patience.Token);
            await check.WaitAsync(Patience, time, cancellation);
            return null;
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            LogNoAnswer(e.GetType().Name);
            return "The storage does not answer.";
        }
    }

    // The message of such an error may hold parts of the connection string: its kind is enough.
    [LoggerMessage(Level = LogLevel.Warning, Message = "The storage does not answer ({Kind}).")]
    partial void LogNoAnswer(string kind);
}
