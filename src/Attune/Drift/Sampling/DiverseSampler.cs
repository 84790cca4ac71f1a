using System.Globalization;

namespace Attune;

/// <summary>
/// Diverse-Weighted of arXiv:2604.07739: draws a batch B with p ∝ exp(s ⁄ τ) without replacement, takes it out, and lowers every score by the mean similarity to the batch, s(x) ← s(x) − (1 ⁄ |B|) Σ sim(x, x′) over x′ in B; again until there are enough. The penalties of all batches add up, so that after
/// twenty the choice is ruled by what is unlike itself. With <paramref name="Mean"/> the penalty is the mean similarity to all that is chosen so far, s(x) − (1 ⁄ t) Σ sim(x, x′): herding by draws, which weighs likeness and variety evenly to the end. |B| = max(1, round(share · count)); τ is the standard
/// deviation of the scores as they are before each draw. Batch size, τ and the form with the mean are reconstructions. O(n d) for each batch.
/// </summary>
/// <param name="Share">Size of a batch as a share of the choice, above 0, at most 1. Default 0.05.</param>
/// <param name="Mean">Whether the penalty is the mean over all that is chosen. Default false: as the paper has it.</param>
sealed record DiverseSampler(double Share, bool Mean = false) : ISubsetSampler
{
    public string Name => Mean ? string.Create(CultureInfo.InvariantCulture, $"diverse:{Share}:mean") : SubsetSampler.NameOf("diverse", Share, 0.05);

    public int[] Select(SubsetTask task) => Select(task, null);

    /// <summary>As <see cref="Select(SubsetTask)"/>; <paramref name="watch"/> sees each batch and the scores after it.</summary>
    internal int[] Select(SubsetTask task, Action<int[], double[]>? watch)
    {
        var of = task.Represented(this);
        var (scores, likeness, keys, taken, chosen) = (of.Scores.ToArray(), new double[of.Count], new double[of.Count], new bool[of.Count], new List<int>(task.Count));
        for (var batch = 0; chosen.Count < task.Count; batch++)
        {
            Draws.Keys(scores, Draws.Spread(scores), task.SeedOf("diverse").Derive(batch), keys);
            var drawn = Draws.Largest(keys, Math.Min(BatchOf(task.Count), task.Count - chosen.Count), taken);
            chosen.AddRange(drawn);
            foreach (var i in drawn) taken[i] = true;
            if (chosen.Count < task.Count || watch is not null)
            {
                of.AddSimilarities(drawn, Mean ? 1 : 1.0 / drawn.Length, likeness, task.Context);
                for (var i = 0; i < scores.Length; i++) scores[i] = of.Scores[i] - likeness[i] / (Mean ? chosen.Count : 1);
            }
            watch?.Invoke(drawn, scores);
            task.Context.Report("choosing", chosen.Count, task.Count);
        }
        return [.. chosen];
    }

    internal int BatchOf(int count) => Math.Max(1, (int)Math.Round(Share * count));
}
