namespace Attune;

/// <summary>
/// Tail share: the share of the first k places that items of the long tail hold: all items but the most popular ones that together take 80 % of
/// the interactions of training (an item is outside the tail while the more popular ones take less). Range 0 to 1; neither end is good.
/// Undefined for an empty list and where the popularity is unknown. Abdollahpouri, Burke and Mobasher, FLAIRS 2019.
/// </summary>
/// <param name="K">Where the list is cut, from 1.</param>
public sealed record TailShare(int K) : IListMetric
{
    /// <summary>Tail share of the first <paramref name="k"/> places.</summary>
    public static TailShare At(int k) => new(k);

    /// <inheritdoc/>
    public string Name => MetricName.Of("tail-share", K);

    /// <inheritdoc/>
    public bool? HigherIsBetter => null;

    /// <inheritdoc/>
    public int Depth => K;

    /// <inheritdoc/>
    public double Measure(in RankedUser user)
    {
        var top = user.Top(K);
        if (top.Length == 0 || user.Facts is not { } facts) return double.NaN;
        var tail = 0;
        foreach (var item in top)
            if (facts.IsTail(item)) tail++;
        return tail / (double)top.Length;
    }
}
