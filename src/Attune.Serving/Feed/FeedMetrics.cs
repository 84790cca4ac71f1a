using System.Diagnostics.Metrics;

namespace Attune.Serving;

/// <summary>The instruments of the feed.</summary>
sealed class FeedMetrics
{
    readonly Counter<long> _messages, _events, _dead, _retries;
    double _lag;
    long _waiting;

    public FeedMetrics(IMeterFactory meters, FeedState state)
    {
        var meter = meters.Create(ServingMetrics.Name);
        _messages = meter.CreateCounter<long>("attune_feed_messages", description: "Messages of the feed that were stored.");
        _events = meter.CreateCounter<long>("attune_feed_events", description: "Events of the feed, by result: taken, or known already.");
        _dead = meter.CreateCounter<long>("attune_feed_dead_letters", description: "Messages of the feed that could not be taken and were put aside.");
        _retries = meter.CreateCounter<long>("attune_feed_retries", description: "Writes of the feed that the store refused for a time.");
        meter.CreateObservableGauge("attune_feed_lag_seconds", () => Volatile.Read(ref _lag), "s", "Seconds from the sending of the newest stored message to its storing.");
        meter.CreateObservableGauge("attune_feed_waiting", () => Volatile.Read(ref _waiting), description: "Messages that wait in the queue.");
        meter.CreateObservableGauge("attune_feed_running", () => state.Now.Status == FeedStatus.Running ? 1 : 0, description: "1 while events are taken as they come.");
    }

    /// <summary>Messages were stored: so many events were new, so many known already.</summary>
    internal void Stored(int messages, int taken, int known)
    {
        _messages.Add(messages);
        if (taken > 0) _events.Add(taken, new KeyValuePair<string, object?>("result", "taken"));
        if (known > 0) _events.Add(known, new KeyValuePair<string, object?>("result", "known"));
    }

    /// <summary>A message was put aside.</summary>
    internal void Buried() => _dead.Add(1);

    /// <summary>The store refused a write that will be tried again.</summary>
    internal void Retried() => _retries.Add(1);

    /// <summary>How long the newest stored message was under way.</summary>
    internal void Lag(TimeSpan time) => Volatile.Write(ref _lag, Math.Max(0, time.TotalSeconds));

    /// <summary>How many messages wait in the queue.</summary>
    internal void Waiting(long messages) => Volatile.Write(ref _waiting, messages);
}
