namespace Attune.Tests;

public sealed class RevenueTests : MetricContract
{
    protected override IListMetric Metric => Revenue.At(5);

    protected override double Best => double.PositiveInfinity;

    static double Of(float[] prices) =>
        Revenue.At(2).Measure(new RankedUser { Ranked = [2, 0, 1], Relevant = [0, 1, 2], Grades = [1, 1, 1], Facts = new ItemFacts(new int[3], 1, prices) });

    [Fact]
    public void Measure_HitsWithinTheCut_AddsTheirPrices() => Assert.Equal(1.5 + 4, Of([1.5f, 2, 4]), 6);

    [Fact]
    public void Measure_HitWithoutPrice_AddsNothing() => Assert.Equal(4, Of([float.NaN, 2, 4]), 6);

    [Fact]
    public void Measure_NoPrices_IsUndefined()
    {
        Assert.True(double.IsNaN(Of([])));
        Assert.True(double.IsNaN(Of([float.NaN, float.NaN, float.NaN])));
    }
}
