using FsCheck;
using FsCheck.Fluent;

namespace Attune.Tests;

public sealed class SerendipityTests : MetricContract
{
    static readonly int[] Popularity = [9, 7, 7, 5, 4, 3, 1, 0];

    protected override IListMetric Metric => Serendipity.At(5);

    protected override double Best => double.PositiveInfinity;

    static double Of(int k, int[] ranked, int[] relevant, int[] history) => Serendipity.At(k).Measure(new RankedUser
    {
        Ranked = ranked,
        Relevant = relevant,
        Grades = [.. relevant.Select(_ => 1f)],
        History = history,
        Facts = new ItemFacts(Popularity, 9, default),
    });

    [Theory]
    [InlineData(new int[0], 1 / 3.0)] // Expected are 0, 1, 2: of the hits 1 and 3 only 3 surprises.
    [InlineData(new[] { 0 }, 0)] // Then 1, 2, 3 are.
    [InlineData(new[] { 1 }, 0)] // Then 0, 2, 3, and what the user had.
    [InlineData(new[] { 6 }, 1 / 3.0)]
    public void Measure_HitsBeyondThePopular_IsTheHandComputedValue(int[] history, double expected) => Assert.Equal(expected, Of(3, [1, 3, 6, 5], [1, 3, 5], history), 12);

    [Fact]
    public void Measure_ShortList_IsDividedByK() => Assert.Equal(1 / 3.0, Of(3, [6], [6], []), 12);

    [Fact]
    public void Measure_AnyList_EqualsTheListOfThePrimitiveModel()
    {
        var items = Gen.Choose(0, 7).ArrayOf().Select(l => l.Distinct().ToArray()).ToArbitrary();
        Prop.ForAll(items, items, items, (ranked, held, history) =>
        {
            var primitive = Enumerable.Range(0, 8).Except(history).OrderByDescending(i => Popularity[i]).ThenBy(i => i).Take(3);
            var hits = ranked.Take(3).Intersect(held).Except(history).Except(primitive).Count();
            var value = Of(3, ranked, [.. held.Order()], history);
            return held.Length == 0 ? double.IsNaN(value) : Math.Abs(value - hits / 3.0) < 1e-12;
        }).Holds();
    }
}
