namespace Attune;

/// <summary>
/// Recall: relevant items within the first k places, divided by all relevant items; or, capped, by the smaller of k and their number (so that 1
/// can be reached by users with more than k relevant items). Range 0 to 1; undefined without relevant items.
/// </summary>
/// <param name="K">Where the list is cut, from 1.</param>
/// <param name="Capped">Whether the denominator is at most k.</param>
public sealed record Recall(int K, bool Capped = false) : IListMetric
{
    /// <summary>Recall of the first <paramref name="k"/> places, divided by all relevant items.</summary>
    public static Recall At(int k) => new(k);

    /// <inheritdoc/>
    public string Name => MetricName.Of(Capped ? "recall-capped" : "recall", K);

    /// <inheritdoc/>
    public int Depth => K;

    /// <inheritdoc/>
    public double Measure(in RankedUser user)
    {
        if (user.Relevant.Length == 0) return double.NaN;
        return user.Hits(K) / (double)(Capped ? Math.Min(K, user.Relevant.Length) : user.Relevant.Length);
    }
}
