namespace Attune.Tests;

public sealed class RecallTests : MetricContract
{
    protected override IListMetric Metric => Recall.At(5);

    [Fact]
    public void Measure_TwoOfThreeFound_IsTwoThirds() => Assert.Equal(2 / 3.0, Measure([4, 7, 5], [4, 5, 9]), 12);
}
