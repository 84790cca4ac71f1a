using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Attune.Serving;

/// <summary>Healthy when the items of the default space are in memory: before that, requests would wait for them, seconds where there are a million.</summary>
sealed class ListsHealth(AttuneServer server, TimeProvider time) : IHealthCheck
{
    // A small space is read sooner than anybody asks again.
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await server.Warm.WaitAsync(Patience, time, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (TimeoutException)
        {
            return HealthCheckResult.Unhealthy("The items are being read.");
        }
    }
}
