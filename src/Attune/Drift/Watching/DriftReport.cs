namespace Attune;

/// <summary>How behaviour has moved from period to period. Immutable.</summary>
/// <param name="Data">The data's name.</param>
/// <param name="Representation">What stands for a chunk.</param>
/// <param name="Monitor">How it was watched.</param>
/// <param name="Periods">The periods, oldest first.</param>
public sealed record DriftReport(string Data, string Representation, DriftMonitor Monitor, IReadOnlyList<DriftPeriod> Periods)
{
    /// <summary>What a reader should know.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>How many periods differ from the one before.</summary>
    public int Alarms => Periods.Count(p => p.Alarm);
}
