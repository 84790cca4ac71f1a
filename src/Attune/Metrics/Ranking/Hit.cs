namespace Attune;

/// <summary>
/// Hit rate: 1 where at least one relevant item is within the first k places, else 0; over users, the share that was hit. Undefined without
/// relevant items.
/// </summary>
/// <param name="K">Where the list is cut, from 1.</param>
public sealed record Hit(int K) : IListMetric
{
    /// <summary>Hit rate of the first <paramref name="k"/> places.</summary>
    public static Hit At(int k) => new(k);

    /// <inheritdoc/>
    public string Name => MetricName.Of("hit", K);

    /// <inheritdoc/>
    public int Depth => K;

    /// <inheritdoc/>
    public double Measure(in RankedUser user) => user.Relevant.Length == 0 ? double.NaN : Math.Min(1, user.Hits(K));
}
