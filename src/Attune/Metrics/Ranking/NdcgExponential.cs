namespace Attune;

/// <summary>
/// Normalised discounted cumulative gain with the gain 2^grade − 1, so that one grade more is worth about twice as much; all else as
/// <see cref="Ndcg"/>, which it equals where every grade is 1. Range 0 to 1; undefined without relevant items. Burges et al., ICML 2005.
/// </summary>
/// <param name="K">Where the list is cut; null for the whole ranking.</param>
public sealed record NdcgExponential(int? K = null) : IListMetric
{
    /// <summary>NDCG with exponential gains of the first <paramref name="k"/> places.</summary>
    public static NdcgExponential At(int k) => new(k);

    /// <inheritdoc/>
    public string Name => MetricName.Of("ndcg-exponential", K);

    /// <inheritdoc/>
    public int Depth => K ?? int.MaxValue;

    /// <inheritdoc/>
    public double Measure(in RankedUser user) => Ndcg.Of(user, Depth, grade => Math.Pow(2, grade) - 1);
}
