using FsCheck;
using FsCheck.Fluent;

namespace Attune.Tests;

/// <summary>What holds for any list and any held-out items, tried on generated ones from a fixed seed.</summary>
public sealed class MetricProperties
{
    static readonly IListMetric[] Accuracy = [.. new[] { "ndcg", "ndcg@3", "ndcg-binary@3", "recall@3", "recall-capped@3", "precision@3", "hit@3", "mrr", "mrr@3", "map", "map@3", "r-precision", "auc" }
        .Select(name => (IListMetric)MetricName.Parse(name))];

    static void Holds(Func<int[], int[], bool> property) => Prop.ForAll(Lists, Lists, (a, b) => property(a, b)).Holds();

    static Arbitrary<int[]> Lists => Gen.Choose(0, 20).ArrayOf().Select(items => items.Distinct().ToArray()).ToArbitrary();

    static double Of(IListMetric metric, int[] ranked, int[] held)
    {
        int[] relevant = [.. held.Order()];
        return metric.Measure(new RankedUser { Ranked = ranked, Relevant = relevant, Grades = [.. relevant.Select(i => 1f + i % 3)], Candidates = 21 });
    }

    [Fact]
    public void Measure_AnyList_IsBetweenZeroAndOneOrUndefined() => Holds((ranked, held) =>
        Accuracy.All(m => Of(m, ranked, held) is var v && (double.IsNaN(v) ? held.Length is 0 or 21 : v is >= 0 and <= 1 + 1e-12)));

    [Fact]
    public void Measure_RelevantItemMovesToTheFront_NeverFallsUnlessItPassesABetterOne() => Holds((ranked, held) =>
    {
        var from = Array.FindLastIndex(ranked, held.Contains);
        if (from < 0) return true;
        int[] better = [ranked[from], .. ranked[..from], .. ranked[(from + 1)..]];
        // A graded NDCG may fall when a lesser item passes a better one; all others may not.
        return Accuracy.Where(m => m is not Ndcg { Binary: false }).All(m => !(Of(m, better, held) < Of(m, ranked, held) - 1e-12));
    });

    [Fact]
    public void Measure_LongerList_NeverFalls() => Holds((ranked, held) =>
        ranked.Length == 0 || held.Length == 0 || Accuracy.Where(m => m is not Auc).All(m => Of(m, ranked, held) >= Of(m, ranked[..^1], held) - 1e-12));
}
