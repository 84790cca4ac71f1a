namespace Attune;

/// <summary>No meter.</summary>
sealed class NoMeter(string why) : IEnergyMeter
{
    public string Name => "none";

    public EnergyOrigin Origin => EnergyOrigin.NotMeasured;

    public EnergyScope Covers => EnergyScope.Nothing;

    public string Description => $"Energy was not measured: {why.TrimEnd('.')}.";

    public TimeSpan Tick => TimeSpan.Zero;

    public EnergyReading Read(CancellationToken cancellation = default) => EnergyReading.Power(double.NaN);

    public void Dispose()
    {
    }
}
