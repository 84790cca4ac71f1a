using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Attune.Serving;

/// <summary>
/// Healthy while events come in. Without them lists are made from what is known, so the server is degraded, not unhealthy: a proxy must not take it out. What
/// went wrong stands in the log alone, because anybody may ask for the health.
/// </summary>
sealed class FeedHealth(FeedState state) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var now = state.Now;
        return Task.FromResult(now.Status switch
        {
            FeedStatus.Off => HealthCheckResult.Healthy("There is no feed."),
            FeedStatus.Running => HealthCheckResult.Healthy("The feed runs."),
            FeedStatus.Waiting => HealthCheckResult.Degraded($"The store takes no events since {now.Since:O}; they wait in the queue."),
            _ => HealthCheckResult.Degraded($"There is no broker since {now.Since:O}; events wait with whoever sends them."),
        });
    }
}
