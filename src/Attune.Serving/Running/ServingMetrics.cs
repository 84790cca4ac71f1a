using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;

namespace Attune.Serving;

/// <summary>
/// The instruments of a server, under the meter "Attune.Serving". Any collector of the application may listen to them; /metrics writes them as Prometheus text.
/// Other parts of the server may add instruments to <see cref="Meter"/>: they show up by themselves.
/// </summary>
sealed class ServingMetrics
{
    /// <summary>The name of the meter and of the source of activities.</summary>
    internal const string Name = "Attune.Serving";

    /// <summary>The source of activities: one for each list, batch of events and training.</summary>
    internal static readonly ActivitySource Activities = new(Name);

    // As text, made once: a number would be boxed for every request.
    static readonly string[] Statuses = [.. Enumerable.Range(100, 500).Select(s => s.ToString(CultureInfo.InvariantCulture))];

    readonly Histogram<double> _requests;
    readonly Counter<long> _lists, _cache, _events;

    public ServingMetrics(IMeterFactory meters)
    {
        Meter = meters.Create(Name);
        _requests = Meter.CreateHistogram<double>("attune_request_seconds", "s", "Seconds from a request to the end of its answer, by route and status.");
        _lists = Meter.CreateCounter<long>("attune_lists", description: "Lists, by placement and by the fallback that filled them.");
        _cache = Meter.CreateCounter<long>("attune_cache", description: "Lists looked for among those kept, by result: hit or miss.");
        _events = Meter.CreateCounter<long>("attune_events", description: "Events taken.");
    }

    /// <summary>The meter.</summary>
    internal Meter Meter { get; }

    /// <summary>A request was answered.</summary>
    internal void Answered(string route, int status, TimeSpan time)
    {
        if (_requests.Enabled) _requests.Record(time.TotalSeconds, new("route", route), new("status", status is >= 100 and < 600 ? Statuses[status - 100] : "other"));
    }

    /// <summary>A list was made; the fallback is null where the model filled it.</summary>
    internal void Listed(string placement, string? fallback)
    {
        if (_lists.Enabled) _lists.Add(1, new("placement", placement), new("fallback", fallback ?? "none"));
    }

    /// <summary>A list was looked for among those kept.</summary>
    internal void LookedUp(bool hit)
    {
        if (_cache.Enabled) _cache.Add(1, new KeyValuePair<string, object?>("result", hit ? "hit" : "miss"));
    }

    /// <summary>Events were taken.</summary>
    internal void Took(long events) => _events.Add(events);
}
