namespace Attune;

/// <summary>
/// Mean average precision: the sum, over the relevant items listed, of the precision at their rank, divided by the number of all relevant items,
/// cut or not. Range 0 to 1, where a cut below the number of relevant items cannot reach 1; undefined without relevant items.
/// </summary>
/// <param name="K">Where the list is cut; null for the whole ranking.</param>
public sealed record Map(int? K = null) : IListMetric
{
    /// <summary>MAP of the first <paramref name="k"/> places.</summary>
    public static Map At(int k) => new(k);

    /// <inheritdoc/>
    public string Name => MetricName.Of("map", K);

    /// <inheritdoc/>
    public int Depth => K ?? int.MaxValue;

    /// <inheritdoc/>
    public double Measure(in RankedUser user)
    {
        if (user.Relevant.Length == 0) return double.NaN;
        var top = user.Top(Depth);
        var (hits, sum) = (0, 0.0);
        for (var i = 0; i < top.Length; i++)
            if (user.IsRelevant(top[i])) sum += ++hits / (i + 1.0);
        return sum / user.Relevant.Length;
    }
}
