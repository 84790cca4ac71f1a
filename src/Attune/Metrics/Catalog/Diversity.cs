namespace Attune;

/// <summary>
/// Intra-list diversity: 1 − the mean similarity of all pairs of items within the first k places. Two items are alike as far as the same users of
/// training had both: users of both / √(users of one · users of the other); or, over a feature, as far as they share labels: common labels /
/// √(labels · labels). Pairs with an item of which nothing is known are left out. Range 0 to 1; undefined where no pair is left, and where neither
/// training nor the feature is known. Ziegler, McNee, Konstan and Lausen, WWW 2005 (as a mean, not a sum).
/// </summary>
/// <param name="K">Where the list is cut, from 1.</param>
/// <param name="Feature">The item feature to compare; null for who had the items.</param>
public sealed record Diversity(int K, string? Feature = null) : IListMetric
{
    /// <summary>Diversity of the first <paramref name="k"/> places.</summary>
    public static Diversity At(int k) => new(k);

    /// <inheritdoc/>
    public string Name => MetricName.Of("diversity", K, Feature);

    /// <inheritdoc/>
    public int Depth => K;

    /// <inheritdoc/>
    public double Measure(in RankedUser user)
    {
        if (user.Facts?.Similarity(Feature) is not { } similarity) return double.NaN;
        var top = user.Top(K);
        var (sum, pairs) = (0.0, 0);
        for (var i = 1; i < top.Length; i++)
            for (var j = 0; j < i; j++)
                if (similarity(top[i], top[j]) is var alike && !double.IsNaN(alike))
                {
                    sum += alike;
                    pairs++;
                }
        return pairs == 0 ? double.NaN : Math.Clamp(1 - sum / pairs, 0, 1);
    }
}
