namespace Attune;

/// <summary>
/// Kernel herding (Chen, Welling and Smola 2010) without replacement: the t + 1st chunk is argmax over x of s(x) − (1 ⁄ (t + 1)) Σ sim(x, x′) over the t chosen x′. Over unit vectors that is greedy minimisation of MMD² to the reference, since sim(x, x) is the same
/// for all; over tokens BM25 takes the place of the kernel, and it is only like it. Deterministic; of equal values the lower number. O(n d) for each chunk chosen: for large n take <c>diverse</c>.
/// </summary>
sealed record HerdingSampler : ISubsetSampler
{
    public string Name => "herding";

    public int[] Select(SubsetTask task)
    {
        var of = task.Represented(this);
        var (scores, penalties, values, taken, chosen) = (of.Scores.ToArray(), new double[of.Count], new double[of.Count], new bool[of.Count], new int[task.Count]);
        for (var t = 0; t < chosen.Length; t++)
        {
            for (var i = 0; i < values.Length; i++) values[i] = scores[i] - penalties[i] / (t + 1);
            chosen[t] = Draws.Largest(values, 1, taken)[0];
            taken[chosen[t]] = true;
            of.AddSimilarities([chosen[t]], 1, penalties, task.Context);
            if (t % 100 == 99 || t + 1 == chosen.Length) task.Context.Report("choosing", t + 1, chosen.Length);
        }
        return chosen;
    }
}
