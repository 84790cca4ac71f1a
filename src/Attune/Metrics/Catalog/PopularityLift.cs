namespace Attune;

/// <summary>
/// Popularity lift: how much more popular the lists are than what their users had: (mean popularity of the first k places − mean popularity of
/// the history) / mean popularity of the history, where the overall value divides the sums over users, so a user weighs by the popularity of
/// the history. From −1; 0 = as popular as what users had, 1 = twice as popular; neither end is good. Undefined for an empty list, without a history,
/// and where the popularity is unknown. Abdollahpouri, Mansoury, Burke and Mobasher, RecSys 2020.
/// </summary>
/// <param name="K">Where the list is cut, from 1.</param>
public sealed record PopularityLift(int K) : IListMetric
{
    /// <summary>Popularity lift of the first <paramref name="k"/> places.</summary>
    public static PopularityLift At(int k) => new(k);

    /// <inheritdoc/>
    public string Name => MetricName.Of("popularity-lift", K);

    /// <inheritdoc/>
    public bool? HigherIsBetter => null;

    /// <inheritdoc/>
    public int Depth => K;

    /// <inheritdoc/>
    public double Measure(in RankedUser user)
    {
        if (user.Facts is not { } facts || Mean(user.History, facts) is not (> 0 and var had)) return double.NaN;
        return (Mean(user.Top(K), facts) - had) / had;
    }

    /// <inheritdoc/>
    public double Weight(in RankedUser user) => Mean(user.History, user.Facts!);

    static double Mean(ReadOnlySpan<int> items, ItemFacts facts)
    {
        var sum = 0.0;
        foreach (var item in items) sum += facts.PopularityOf(item);
        return sum / items.Length;
    }
}
