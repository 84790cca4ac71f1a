namespace Attune;

/// <summary>
/// Gini coefficient of exposure: how unequally the first k places of all lists are spread over the whole catalog, items never shown included.
/// G = Σ (2i − n − 1)·x(i) / (n · Σ x) with the exposures x ascending, i from 1. 0 = every item is shown equally often; near 1 = all places
/// go to few items; smaller counts as better. Undefined where nothing is shown.
/// </summary>
/// <param name="K">Where lists are cut, from 1.</param>
public sealed record Gini(int K) : ICatalogMetric
{
    /// <summary>Gini coefficient of the first <paramref name="k"/> places.</summary>
    public static Gini At(int k) => new(k);

    /// <inheritdoc/>
    public string Name => MetricName.Of("gini", K);

    /// <inheritdoc/>
    public bool? HigherIsBetter => false;

    /// <inheritdoc/>
    public int Depth => K;

    /// <inheritdoc/>
    public double Measure(ReadOnlySpan<int> shown, ReadOnlySpan<int> lengths)
    {
        var sorted = shown.ToArray();
        Array.Sort(sorted);
        long n = sorted.Length, total = 0;
        var weighted = 0.0;
        for (var i = 0; i < n; i++)
        {
            total += sorted[i];
            weighted += (2.0 * (i + 1) - n - 1) * sorted[i];
        }
        return total == 0 ? double.NaN : weighted / ((double)n * total);
    }
}
