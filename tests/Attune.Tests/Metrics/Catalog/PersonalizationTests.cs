using FsCheck;
using FsCheck.Fluent;

namespace Attune.Tests;

public sealed class PersonalizationTests
{
    const int Items = 9;

    static double Of(params int[][] lists) => Personalization.At(4).Measure(
        [.. Enumerable.Range(0, Items).Select(i => lists.Count(l => l.Contains(i)))],
        [.. Enumerable.Range(0, 5).Select(n => lists.Count(l => l.Length == n))]);

    [Fact]
    public void Measure_OneListForEverybody_IsZero() => Assert.Equal(0, Of([0, 1, 2, 3], [3, 2, 1, 0], [0, 1, 2, 3]), 12);

    [Fact]
    public void Measure_NothingInCommon_IsOne() => Assert.Equal(1, Of([0, 1], [2, 3], [4, 5, 6]), 12);

    [Fact]
    public void Measure_OneOfTwoInCommonOnce_IsOneMinusTheMeanOfThreePairs() => Assert.Equal(1 - 0.5 / 3, Of([0, 1], [1, 2], [3, 4]), 12);

    [Fact]
    public void Measure_EmptyLists_DoNotCount() => Assert.Equal(Of([0, 1], [1, 2]), Of([0, 1], [], [1, 2], []), 12);

    [Fact]
    public void Measure_FewerThanTwoLists_IsUndefined() => Assert.True(double.IsNaN(Of([0, 1], [])));

    [Fact]
    public void Measure_AnyLists_EqualsGoingThroughAllPairs() => Prop.ForAll(
        Gen.Choose(0, Items - 1).ArrayOf().Select(l => l.Distinct().Take(4).ToArray()).ArrayOf().ToArbitrary(), lists =>
        {
            var (common, most) = (0.0, 0.0);
            for (var u = 0; u < lists.Length; u++)
                for (var v = 0; v < u; v++)
                {
                    common += lists[u].Intersect(lists[v]).Count();
                    most += Math.Sqrt(lists[u].Length * lists[v].Length);
                }
            var value = Of(lists);
            return most == 0 ? double.IsNaN(value) : Math.Abs(value - (1 - common / most)) < 1e-9;
        }).Holds();
}
