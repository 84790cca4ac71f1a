namespace Attune;

/// <summary>
/// Novelty: mean self-information of the first k places, −log2(users who know the item / all users), in bits; an item that nobody knows counts as
/// known to one. From 0 (everybody knows it). Undefined for an empty list and where the popularity is unknown. Zhou et al., PNAS 2010.
/// </summary>
/// <param name="K">Where the list is cut, from 1.</param>
public sealed record Novelty(int K) : IListMetric
{
    /// <summary>Novelty of the first <paramref name="k"/> places.</summary>
    public static Novelty At(int k) => new(k);

    /// <inheritdoc/>
    public string Name => MetricName.Of("novelty", K);

    /// <inheritdoc/>
    public int Depth => K;

    /// <inheritdoc/>
    public double Measure(in RankedUser user)
    {
        var top = user.Top(K);
        if (top.Length == 0 || user.Facts is not { Users: > 0 } facts) return double.NaN;
        var sum = 0.0;
        foreach (var item in top) sum -= Math.Log2(Math.Max(1, facts.PopularityOf(item)) / (double)facts.Users);
        return sum / top.Length;
    }
}
