namespace Attune;

/// <summary>
/// Serendipity: relevant items within the first k places that nobody would have expected, divided by k even where the list is shorter. Expected are
/// the items of the history and the k most popular of all others: what the primitive model shows. Range 0 to 1; undefined without relevant items
/// and where the popularity is unknown. Ge, Delgado-Battenfeld and Jannach, "Beyond accuracy", RecSys 2010.
/// </summary>
/// <param name="K">Where the list is cut, from 1.</param>
public sealed record Serendipity(int K) : IListMetric
{
    /// <summary>Serendipity of the first <paramref name="k"/> places.</summary>
    public static Serendipity At(int k) => new(k);

    /// <inheritdoc/>
    public string Name => MetricName.Of("serendipity", K);

    /// <inheritdoc/>
    public int Depth => K;

    /// <inheritdoc/>
    public double Measure(in RankedUser user)
    {
        if (user.Relevant.Length == 0 || user.Facts is not { } facts) return double.NaN;
        var found = 0;
        foreach (var item in user.Top(K))
            if (user.IsRelevant(item) && !IsExpected(item, user.History, facts)) found++;
        return found / (double)K;
    }

    // Among the k most popular outside the history: fewer than k others are more popular.
    bool IsExpected(int item, ReadOnlySpan<int> history, ItemFacts facts)
    {
        if (history.Contains(item)) return true;
        var before = facts.RankOf(item);
        if (before - history.Length >= K) return false;
        foreach (var known in history)
            if (facts.RankOf(known) < facts.RankOf(item)) before--;
        return before < K;
    }
}
