namespace Attune.Tests;

public sealed class TailShareTests : MetricContract
{
    protected override IListMetric Metric => TailShare.At(5);

    protected override double Best => double.PositiveInfinity;

    protected override bool NeedsRelevant => false;

    protected override double OfEmptyList => double.NaN;

    // 100 interactions: 50, 25 and 15 are the head (before the third stand 75, less than 80), 9, 1 and 0 the tail, and so is item 9, which training lacks.
    [Theory]
    [InlineData(new[] { 0, 1, 2 }, 0)]
    [InlineData(new[] { 3, 2 }, 0.5)]
    [InlineData(new[] { 5, 4, 9, 0 }, 0.75)]
    public void Measure_HeadOfEightyPercent_IsTheHandComputedShare(int[] ranked, double expected) => Assert.Equal(expected, TailShare.At(4).Measure(
        new RankedUser { Ranked = ranked, Relevant = [], Grades = [], Facts = new ItemFacts(new[] { 50, 25, 15, 9, 1, 0 }, 60, default) }), 12);

    [Fact]
    public void Measure_NoFacts_IsUndefined() => Assert.True(double.IsNaN(TailShare.At(1).Measure(new RankedUser { Ranked = [0], Relevant = [], Grades = [] })));
}
