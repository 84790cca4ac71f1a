namespace Attune;

/// <summary>What a run took, in all and by phase, and where the numbers come from. Immutable.</summary>
/// <param name="Total">The whole run.</param>
/// <param name="Parts">Its phases in the order they were entered first, and last the rest; together they are the whole.</param>
public sealed record EnergyUse(EnergyCost Total, IReadOnlyList<EnergyPart> Parts)
{
    /// <summary>The meter, as <see cref="EnergyMeter.Parse"/> reads it.</summary>
    public string Meter { get; init; } = "none";

    /// <summary>Whether the numbers were measured, estimated or replayed; <see cref="EnergyOrigin.NotMeasured"/> where there are none, whatever the meter was.</summary>
    public EnergyOrigin Origin { get; init; }

    /// <summary>What the meter covers.</summary>
    public EnergyScope Covers { get; init; }

    /// <summary>What a reader must know.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>A log of EMERS (<c>timestamp,current_draw,total_draw</c>) as a run without phases; its counter's last value less its first.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Factor and idle power; the meter is not read. Null for the defaults.</param>
    /// <exception cref="DataException">The file is no such log.</exception>
    public static EnergyUse OfLog(string path, EnergyOptions? options = null)
    {
        var log = EmersLog.Read(path);
        using var meter = new ReplayMeter(log, path, TimeProvider.System);
        return EnergySums.Of((options ?? new()) with { Meter = meter }, new MeterTrace(log, log[^1].Seconds, []), [], double.NaN);
    }

    /// <summary>What some of the phases took together.</summary>
    public EnergyCost Sum(Func<EnergyPart, bool> which) => EnergySums.Of(Total, Parts.Where(which).Select(p => p.Cost));
}
