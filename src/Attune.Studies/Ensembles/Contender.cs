namespace Attune.Studies;

/// <summary>One model on one data set of a study of ensembles, as a mean over the seeds that it and its comparator have in common.</summary>
/// <param name="Model">What the study calls it.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Quality">The mean of the main metric.</param>
/// <param name="Gain">By how many percent it is better than the comparator; of errors, by how many percent lower.</param>
/// <param name="P">Of Student's paired t-test over the seeds; NaN of fewer than two.</param>
/// <param name="Seeds">How many.</param>
sealed record Contender(string Model, ContenderKind Kind, double Quality, double Gain, double P, int Seeds)
{
    const double JoulesPerWattHour = 3600, MilligramsPerGram = 1000, WattHoursPerKilowattHour = 1000;

    internal const double Level = 0.05;

    /// <summary>Watt-hours of the last training and the test; NaN where nothing was measured.</summary>
    internal double WattHours { get; init; } = double.NaN;

    /// <summary>Watt-hours with all that was done in order to choose.</summary>
    internal double WithChoosing { get; init; } = double.NaN;

    /// <summary>Watt-hours of the test for a thousand users.</summary>
    internal double PerThousand { get; init; } = double.NaN;

    /// <summary>By how many percent it takes more than the comparator.</summary>
    internal double Overhead { get; init; } = double.NaN;

    /// <summary>The same with all that was done in order to choose, on both sides.</summary>
    internal double OverheadWithChoosing { get; init; } = double.NaN;

    /// <summary>Milligrams of CO₂ equivalent of <see cref="WattHours"/>.</summary>
    internal double Milligrams { get; init; } = double.NaN;

    /// <summary>Seconds of training and test on the clock.</summary>
    internal double Seconds { get; init; } = double.NaN;

    /// <summary>Bytes that the training took at its highest.</summary>
    internal double Bytes { get; init; } = double.NaN;

    internal bool IsEnsemble => Kind is ContenderKind.Ensemble or ContenderKind.EnsembleOfTuned;

    /// <summary>Whether the gain is more than chance; of one seed that cannot be told, and the gain counts.</summary>
    internal bool IsBetter => Gain > 0 && (double.IsNaN(P) || P < Level);

    /// <summary>Percent of quality for each percent of energy more; ∞ where it takes no more.</summary>
    internal double Efficiency => Overhead <= 0 ? double.PositiveInfinity : Gain / Overhead;

    /// <summary>With the mean costs of its trainings.</summary>
    internal Contender With(IReadOnlyList<(CellResult Result, CellCost Cost)> costs) => costs.Count == 0 ? this : this with
    {
        WattHours = costs.Average(c => c.Cost.Serving) / JoulesPerWattHour,
        WithChoosing = costs.Average(c => c.Cost.WithChoosing) / JoulesPerWattHour,
        PerThousand = costs.Average(c => c.Result.Users > 0 ? 1000 * c.Cost.Predict / c.Result.Users : double.NaN) / JoulesPerWattHour,
        Milligrams = costs.Average(c => c.Cost.Serving * c.Cost.Note.Grams) / JoulesPerWattHour / WattHoursPerKilowattHour * MilligramsPerGram,
        Seconds = costs.Average(c => c.Result.FitSeconds + c.Result.EvaluateSeconds),
        Bytes = costs.Average(c => MemoryNote.Read(c.Result.Notes)),
    };

    /// <summary>With its energy beside that of the comparator.</summary>
    internal Contender Over(Contender single) => this with { Overhead = 100 * (WattHours / single.WattHours - 1), OverheadWithChoosing = 100 * (WithChoosing / single.WithChoosing - 1) };
}
