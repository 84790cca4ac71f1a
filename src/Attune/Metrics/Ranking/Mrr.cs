namespace Attune;

/// <summary>
/// Mean reciprocal rank: 1 / rank of the first relevant item, ranks counted from 1; 0 where none is listed within the cut. Range 0 to 1;
/// undefined without relevant items.
/// </summary>
/// <param name="K">Where the list is cut; null for the whole ranking.</param>
public sealed record Mrr(int? K = null) : IListMetric
{
    /// <summary>MRR of the first <paramref name="k"/> places.</summary>
    public static Mrr At(int k) => new(k);

    /// <inheritdoc/>
    public string Name => MetricName.Of("mrr", K);

    /// <inheritdoc/>
    public int Depth => K ?? int.MaxValue;

    /// <inheritdoc/>
    public double Measure(in RankedUser user)
    {
        if (user.Relevant.Length == 0) return double.NaN;
        var top = user.Top(Depth);
        for (var i = 0; i < top.Length; i++)
            if (user.IsRelevant(top[i])) return 1.0 / (i + 1);
        return 0;
    }
}
