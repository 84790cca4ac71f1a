namespace Attune;

/// <summary>With which meter energy is measured, and what it is turned into.</summary>
public sealed record EnergyOptions
{
    /// <summary>The meter; default none. It stays the caller's, to be disposed after the last run.</summary>
    public IEnergyMeter Meter { get; init; } = EnergyMeter.None;

    /// <summary>Grams of CO₂ equivalent for a kilowatt-hour, from 0 to 10,000. Default 258, as EMERS has it; the figure of one's own grid and year is better.</summary>
    public double GramsPerKilowattHour { get; init; } = 258;

    /// <summary>What the machine, as the meter sees it, draws when idle, in watts from 0 (<see cref="EnergyRun.IdleWatts"/> measures it); null (default) = unknown, and no net energy.</summary>
    public double? IdleWatts { get; init; }

    /// <summary>Time between two readings, from 10 ms to an hour. Default half a second.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(0.5);

    internal void Validate()
    {
        if (!(GramsPerKilowattHour is >= 0 and <= 10_000)) throw new ArgumentOutOfRangeException(nameof(GramsPerKilowattHour), GramsPerKilowattHour, "Grams of CO₂ equivalent for a kilowatt-hour must lie between 0 and 10000, as in 258.");
        if (IdleWatts is { } idle && !(idle >= 0 && double.IsFinite(idle))) throw new ArgumentOutOfRangeException(nameof(IdleWatts), idle, "The power of the idle machine must be a number of watts from 0, as in 35.");
        if (IdleWatts is not null && Meter.Covers == EnergyScope.Process) throw new ArgumentException($"{Meter.Name} counts the processor time of this process, which holds no idle power; leave the idle power out.", nameof(IdleWatts));
        if (Poll < TimeSpan.FromMilliseconds(10) || Poll > TimeSpan.FromHours(1)) throw new ArgumentOutOfRangeException(nameof(Poll), Poll, "The time between two readings must lie between 10 ms and an hour.");
    }
}
