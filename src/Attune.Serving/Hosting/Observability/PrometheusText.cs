using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Attune.Serving;

/// <summary>Listens to the instruments of this server's meter and writes what they have counted as text for Prometheus (exposition format 0.0.4).</summary>
sealed class PrometheusText : IDisposable
{
    readonly ConcurrentDictionary<Instrument, Family> _families = new();
    readonly MeterListener _listener = new();

    public PrometheusText(ServingMetrics metrics)
    {
        var meter = metrics.Meter;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter != meter) return;
            listener.EnableMeasurementEvents(instrument, _families.GetOrAdd(instrument, i => new Family(i)));
        };
        _listener.SetMeasurementEventCallback<long>((_, value, tags, family) => ((Family)family!).Take(value, tags));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, family) => ((Family)family!).Take(value, tags));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, family) => ((Family)family!).Take(value, tags));
        _listener.Start();
    }

    /// <summary>What has been counted up to now.</summary>
    /// <param name="space">Series of other spaces are left out; null for none left out.</param>
    internal string Write(string? space)
    {
        _listener.RecordObservableInstruments();
        var text = new StringBuilder();
        foreach (var family in _families.Values.OrderBy(f => f.Name, StringComparer.Ordinal)) family.Write(text, space);
        return text.ToString();
    }

    public void Dispose() => _listener.Dispose();

    /// <summary>All series of one instrument.</summary>
    sealed class Family(Instrument instrument)
    {
        readonly ConcurrentDictionary<SeriesKey, Series> _series = new();
        readonly bool _isHistogram = instrument.GetType().GetGenericTypeDefinition() == typeof(Histogram<>);
        readonly bool _isCounter = instrument.GetType().GetGenericTypeDefinition() is var type && (type == typeof(Counter<>) || type == typeof(ObservableCounter<>));

        internal string Name { get; } = NameOf(instrument.Name);

        // An observable instrument tells its value anew each time; an up-and-down counter adds like a counter.
        readonly bool _replaces = instrument.IsObservable || instrument.GetType().GetGenericTypeDefinition() == typeof(Gauge<>);

        internal void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var key = new SeriesKey(tags);
            if (!_series.TryGetValue(key, out var series)) series = _series.GetOrAdd(key, _ => new Series(_isHistogram));
            series.Take(value, _replaces);
        }

        internal void Write(StringBuilder text, string? space)
        {
            var name = _isCounter && !Name.EndsWith("_total", StringComparison.Ordinal) ? Name + "_total" : Name;
            if (instrument.Description is { Length: > 0 } help) text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\n");
            text.Append(CultureInfo.InvariantCulture, $"# TYPE {name} {(_isHistogram ? "histogram" : _isCounter ? "counter" : "gauge")}\n");
            foreach (var (key, series) in _series.OrderBy(s => s.Key.Text, StringComparer.Ordinal))
                if (space is null || key.Space is null || key.Space == space) series.Write(text, name, key.Text);
        }

        static string NameOf(string name) => string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
    }
}
