using System.Globalization;

namespace Attune;

/// <summary>What a reader must know about numbers of energy.</summary>
static class EnergyNotes
{
    const int FewTicks = 10, Named = 3;
    const double SlowTick = 0.1;

    internal static IEnumerable<string> Of(EnergyUse use, IEnergyMeter meter, MeterTrace trace, string problem)
    {
        if (problem.Length > 0)
            yield return Say($"Energy was not measured: {problem}.{(trace.Failures.Count > 0 ? $" {trace.Failures.Count} readings failed, the last one: {trace.Failures[^1]}" : "")}");
        else yield return meter.Description;
        if (use.Origin == EnergyOrigin.NotMeasured) yield break;
        if (trace.Failures.Count > 0) yield return Say($"{trace.Failures.Count} of {trace.Failures.Count + trace.Samples.Count} readings failed; between the others energy is put on a line. The last one: {trace.Failures[^1]}");
        foreach (var note in Resolution(use, meter.Tick.TotalSeconds)) yield return note;
        if (use.Total.NetJoules < 0) yield return Say($"The run drew less than the {use.Total.IdleWatts} W of the idle machine: the idle power was taken too high, or the run is too short.");
    }

    // A meter cannot tell what happens between two of its ticks.
    static IEnumerable<string> Resolution(EnergyUse use, double tick)
    {
        if (tick >= SlowTick) yield return Say($"The meter's numbers change about every {tick} s, so each may be off by what is drawn in that time, about {tick * use.Total.Watts / 3600:0.####} Wh.");
        if (use.Total.Seconds < FewTicks * tick)
        {
            yield return Say($"The run took {use.Total.Seconds:0.##} s, fewer than {FewTicks} ticks of the meter: repeat it many times and divide.");
            yield break;
        }
        var few = use.Parts.Where(p => p.Times > 0 && p.Cost.Seconds / p.Times < FewTicks * tick).ToArray();
        if (few.Length > 0) yield return Say($"Too short for this meter to be told apart from what was before and after: {string.Join(", ", few.Take(Named).Select(Name))}{(few.Length > Named ? $" and {few.Length - Named} more" : "")}. Repeat them many times and divide.");
    }

    static string Name(EnergyPart part) => Say($"{part.Phase.ToString().ToLowerInvariant()}{(part.Of.Length > 0 ? $" of {part.Of}" : "")} ({part.Cost.Seconds / part.Times:0.##} s)");

    static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
