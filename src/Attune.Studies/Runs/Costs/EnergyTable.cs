namespace Attune.Studies;

/// <summary>What the trainings of a study took, where that was asked for. Every row says whether its numbers were measured.</summary>
static class EnergyTable
{
    const double JoulesPerWattHour = 3600;

    /// <summary>What a reader of energies must know: a number is worth what made it.</summary>
    internal static IEnumerable<string> Cautions(IEnumerable<CellResult> results)
    {
        var notes = results.Select(r => EnergyNote.Read(r.Notes)).OfType<EnergyNote>().ToArray();
        if (notes.Any(n => n.Origin == EnergyOrigin.Estimated)) yield return "Energy is estimated, not measured: processor time times the watts of a busy core. Its clock ticks in 10 ms, so single trainings of less than a tenth of a second are told apart by their mean over seeds at best; what the machine draws when idle, memory and disks are not in it.";
        if (notes.Any(n => n.Origin == EnergyOrigin.NotMeasured)) yield return "Some trainings have no energy: nothing was measured there, and nothing is filled in.";
        if (notes.Select(n => (n.Origin, n.Meter, n.Grams)).Distinct().Count() > 1) yield return "The trainings were not all measured in the same way; their energies should not be compared.";
    }

    internal static IEnumerable<Table> Of(CellResult[] here)
    {
        var noted = here.Select(r => (r.Cell, Note: EnergyNote.Read(r.Notes))).Where(n => n.Note is not null).GroupBy(n => (n.Cell.Model, n.Note!.Origin, n.Note.Meter, n.Note.Grams)).ToArray();
        if (noted.Length == 0) yield break;
        yield return new Table(["model", new("trainings", ValueFormat.Count), "energy", "by", new("search, Wh", ValueFormat.Number), new("training, Wh", ValueFormat.Number), new("test, Wh", ValueFormat.Number), new("all, net of idle, Wh", ValueFormat.Number), new("mg CO2e of all", ValueFormat.Number), new("processor", ValueFormat.Seconds)],
            noted.Select(g =>
            {
                EnergyNote[] notes = [.. g.Select(n => n.Note!)];
                double Mean(Func<EnergyNote, double> joules) => notes.Average(joules) / JoulesPerWattHour;
                return (IReadOnlyList<Cell>)[g.Key.Model, notes.Length, notes[0].Words, g.Key.Meter, Mean(n => n.Search), Mean(n => n.Fit), Mean(n => n.Predict), Mean(n => n.Net), g.Key.Grams * Mean(n => n.Total), notes.Average(n => n.CpuSeconds)];
            }))
        { Caption = "What one training took, the mean over seeds; gross, with all that the meter saw. Estimated is not measured" };
    }
}
