namespace Attune;

/// <summary>
/// Normalised discounted cumulative gain: Σ grade / log2(rank + 1) over the list, divided by the same sum of the best possible list of the same
/// length (the ideal list is cut at k too). The gain is the grade itself. With grades of 1 it is binary NDCG. Range 0 to 1; undefined without
/// relevant items. Järvelin and Kekäläinen, TOIS 2002.
/// </summary>
/// <param name="K">Where the list is cut; null for the whole ranking.</param>
/// <param name="Binary">Whether every held-out item counts as grade 1.</param>
public sealed record Ndcg(int? K = null, bool Binary = false) : IListMetric
{
    /// <summary>NDCG of the first <paramref name="k"/> places.</summary>
    public static Ndcg At(int k) => new(k);

    /// <inheritdoc/>
    public string Name => MetricName.Of(Binary ? "ndcg-binary" : "ndcg", K);

    /// <inheritdoc/>
    public int Depth => K ?? int.MaxValue;

    /// <inheritdoc/>
    public double Measure(in RankedUser user) => Of(user, Depth, Binary ? _ => 1 : grade => grade);

    /// <summary>The same for any gain of a grade.</summary>
    internal static double Of(in RankedUser user, int depth, Func<float, double> gainOf)
    {
        if (user.Relevant.Length == 0) return double.NaN;
        var top = user.Top(depth);
        var gain = 0.0;
        for (var i = 0; i < top.Length; i++)
            if (user.GradeOf(top[i]) is > 0 and var grade) gain += gainOf(grade) / Math.Log2(i + 2);
        return gain / Ideal(user.Grades, depth, gainOf);
    }

    static double Ideal(ReadOnlySpan<float> grades, int depth, Func<float, double> gainOf)
    {
        var sorted = grades.ToArray();
        Array.Sort(sorted, (a, b) => b.CompareTo(a));
        var ideal = 0.0;
        for (var i = 0; i < Math.Min(sorted.Length, depth); i++) ideal += gainOf(sorted[i]) / Math.Log2(i + 2);
        return ideal;
    }
}
