namespace Attune.Serving;

/// <summary>What the feed is doing.</summary>
enum FeedStatus
{
    /// <summary>No broker is configured.</summary>
    Off,

    /// <summary>There is no connection to the broker (yet).</summary>
    Connecting,

    /// <summary>Events are taken as they come.</summary>
    Running,

    /// <summary>The store does not take events; messages are held and tried again.</summary>
    Waiting,
}

/// <summary>How the feed stands, for health checks and pages. Safe for use from many threads.</summary>
sealed class FeedState
{
    volatile StatusNow _now = new(FeedStatus.Off, null, default);

    /// <summary>The status, with the last error while it lasts, and since when.</summary>
    internal StatusNow Now => _now;

    internal void Set(FeedStatus status, string? error, DateTimeOffset time)
    {
        var now = _now;
        _now = new(status, error, now.Status == status ? now.Since : time);
    }

    /// <param name="Status">The status.</param>
    /// <param name="Error">What went wrong last; null where nothing does.</param>
    /// <param name="Since">Since when the status is this.</param>
    internal sealed record StatusNow(FeedStatus Status, string? Error, DateTimeOffset Since);
}
