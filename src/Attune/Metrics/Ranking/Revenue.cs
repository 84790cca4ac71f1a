namespace Attune;

/// <summary>
/// Revenue: the sum of the prices (one piece each, the latest price of training) of the relevant items within the first k places. A hit without
/// a known price adds nothing. In the currency of the data, from 0; undefined where none of the user's relevant items has a price.
/// </summary>
/// <param name="K">Where the list is cut, from 1.</param>
public sealed record Revenue(int K) : IListMetric
{
    /// <summary>Revenue of the first <paramref name="k"/> places.</summary>
    public static Revenue At(int k) => new(k);

    /// <inheritdoc/>
    public string Name => MetricName.Of("revenue", K);

    /// <inheritdoc/>
    public int Depth => K;

    /// <inheritdoc/>
    public double Measure(in RankedUser user)
    {
        if (user.Facts is not { } facts || !AnyPriced(user.Relevant, facts)) return double.NaN;
        var sum = 0.0;
        foreach (var item in user.Top(K))
            if (user.IsRelevant(item) && facts.PriceOf(item) is var price && !float.IsNaN(price)) sum += price;
        return sum;
    }

    static bool AnyPriced(ReadOnlySpan<int> items, ItemFacts facts)
    {
        foreach (var item in items)
            if (!float.IsNaN(facts.PriceOf(item))) return true;
        return false;
    }
}
