using System.Globalization;

namespace Attune;

/// <summary>E = processor time of this process × the watts of one busy core. An estimate: no memory, no disk, no idle power, no other process.</summary>
sealed class CpuTimeMeter : IEnergyMeter
{
    internal const double MostWatts = 1000;
    readonly double _watts;
    readonly Func<TimeSpan> _spent;

    internal CpuTimeMeter(double wattsPerCore, Func<TimeSpan>? spent = null)
    {
        if (!(wattsPerCore is > 0 and <= MostWatts)) throw new ArgumentOutOfRangeException(nameof(wattsPerCore), wattsPerCore, string.Create(CultureInfo.InvariantCulture, $"The watts of one busy core must be above 0 and at most {MostWatts}."));
        (_watts, _spent) = (wattsPerCore, spent ?? (() => Environment.CpuUsage.TotalTime));
    }

    public string Name => string.Create(CultureInfo.InvariantCulture, $"cpu:{_watts}");

    public EnergyOrigin Origin => EnergyOrigin.Estimated;

    public EnergyScope Covers => EnergyScope.Process;

    public string Description => string.Create(CultureInfo.InvariantCulture, $"An estimate, not a measurement: processor time of this process × {_watts} W for a busy core. Memory, disks, graphics, the power supply and what the machine draws when idle are not in it.");

    public TimeSpan Tick { get; } = TimeSpan.FromMilliseconds(10);

    public EnergyReading Read(CancellationToken cancellation = default) => EnergyReading.Counter(_watts * _spent().TotalSeconds);

    public void Dispose()
    {
    }
}
