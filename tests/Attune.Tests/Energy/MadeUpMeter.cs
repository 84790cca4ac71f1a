namespace Attune.Tests;

/// <summary>A meter whose readings are a function of the seconds on a clock; where it throws, so does the reading.</summary>
sealed class MadeUpMeter(TimeProvider time, Func<double, EnergyReading> read) : IEnergyMeter
{
    readonly long _start = time.GetTimestamp();

    /// <inheritdoc/>
    public string Name => "made-up";

    /// <inheritdoc/>
    public EnergyOrigin Origin { get; init; } = EnergyOrigin.Measured;

    /// <inheritdoc/>
    public EnergyScope Covers => EnergyScope.System;

    /// <inheritdoc/>
    public string Description => "Made up.";

    /// <inheritdoc/>
    public TimeSpan Tick { get; init; } = TimeSpan.FromMilliseconds(1);

    internal int Disposed { get; private set; }

    /// <inheritdoc/>
    public EnergyReading Read(CancellationToken cancellation = default) => read(time.GetElapsedTime(_start).TotalSeconds);

    /// <inheritdoc/>
    public void Dispose() => Disposed++;

    /// <summary>Reads a counter that draws so many watts.</summary>
    internal static MadeUpMeter Counting(TimeProvider time, double watts) => new(time, t => EnergyReading.Counter(watts * t));
}
