namespace Attune;

/// <summary>
/// Shannon entropy of exposure: −Σ p·log2 p, where p is an item's share of the first k places of all lists. In bits: 0 = one item takes all places,
/// log2 n = n items share them equally. Undefined where nothing is shown.
/// </summary>
/// <param name="K">Where lists are cut, from 1.</param>
public sealed record Entropy(int K) : ICatalogMetric
{
    /// <summary>Entropy of the first <paramref name="k"/> places.</summary>
    public static Entropy At(int k) => new(k);

    /// <inheritdoc/>
    public string Name => MetricName.Of("entropy", K);

    /// <inheritdoc/>
    public int Depth => K;

    /// <inheritdoc/>
    public double Measure(ReadOnlySpan<int> shown, ReadOnlySpan<int> lengths)
    {
        var places = 0L;
        foreach (var count in shown) places += count;
        if (places == 0) return double.NaN;
        var bits = 0.0;
        foreach (var count in shown)
            if (count > 0) bits -= count / (double)places * Math.Log2(count / (double)places);
        return Math.Max(0, bits);
    }
}
