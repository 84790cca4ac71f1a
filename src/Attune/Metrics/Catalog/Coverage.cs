namespace Attune;

/// <summary>Catalog coverage: the share of the catalog's items that are within the first k places of at least one list. Range 0 to 1.</summary>
/// <param name="K">Where lists are cut, from 1.</param>
public sealed record Coverage(int K) : ICatalogMetric
{
    /// <summary>Coverage of the first <paramref name="k"/> places.</summary>
    public static Coverage At(int k) => new(k);

    /// <inheritdoc/>
    public string Name => MetricName.Of("coverage", K);

    /// <inheritdoc/>
    public int Depth => K;

    /// <inheritdoc/>
    public double Measure(ReadOnlySpan<int> shown, ReadOnlySpan<int> lengths)
    {
        if (shown.Length == 0 || lengths.IndexOfAnyExcept(0) < 0) return double.NaN;
        return (shown.Length - shown.Count(0)) / (double)shown.Length;
    }
}
