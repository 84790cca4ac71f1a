namespace Attune.Tests;

public sealed class RPrecisionTests : MetricContract
{
    protected override IListMetric Metric => new RPrecision();

    [Fact]
    public void Measure_TwoRelevantOneInTheFirstTwo_IsAHalf() => Assert.Equal(0.5, Measure([4, 7, 5], [4, 5]), 12);
}
