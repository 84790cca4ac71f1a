namespace Attune;

/// <summary>
/// Precision: relevant items within the first k places, divided by k even where the list is shorter. Range 0 to 1; undefined without relevant
/// items.
/// </summary>
/// <param name="K">Where the list is cut, from 1.</param>
public sealed record Precision(int K) : IListMetric
{
    /// <summary>Precision of the first <paramref name="k"/> places.</summary>
    public static Precision At(int k) => new(k);

    /// <inheritdoc/>
    public string Name => MetricName.Of("precision", K);

    /// <inheritdoc/>
    public int Depth => K;

    /// <inheritdoc/>
    public double Measure(in RankedUser user) => user.Relevant.Length == 0 ? double.NaN : user.Hits(K) / (double)K;
}
