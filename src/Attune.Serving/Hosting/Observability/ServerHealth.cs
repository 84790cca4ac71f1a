using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Attune.Serving;

/// <summary>Whether the server can answer now: it has started, it is not stopping, and none of its health checks fails. A degraded part (no feed, an older model) does not keep it from answering.</summary>
sealed class ServerHealth(HealthCheckService checks, ServerState state, IHostApplicationLifetime lifetime)
{
    /// <summary>What the names of the server's own checks begin with: those of the application have names of their own.</summary>
    internal const string Prefix = "attune.";

    /// <summary>Whether it can, and how its parts are, in words that hold nothing secret.</summary>
    internal async Task<(bool IsReady, string Words)> AskAsync(CancellationToken cancellation)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested) return (false, "The server is stopping.");
        if (state.NotReady is { } reason) return (false, reason);
        var report = await checks.CheckHealthAsync(check => check.Name.StartsWith(Prefix, StringComparison.Ordinal), cancellation);
        var words = report.Entries.Where(e => e.Value.Status != HealthStatus.Healthy).OrderBy(e => e.Key, StringComparer.Ordinal)
            .Select(e => $"{e.Key[Prefix.Length..]}: {e.Value.Status.ToString().ToLowerInvariant()}. {e.Value.Description}".TrimEnd());
        return (report.Status != HealthStatus.Unhealthy, report.Status == HealthStatus.Healthy ? "ready" : string.Join('\n', words));
    }
}
