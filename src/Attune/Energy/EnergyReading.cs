namespace Attune;

/// <summary>What a meter says at one moment.</summary>
/// <param name="Joules">Energy counted since a moment that is the meter's own, in joules; NaN where it has no counter.</param>
/// <param name="Watts">Power, in watts; NaN where it does not tell it.</param>
public readonly record struct EnergyReading(double Joules, double Watts)
{
    /// <summary>A counter's reading, with power where it is known.</summary>
    public static EnergyReading Counter(double joules, double watts = double.NaN) => new(joules, watts);

    /// <summary>Power alone; energy is the area below it.</summary>
    public static EnergyReading Power(double watts) => new(double.NaN, watts);
}
