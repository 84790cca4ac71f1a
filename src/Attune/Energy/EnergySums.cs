namespace Attune;

/// <summary>Puts readings and phases together into what a run took.</summary>
static class EnergySums
{
    internal static EnergyUse Of(EnergyOptions options, MeterTrace trace, IReadOnlyList<PhaseTurn> turns, double cpuSeconds)
    {
        options.Validate();
        var (curve, problem) = CurveOf(options, trace);
        EnergyCost Cost(double seconds, double cpu, double joules, long lists) => new()
        {
            Seconds = seconds,
            CpuSeconds = cpu,
            Joules = joules,
            IdleWatts = curve is not null && options.IdleWatts is { } idle ? idle : double.NaN,
            GramsPerKilowattHour = options.GramsPerKilowattHour,
            Lists = lists,
        };
        EnergyPart[] phases = [.. turns.GroupBy(t => (t.Phase, t.Of)).Select(g => new EnergyPart(g.Key.Phase, g.Key.Of, g.Count(t => t.IsEntry),
            Cost(g.Sum(t => t.End - t.Begin), g.Sum(t => t.CpuSeconds), curve is null ? double.NaN : g.Sum(t => curve.At(t.End) - curve.At(t.Begin)), g.Sum(t => t.Lists))))];
        var total = Cost(trace.Seconds, cpuSeconds, curve?.Total ?? double.NaN, phases.Sum(p => p.Cost.Lists));
        var rest = Cost(total.Seconds - phases.Sum(p => p.Cost.Seconds), cpuSeconds - phases.Sum(p => p.Cost.CpuSeconds), total.Joules - phases.Sum(p => p.Cost.Joules), 0);
        var use = new EnergyUse(total, [.. phases, .. phases.Length > 0 ? [new EnergyPart(WorkPhase.Rest, "", 0, rest)] : Array.Empty<EnergyPart>()])
        {
            Meter = options.Meter.Name,
            Origin = curve is null ? EnergyOrigin.NotMeasured : options.Meter.Origin,
            Covers = curve is null ? EnergyScope.Nothing : options.Meter.Covers,
        };
        return use with { Notes = [.. EnergyNotes.Of(use, options.Meter, trace, problem)] };
    }

    /// <summary>What several phases of one run took together.</summary>
    internal static EnergyCost Of(EnergyCost like, IEnumerable<EnergyCost> costs)
    {
        EnergyCost[] all = [.. costs];
        return like with { Seconds = all.Sum(c => c.Seconds), CpuSeconds = all.Sum(c => c.CpuSeconds), Joules = double.IsNaN(like.Joules) ? double.NaN : all.Sum(c => c.Joules), Lists = all.Sum(c => c.Lists) };
    }

    // A run whose end was not seen is not measured: what came after the last reading is not known, and often it is the most.
    static (EnergyCurve? Curve, string Problem) CurveOf(EnergyOptions options, MeterTrace trace)
    {
        if (options.Meter.Origin == EnergyOrigin.NotMeasured) return (null, "");
        var curve = EnergyCurve.Of(trace.Samples, out var problem);
        if (curve is not null && curve.End < trace.Seconds - Math.Max(2 * options.Poll.TotalSeconds, options.Meter.Tick.TotalSeconds))
            (curve, problem) = (null, "the meter could not be read at the end of the run");
        return (curve, problem);
    }
}
