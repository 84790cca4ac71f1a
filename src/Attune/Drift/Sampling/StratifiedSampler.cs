namespace Attune;

/// <summary>At random within ten strata of about as many chunks, each with its share: by the mean popularity of a chunk's items among the candidates' events, or by its number of events. Chunks of equal value are in one stratum.</summary>
/// <param name="ByLength">By number of events; else by popularity.</param>
sealed record StratifiedSampler(bool ByLength) : ISubsetSampler
{
    const int Strata = 10;

    public string Name => ByLength ? "length" : "popularity";

    public bool NeedsRepresentation => false;

    public int[] Select(SubsetTask task)
    {
        task.Check();
        var strata = StrataOf(ByLength ? [.. Enumerable.Range(0, task.Candidates.Count).Select(c => (double)task.Candidates.Items(c).Length)] : Popularity(task.Candidates));
        var sizes = new int[Strata];
        foreach (var s in strata) sizes[s]++;
        var left = Draws.Quotas(sizes, task.Count);
        return [.. Draws.Largest(RandomSampler.KeysOf(task), task.Candidates.Count).Where(i => left[strata[i]]-- > 0)];
    }

    internal static double[] Popularity(HistoryChunks chunks)
    {
        var (counts, means) = (new long[chunks.Data.Items.Count], new double[chunks.Count]);
        for (var c = 0; c < chunks.Count; c++)
            foreach (var item in chunks.Items(c)) counts[item]++;
        for (var c = 0; c < chunks.Count; c++)
        {
            foreach (var item in chunks.Items(c)) means[c] += counts[item];
            means[c] /= chunks.Items(c).Length;
        }
        return means;
    }

    static int[] StrataOf(double[] values)
    {
        int[] order = [.. Enumerable.Range(0, values.Length).OrderBy(i => values[i])];
        var (strata, first) = (new int[values.Length], 0);
        for (var at = 0; at < order.Length; at++)
        {
            if (values[order[at]] != values[order[first]]) first = at;
            strata[order[at]] = (int)((long)Strata * first / order.Length);
        }
        return strata;
    }
}
