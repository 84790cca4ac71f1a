namespace Attune;

/// <summary>
/// Binary preference: how rarely judged items that are not relevant stand before relevant ones; items that nobody judged are passed over.
/// Σ over relevant items listed of 1 − min(n, R) / min(N, R), divided by R, where n counts the judged non-relevant items before it, N those
/// there are, R the relevant items. Judged non-relevant are held-out values below what counts as relevant and grades of 0; where there are none, every
/// relevant item listed counts 1. As in trec_eval. Range 0 to 1; undefined without relevant items. Buckley and Voorhees, SIGIR 2004.
/// </summary>
public sealed record Bpref : IListMetric
{
    /// <inheritdoc/>
    public string Name => "bpref";

    /// <inheritdoc/>
    public int Depth => int.MaxValue;

    /// <inheritdoc/>
    public double Measure(in RankedUser user)
    {
        var (relevant, rejected) = (user.Relevant.Length, user.NotRelevant.Length);
        if (relevant == 0) return double.NaN;
        var (sum, before) = (0.0, 0);
        foreach (var item in user.Ranked)
        {
            if (user.IsRelevant(item)) sum += before == 0 ? 1 : 1 - Math.Min(before, relevant) / (double)Math.Min(rejected, relevant);
            else if (user.NotRelevant.BinarySearch(item) >= 0) before++;
        }
        return sum / relevant;
    }
}
