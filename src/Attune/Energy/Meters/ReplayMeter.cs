using System.Globalization;

namespace Attune;

/// <summary>A log that is read again: at any moment what the log said as long after its beginning as the meter has been read for.</summary>
sealed class ReplayMeter(IReadOnlyList<MeterSample> log, string path, TimeProvider time) : IEnergyMeter
{
    // Clocks count in steps of 0.1 µs.
    const double Slack = 1e-6;
    long? _start;

    public string Name => $"replay:{path}";

    public EnergyOrigin Origin => EnergyOrigin.Replayed;

    public EnergyScope Covers => EnergyScope.System;

    public string Description => $"Replayed from {path}: these numbers were measured elsewhere, at another time, and not of this run.";

    public TimeSpan Tick { get; } = TimeSpan.FromSeconds(1);

    public EnergyReading Read(CancellationToken cancellation = default)
    {
        _start ??= time.GetTimestamp();
        var seconds = time.GetElapsedTime(_start.Value).TotalSeconds;
        if (seconds > log[^1].Seconds + Tick.TotalSeconds) throw new DataException(string.Create(CultureInfo.InvariantCulture, $"The log {path} ends after {log[^1].Seconds:0.0} s, and the run is longer; take a longer log."));
        var (low, high) = (0, log.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (log[middle].Seconds <= seconds + Slack) low = middle;
            else high = middle - 1;
        }
        return log[low].Reading;
    }

    public void Dispose()
    {
    }
}
