using Attune.Neural;

namespace Attune.Studies;

/// <summary>How well what came was foretold: for each user the mean over what was asked of them, so that everybody counts alike. An item that the model does not know is a miss.</summary>
/// <param name="ByUser">The first metric, for each user of <see cref="AskedEvents"/>.</param>
/// <param name="Values">All metrics, each for every user; NaN for one of whom nothing could be asked.</param>
/// <param name="NewItems">The share of what was asked that the model did not know.</param>
sealed record AskedScores(double[] ByUser, double[][] Values, double NewItems)
{
    internal int Users => ByUser.Count(v => !double.IsNaN(v));

    internal double[] Means => [.. Values.Select(v => v.Where(x => !double.IsNaN(x)).DefaultIfEmpty(double.NaN).Average())];

    internal static AskedScores Of(int[][] ranks, IReadOnlyList<IMetric> metrics)
    {
        double[][] values = [.. metrics.Select(metric => Array.ConvertAll(ranks, user => MeanOf(user, GainOf(metric))))];
        var asked = ranks.SelectMany(r => r).Where(r => r != 0).ToArray();
        return new AskedScores(values[0], values, asked.Length == 0 ? double.NaN : asked.Count(r => r == NextItemRanks.Unknown) / (double)asked.Length);
    }

    /// <summary>Whether a metric says something where one item is right: what it is worth at each rank.</summary>
    internal static bool Knows(IMetric metric) => metric is Ndcg or Hit or Mrr;

    internal IEnumerable<CellDetail> Details(string part, IReadOnlyList<IMetric> metrics) =>
        [.. metrics.Select((m, i) => CellDetail.Of(part, m.Name, Values[i])), CellDetail.One(part, AdaptationRun.NewItems, NewItems)];

    static double MeanOf(int[] ranks, Func<int, double> gain)
    {
        var (sum, count) = (0.0, 0);
        foreach (var rank in ranks)
            if (rank != 0) (sum, count) = (sum + gain(rank), count + 1);
        return count == 0 ? double.NaN : sum / count;
    }

    static Func<int, double> GainOf(IMetric metric) => metric switch
    {
        Ndcg { K: var k } => rank => rank <= k ? 1 / Math.Log2(rank + 1.0) : 0,
        Mrr { K: var k } => rank => rank <= k ? 1.0 / rank : 0,
        Hit { K: var k } => rank => rank <= k ? 1 : 0,
        _ => throw new ArgumentException($"{metric.Name} is not measured where one item is asked; take ndcg@K, hit@K or mrr@K."),
    };
}
