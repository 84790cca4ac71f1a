using System.Diagnostics.Metrics;
using System.Globalization;

namespace Attune.Serving;

/// <summary>Gauges of what the server has and does: the age of each space's model, and the tasks that go on.</summary>
sealed class StateGauges(ServingMetrics metrics, ActiveModels active, IModels models, TimeProvider time)
{
    // What a version begins with.
    const string Stamp = "yyyyMMdd'T'HHmmss";

    /// <summary>Adds them to the meter; once.</summary>
    internal void Show()
    {
        metrics.Meter.CreateObservableGauge("attune_model_age_seconds", Ages, "s", "Seconds since the active model of a space was made.");
        metrics.Meter.CreateObservableGauge("attune_tasks_running", Running, description: "Tasks that go on, by name and space.");
    }

    IEnumerable<Measurement<double>> Ages() => active.All.Select(m => (m.Key, Made: MadeAt(m.Value.Version))).Where(m => m.Made is not null)
        .Select(m => new Measurement<double>((time.GetUtcNow() - m.Made!.Value).TotalSeconds, new KeyValuePair<string, object?>("space", m.Key)));

    IEnumerable<Measurement<long>> Running() => models.Tasks.GroupBy(t => (t.Name, t.Space))
        .Select(g => new Measurement<long>(g.LongCount(t => t.Ended is null), new("task", g.Key.Name), new("space", g.Key.Space)));

    static DateTimeOffset? MadeAt(string version) => version.Length >= 15
        && DateTimeOffset.TryParseExact(version.AsSpan(0, 15), Stamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var made) ? made : null;
}
