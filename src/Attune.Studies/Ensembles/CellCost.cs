namespace Attune.Studies;

/// <summary>
/// What a training took in joules, parted by what has to be paid again. Serving: training the model that was chosen, and the test. Choosing: the search for its options, and of an ensemble the trainings of
/// all candidates on a part of the data; of one of tuned models also the searches for them, read off their own trainings. The reading of data is shared by all models and is in neither.
/// </summary>
/// <param name="Serving">Joules of the last training and the test; NaN where nothing was measured.</param>
/// <param name="Choosing">Joules of what was done in order to choose.</param>
/// <param name="Predict">Joules of the test alone, a part of Serving.</param>
/// <param name="Net">Joules of all above those of the idle machine, the reading of data included; NaN where its power is not known.</param>
/// <param name="Note">Where the numbers come from.</param>
sealed record CellCost(double Serving, double Choosing, double Predict, double Net, EnergyNote Note)
{
    internal const string Joules = "joules", JoulesWithChoosing = "joules-with-choosing";

    internal double WithChoosing => Serving + Choosing;

    /// <summary>The costs of a result; null where they were not asked for, or those of a member are missing.</summary>
    internal static CellCost? Of(Study study, CellResult result, IReadOnlyList<CellResult> results)
    {
        if (result.Failed || EnergyNote.Read(result.Notes) is not { } note) return null;
        EnergyNote?[] members = [.. TunedMembers.CellsOf(study, result.Cell).Select(c => results.FirstOrDefault(r => r.Cell == c)).Select(r => r is null ? null : EnergyNote.Read(r.Notes))];
        return members.Contains(null) ? null : new CellCost(note.Fit - note.Combine + note.Predict, note.Search + note.Combine + members.Sum(m => m!.Search), note.Predict, note.Net, note);
    }

    /// <summary>What claims may compare beside the study's metrics: less is better.</summary>
    internal static IReadOnlyList<IMetric> Metrics { get; } = [new Cost(Joules), new Cost(JoulesWithChoosing)];

    /// <summary>A metric of the study, or a cost, of a result; NaN where it was not measured.</summary>
    internal static double ValueOf(Study study, CellResult result, IReadOnlyList<CellResult> results, string metric)
    {
        var at = study.Metrics.ToList().FindIndex(m => m.Name == metric);
        if (at >= 0) return result.Values[at];
        return Of(study, result, results) is not { } cost ? double.NaN : metric == Joules ? cost.Serving : cost.WithChoosing;
    }

    sealed record Cost(string Name) : IMetric
    {
        public bool? HigherIsBetter => false;
    }
}
