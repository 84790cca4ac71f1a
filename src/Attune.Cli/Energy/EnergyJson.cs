namespace Attune.Cli;

/// <summary>What a run took, for programs: every number of energy is null where none was measured, and origin says where they come from.</summary>
static class EnergyJson
{
    internal static object? Of(EnergyUse? use) => use is null ? null : new
    {
        origin = use.Origin,
        meter = use.Meter,
        covers = use.Covers,
        gramsPerKilowattHour = use.Total.GramsPerKilowattHour,
        idleWatts = use.Total.IdleWatts,
        total = Of(use.Total),
        phases = use.Parts.Select(p => new { phase = p.Phase, of = p.Of, times = p.Times, cost = Of(p.Cost) }),
        notes = use.Notes,
    };

    static object Of(EnergyCost cost) => new
    {
        seconds = cost.Seconds,
        cpuSeconds = cost.CpuSeconds,
        wattHours = cost.WattHours,
        netWattHours = cost.NetWattHours,
        gramsCo2e = cost.GramsCo2e,
        lists = cost.Lists,
        wattHoursPerThousandLists = cost.WattHoursPerThousand,
        gramsCo2ePerThousandLists = cost.GramsPerThousand,
    };
}
