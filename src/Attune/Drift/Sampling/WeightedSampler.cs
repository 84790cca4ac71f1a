namespace Attune;

/// <summary>Draws without replacement, p ∝ exp(s ⁄ τ), exactly, by Gumbel noise; τ is <paramref name="Temperature"/> standard deviations of the scores. A reconstruction: the paper says p ∝ s, and scores can be negative.</summary>
/// <param name="Temperature">In standard deviations; small: nearly the best scores, large: nearly at random. Default 1.</param>
sealed record WeightedSampler(double Temperature) : ISubsetSampler
{
    public string Name => SubsetSampler.NameOf("weighted", Temperature, 1);

    public int[] Select(SubsetTask task) => Draws.Largest(KeysOf(task, task.Represented(this).Scores, Temperature), task.Count);

    internal static double[] KeysOf(SubsetTask task, ReadOnlySpan<double> scores, double temperature)
    {
        var keys = new double[scores.Length];
        Draws.Keys(scores, temperature * Draws.Spread(scores), task.SeedOf("weighted"), keys);
        return keys;
    }
}
