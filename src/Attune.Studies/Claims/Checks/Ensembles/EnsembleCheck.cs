namespace Attune.Studies;

/// <summary>One check of ensembles and of what is said of their energy: a number that must not be larger than what is allowed.</summary>
/// <param name="id">What claims.json calls it.</param>
/// <param name="says">What must hold.</param>
/// <param name="words">What the number is.</param>
/// <param name="allowed">The largest that is allowed, by size.</param>
/// <param name="measure">The number.</param>
sealed class EnsembleCheck(string id, string says, string words, Func<CheckSize, double> allowed, Func<CheckSize, FitContext, double> measure) : ICheck
{
    /// <summary>All of them.</summary>
    internal static IReadOnlyList<ICheck> All { get; } =
    [
        new EnsembleCheck("log-is-last-less-first", "The energy of a log is its counter's last value less its first, and 258 g a kilowatt-hour turn 0.2085 Wh into 53.8 mg.", "the larger of the two relative differences", _ => 1e-3, (_, _) => EnergyMeasures.AgainstTheLog()),
        new EnsembleCheck("lists-stay-in-memory", "An ensemble that ranks is fitted, chosen and asked for all users without scores of all users, items and members.", "bytes by which the process grew at its highest, synthetic users × items of 7,000 × 1,100, in full 70,000 × 11,000", size => MemoryMeasures.CapOf(size), MemoryMeasures.Streamed),
        new EnsembleCheck("all-scores-are-refused", "Keeping all scores of all users for learning is refused before anything is fitted, with the bytes that it takes and those that are allowed.", "differences between the bytes named and those of the sizes", _ => 0, (size, _) => MemoryMeasures.Refused(size)),
        new EnsembleCheck("front-is-not-dominated", "Nothing is cheaper and better than a point of the front, and every other point has such a one.", "points that are wrongly on or off the front, of 200 drawn", _ => 0, (_, _) => WorthMeasures.FrontAgainstAllPairs()),
        new EnsembleCheck("advice-flips-with-worth", "The recommendation goes from the ensemble to the single model where quality for energy falls below what is asked for.", "thresholds of 40 at which it is the wrong one", _ => 0, (_, _) => WorthMeasures.Flips()),
        new EnsembleCheck("simplex-is-the-least", "Weights on the simplex have the least squared error of any on a fine grid.", "by how much the best of the grid is lower", _ => 1e-9, (_, _) => WorthMeasures.SimplexAgainstGrid()),
    ];

    public string Id => id;

    public string Says => says;

    public CheckResult Run(CheckSize size, FitContext context)
    {
        var (found, most) = (measure(size, context), allowed(size));
        return new CheckResult(found <= most, found, most, words);
    }
}
