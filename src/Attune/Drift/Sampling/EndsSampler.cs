namespace Attune;

/// <summary>The chunks with the best scores, with the worst, or a mixture: round(share · count) from the top, best first, then the rest from the bottom, worst first. Deterministic; of equal scores the lower number.</summary>
/// <param name="Share">How much of the choice is from the top, 0 to 1.</param>
sealed record EndsSampler(double Share) : ISubsetSampler
{
    public string Name => Share switch { 1 => "top", 0 => "bottom", _ => SubsetSampler.NameOf("top-bottom", Share, 0.5) };

    public int[] Select(SubsetTask task)
    {
        var scores = task.Represented(this).Scores;
        var top = (int)Math.Round(Share * task.Count);
        var best = top == 0 ? [] : Draws.Largest(scores, top);
        if (top == task.Count) return best;
        var (taken, negative) = (new bool[scores.Length], new double[scores.Length]);
        foreach (var chosen in best) taken[chosen] = true;
        for (var i = 0; i < negative.Length; i++) negative[i] = -scores[i];
        return [.. best, .. Draws.Largest(negative, task.Count - top, taken)];
    }
}
