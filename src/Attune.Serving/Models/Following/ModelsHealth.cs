using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Attune.Serving;

/// <summary>Degraded while the active model of a space cannot be used and another answers in its stead, and while it holds people who should be erased by now.</summary>
sealed class ModelsHealth(ModelLoader loader, Models models) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var problems = loader.Problems.Concat(models.WaitingErasures).OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => p.Value).ToArray();
        return Task.FromResult(problems.Length == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded(string.Join(' ', problems)));
    }
}
