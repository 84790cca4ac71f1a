using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Attune.Serving;

/// <summary>Healthy while the storage answers, within two seconds.</summary>
sealed class StorageHealth(IStorage storage, TimeProvider time) : IHealthCheck
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await storage.CheckAsync(cancellationToken).WaitAsync(Patience, time, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // The message of such an error may hold parts of the connection string: its kind is enough.
            return HealthCheckResult.Unhealthy($"The storage does not answer ({e.GetType().Name}).");
        }
    }
}
