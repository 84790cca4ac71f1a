namespace Attune;

/// <summary>What a run took, as a section of a report. Whatever holds a number that was not measured in the run says so in its own heading.</summary>
static class EnergyReport
{
    const double Milli = 1000;

    /// <summary>A word to stand behind every heading of numbers: empty where they were measured.</summary>
    internal static string Mark(EnergyOrigin origin) => origin switch
    {
        EnergyOrigin.Estimated => ", estimated",
        EnergyOrigin.Replayed => ", replayed",
        _ => "",
    };

    internal static Section SectionOf(EnergyUse use) => new($"Energy{Mark(use.Origin)}")
    {
        Facts = [.. Facts(use)],
        Tables = [.. use.Parts.Count > 0 ? [Phases(use)] : Array.Empty<Table>(), .. Models(use)],
        Notes = use.Notes,
    };

    static bool IsKnown(EnergyUse use) => use.Origin != EnergyOrigin.NotMeasured;

    static bool HasNet(EnergyUse use) => double.IsFinite(use.Total.NetJoules);

    static IEnumerable<Fact> Facts(EnergyUse use)
    {
        var (total, mark) = (use.Total, Mark(use.Origin));
        if (!IsKnown(use)) yield return new Fact("energy", "not measured");
        else
        {
            yield return new Fact($"energy, Wh{mark}", total.WattHours, ValueFormat.Number) { Detail = $"{Number(total.Watts)} W on average" };
            if (HasNet(use)) yield return new Fact($"energy net of idle, Wh{mark}", total.NetWattHours, ValueFormat.Number) { Detail = $"{Number(total.IdleWatts)} W when idle" };
            yield return new Fact($"mg CO2e{mark}", Milli * total.GramsCo2e, ValueFormat.Number) { Detail = $"{Number(total.GramsPerKilowattHour)} g for a kWh" };
        }
        yield return new Fact("time", total.Seconds, ValueFormat.Seconds);
        if (double.IsFinite(total.CpuSeconds)) yield return new Fact("processor time", total.CpuSeconds, ValueFormat.Seconds) { Detail = "of this process, all threads" };
    }

    static Table Phases(EnergyUse use)
    {
        var (known, net, named, listed, mark) = (IsKnown(use), HasNet(use), use.Parts.Any(p => p.Of.Length > 0), use.Parts.Any(p => p.Cost.Lists > 0), Mark(use.Origin));
        return new Table(
            ["phase", .. Given(named, new Column("of")), new("times", ValueFormat.Count), new("time", ValueFormat.Seconds), new("processor", ValueFormat.Seconds),
                .. Given(known, new Column($"Wh{mark}", ValueFormat.Number)), .. Given(net, new Column($"net Wh{mark}", ValueFormat.Number)), .. Given(known, new Column($"mg CO2e{mark}", ValueFormat.Number)),
                .. Given(known && listed, new Column($"mg CO2e per 1,000 lists{mark}", ValueFormat.Number))],
            use.Parts.Select(p => (IReadOnlyList<Cell>)[Name(p.Phase), .. Given<Cell>(named, p.Of), p.Times > 0 ? p.Times : double.NaN, p.Cost.Seconds, p.Cost.CpuSeconds,
                .. Given<Cell>(known, p.Cost.WattHours), .. Given<Cell>(net, p.Cost.NetWattHours), .. Given<Cell>(known, Milli * p.Cost.GramsCo2e), .. Given<Cell>(known && listed, Milli * p.Cost.GramsPerThousand)]))
        { Caption = $"By phase{mark}" };
    }

    // A model that was trained more often than another is compared by a single turn.
    static IEnumerable<Table> Models(EnergyUse use)
    {
        var models = use.Parts.Where(p => p is { Phase: WorkPhase.Fit, Of.Length: > 0, Times: > 0 }).Select(p => (p.Of, Turn: Turn(use, p))).ToArray();
        if (!IsKnown(use) || models.Length < 2) yield break;
        var (least, mark) = (models.MinBy(m => m.Turn.Joules), Mark(use.Origin));
        yield return new Table(["model", new($"Wh{mark}", ValueFormat.Number), new($"mg CO2e{mark}", ValueFormat.Number), new($"more than {least.Of}{mark}", ValueFormat.Share)],
            models.Select(m => (IReadOnlyList<Cell>)[m.Of, m.Turn.WattHours, Milli * m.Turn.GramsCo2e, m.Turn.OverheadOver(least.Turn) / 100]))
        { Caption = $"To train each model once and to measure it once{mark}" };
    }

    static EnergyCost Turn(EnergyUse use, EnergyPart fit)
    {
        var joules = use.Parts.Where(p => p.Of == fit.Of && p.Times > 0 && p.Phase is WorkPhase.Fit or WorkPhase.Combine or WorkPhase.Predict).Sum(p => p.Cost.Joules / fit.Times);
        return fit.Cost with { Joules = joules };
    }

    static T[] Given<T>(bool condition, T value) => condition ? [value] : [];

    static string Name(WorkPhase phase) => phase.ToString().ToLowerInvariant();

    static string Number(double value) => Numbers.Of(value, ValueFormat.Number);
}
