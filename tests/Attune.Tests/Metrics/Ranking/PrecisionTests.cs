namespace Attune.Tests;

public sealed class PrecisionTests : MetricContract
{
    protected override IListMetric Metric => Precision.At(5);

    [Fact]
    public void Measure_TwoHitsInAListOfThree_IsDividedByK() => Assert.Equal(2 / 5.0, Measure([4, 7, 5], [4, 5, 9]), 12);
}
