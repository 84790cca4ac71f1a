namespace Attune;

/// <summary>A meter that was looked for on this machine.</summary>
/// <param name="Name">As <see cref="EnergyMeter.Parse"/> reads it, or its form.</param>
/// <param name="IsPresent">Whether it can be read as it is.</param>
/// <param name="Words">What it is; or what is missing, and how to get it.</param>
public sealed record FoundMeter(string Name, bool IsPresent, string Words);
