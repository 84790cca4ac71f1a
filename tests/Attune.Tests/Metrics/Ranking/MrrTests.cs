namespace Attune.Tests;

public sealed class MrrTests : MetricContract
{
    protected override IListMetric Metric => Mrr.At(5);

    [Fact]
    public void Measure_FirstHitAtThree_IsAThird() => Assert.Equal(1 / 3.0, Measure([9, 8, 4, 5], [4, 5]), 12);

    [Fact]
    public void Measure_FirstHitBehindTheCut_IsZeroUnlessUncut()
    {
        Assert.Equal(0, Measure([0, 1, 2, 3, 4, 5], [5]));
        Assert.Equal(1 / 6.0, new Mrr().Measure(new RankedUser { Ranked = [0, 1, 2, 3, 4, 5], Relevant = [5], Grades = [1] }), 12);
    }
}
