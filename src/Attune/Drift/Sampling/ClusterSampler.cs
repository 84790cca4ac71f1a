namespace Attune;

/// <summary>
/// Clusters the chunks and draws within each as <see cref="WeightedSampler"/> does, as many as its share of all chunks. k-means with k = ⌈√(n ⁄ 2)⌉, at most 256, over unit vectors (tokens: a sketch of 64 numbers); a reconstruction, the paper names no number.
/// </summary>
/// <param name="Temperature">As of <c>weighted</c>. Default 1.</param>
sealed record ClusterSampler(double Temperature) : ISubsetSampler
{
    public string Name => SubsetSampler.NameOf("knn-weighted", Temperature, 1);

    public int[] Select(SubsetTask task)
    {
        var of = task.Represented(this);
        var clusters = KMeans.Assign(of.Rows(task.Context), Clusters(of.Count), task.SeedOf("clusters"), task.Context);
        var sizes = new int[clusters.Max() + 1];
        foreach (var c in clusters) sizes[c]++;
        var left = Draws.Quotas(sizes, task.Count);
        var keys = WeightedSampler.KeysOf(task, of.Scores, Temperature);
        return [.. Draws.Largest(keys, keys.Length).Where(i => left[clusters[i]]-- > 0)];
    }

    internal static int Clusters(int candidates) => Math.Min(256, (int)Math.Ceiling(Math.Sqrt(candidates / 2.0)));
}
