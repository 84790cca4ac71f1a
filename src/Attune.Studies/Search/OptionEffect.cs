namespace Attune.Studies;

/// <summary>What a search shows of one option.</summary>
/// <param name="Dimension">The option.</param>
/// <param name="BestQuarter">Where the best quarter of the trials lies.</param>
/// <param name="Share">
/// η²: the sum of squares between thirds of its range (or the values of its list), over the whole sum of squares; NaN where there are too few trials.
/// </param>
sealed record OptionEffect(Dimension Dimension, string BestQuarter, double Share)
{
    internal const string Caveat = "The share is how much of the spread of the trials' values goes with this option alone, in thirds of its range. A search tries good places more often, and shares of few trials are rough: read them as an order, not as a size.";
    const int Groups = 3, TrialsNeeded = 12;

    internal static OptionEffect Of(Tuning tuning, Dimension dimension)
    {
        Trial[] measured = [.. tuning.Trials.Where(t => !double.IsNaN(t.Value) && dimension.Holds(t.Settings[dimension.Name])).OrderByDescending(t => TrialRun.Sign(tuning.Metric) * t.Value)];
        var best = measured.Take(Math.Max(1, measured.Length / 4)).Select(t => t.Settings[dimension.Name]).Distinct().ToArray();
        return new(dimension, Among(dimension, best), measured.Length < TrialsNeeded ? double.NaN : ShareOf(dimension, measured));
    }

    static string Among(Dimension dimension, string[] values) => values.Length == 0 ? "" : dimension.IsList ? string.Join(", ", values.Order(StringComparer.Ordinal))
        : values.OrderBy(dimension.CoordinateOf).ToArray() is [var low, .., var high] ? $"{low} to {high}" : values[0];

    static double ShareOf(Dimension dimension, Trial[] trials)
    {
        var groups = trials.GroupBy(t => dimension.IsList ? dimension.ChoiceOf(t.Settings[dimension.Name]) : Math.Min(Groups - 1, (int)(Groups * dimension.CoordinateOf(t.Settings[dimension.Name]))), t => t.Value);
        var mean = trials.Average(t => t.Value);
        var total = trials.Sum(t => (t.Value - mean) * (t.Value - mean));
        return total == 0 ? double.NaN : groups.Sum(g => g.Count() * (g.Average() - mean) * (g.Average() - mean)) / total;
    }
}
