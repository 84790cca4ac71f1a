namespace Attune;

/// <summary>
/// Diverse-Weighted of arXiv:2604.07739: draws a batch B with p ∝ exp(s ⁄ τ) without replacement, takes it out, and lowers every score by the mean similarity to the batch, s(x) ← s(x) − (1 ⁄ |B|) Σ sim(x, x′) over x′ in B; again until there are enough. The penalties
/// of all batches add up. |B| = max(1, round(share · count)); τ is the standard deviation of the scores at the beginning. Batch size and τ are reconstructions. O(n d) for each batch.
/// </summary>
/// <param name="Share">Size of a batch as a share of the choice, above 0, at most 1. Default 0.05.</param>
sealed record DiverseSampler(double Share) : ISubsetSampler
{
    public string Name => SubsetSampler.NameOf("diverse", Share, 0.05);

    public int[] Select(SubsetTask task) => Select(task, null);

    /// <summary>As <see cref="Select(SubsetTask)"/>; <paramref name="watch"/> sees each batch and the scores after it.</summary>
    internal int[] Select(SubsetTask task, Action<int[], double[]>? watch)
    {
        var of = task.Represented(this);
        var (scores, keys, taken, chosen) = (of.Scores.ToArray(), new double[of.Count], new bool[of.Count], new List<int>(task.Count));
        var temperature = Draws.Spread(scores);
        for (var batch = 0; chosen.Count < task.Count; batch++)
        {
            Draws.Keys(scores, temperature, task.SeedOf("diverse").Derive(batch), keys);
            var drawn = Draws.Largest(keys, Math.Min(BatchOf(task.Count), task.Count - chosen.Count), taken);
            chosen.AddRange(drawn);
            foreach (var i in drawn) taken[i] = true;
            if (chosen.Count < task.Count || watch is not null) of.AddSimilarities(drawn, -1.0 / drawn.Length, scores, task.Context);
            watch?.Invoke(drawn, scores);
            task.Context.Report("choosing", chosen.Count, task.Count);
        }
        return [.. chosen];
    }

    internal int BatchOf(int count) => Math.Max(1, (int)Math.Round(Share * count));
}
