namespace Attune;

/// <summary>A reading and when it was made.</summary>
/// <param name="Seconds">Since the first.</param>
/// <param name="Reading">What the meter said.</param>
readonly record struct MeterSample(double Seconds, EnergyReading Reading);
