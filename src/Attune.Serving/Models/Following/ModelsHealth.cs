using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Attune.Serving;

/// <summary>Degraded while the active model of a space cannot be used and another answers in its stead.</summary>
sealed class ModelsHealth(ModelLoader loader) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        loader.Problems.Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded(string.Join(' ', loader.Problems.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => p.Value))));
}
