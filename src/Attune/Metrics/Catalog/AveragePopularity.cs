namespace Attune;

/// <summary>
/// Average popularity: mean number of training users who know the items within the first k places. Neither end is good: it says how much a model
/// leans on bestsellers. Undefined for an empty list and where the popularity is unknown.
/// </summary>
/// <param name="K">Where the list is cut, from 1.</param>
public sealed record AveragePopularity(int K) : IListMetric
{
    /// <summary>Average popularity of the first <paramref name="k"/> places.</summary>
    public static AveragePopularity At(int k) => new(k);

    /// <inheritdoc/>
    public string Name => MetricName.Of("average-popularity", K);

    /// <inheritdoc/>
    public bool? HigherIsBetter => null;

    /// <inheritdoc/>
    public int Depth => K;

    /// <inheritdoc/>
    public double Measure(in RankedUser user)
    {
        var top = user.Top(K);
        if (top.Length == 0 || user.Facts is not { } facts) return double.NaN;
        var sum = 0.0;
        foreach (var item in top) sum += facts.PopularityOf(item);
        return sum / top.Length;
    }
}
