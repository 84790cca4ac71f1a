namespace Attune;

/// <summary>What some work took: time and, where there was a meter, energy. Immutable; every number of energy is NaN where none was measured.</summary>
public sealed record EnergyCost
{
    const double JoulesPerWattHour = 3600;

    /// <summary>Seconds on the clock.</summary>
    public double Seconds { get; init; }

    /// <summary>Seconds of processor time of this process, all its threads together; NaN for a log.</summary>
    public double CpuSeconds { get; init; }

    /// <summary>Energy in joules, gross: all that the meter has seen meanwhile.</summary>
    public double Joules { get; init; } = double.NaN;

    /// <summary>What is drawn when idle, in watts; NaN where that is not known.</summary>
    public double IdleWatts { get; init; } = double.NaN;

    /// <summary>Grams of CO₂ equivalent for a kilowatt-hour.</summary>
    public double GramsPerKilowattHour { get; init; } = double.NaN;

    /// <summary>Lists of recommendations that were made; 0 for none.</summary>
    public long Lists { get; init; }

    /// <summary>Energy above that of the idle machine, in joules.</summary>
    public double NetJoules => Joules - IdleWatts * Seconds;

    /// <summary>Energy in watt-hours, gross.</summary>
    public double WattHours => Joules / JoulesPerWattHour;

    /// <summary>Energy in kilowatt-hours, gross.</summary>
    public double KilowattHours => Joules / (1000 * JoulesPerWattHour);

    /// <summary>Energy above that of the idle machine, in watt-hours.</summary>
    public double NetWattHours => NetJoules / JoulesPerWattHour;

    /// <summary>Grams of CO₂ equivalent of the gross energy.</summary>
    public double GramsCo2e => KilowattHours * GramsPerKilowattHour;

    /// <summary>Mean power in watts, gross.</summary>
    public double Watts => Seconds > 0 ? Joules / Seconds : double.NaN;

    /// <summary>Watt-hours for a thousand lists of recommendations, gross; NaN where none was made.</summary>
    public double WattHoursPerThousand => Lists > 0 ? 1000 * WattHours / Lists : double.NaN;

    /// <summary>Grams of CO₂ equivalent for a thousand lists of recommendations; NaN where none was made.</summary>
    public double GramsPerThousand => Lists > 0 ? 1000 * GramsCo2e / Lists : double.NaN;

    /// <summary>By how many percent this took more energy than that: 100·(E/E₀ − 1); NaN where one of them is not measured or 0.</summary>
    public double OverheadOver(EnergyCost other) => other.Joules > 0 ? 100 * (Joules / other.Joules - 1) : double.NaN;
}
