using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Attune.Serving;

/// <summary>How many requests each key, or address where there is none, may send in a second.</summary>
sealed class RateLimits : IAsyncDisposable
{
    readonly PartitionedRateLimiter<string>? _limiter;

    public RateLimits(IOptions<AttuneOptions> options)
    {
        var most = options.Value.Api.RequestsPerSecond;
        if (most > 0)
            _limiter = PartitionedRateLimiter.Create<string, string>(who => RateLimitPartition.GetFixedWindowLimiter(who,
                _ => new FixedWindowRateLimiterOptions { PermitLimit = most, Window = TimeSpan.FromSeconds(1) }), StringComparer.Ordinal);
        Most = most;
    }

    /// <summary>Requests in a second; 0 for no limit.</summary>
    internal int Most { get; }

    /// <summary>Counts a request; the time to wait where it is one too many, else null.</summary>
    internal TimeSpan? Count(HttpContext context, Caller? caller)
    {
        if (_limiter is null) return null;
        var who = caller is not null ? "key " + caller.Name : "address " + context.Connection.RemoteIpAddress;
        using var lease = _limiter.AttemptAcquire(who);
        if (lease.IsAcquired) return null;
        return lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromSeconds(1);
    }

    public ValueTask DisposeAsync() => _limiter?.DisposeAsync() ?? default;
}
