namespace Attune.Tests;

public sealed class MapTests : MetricContract
{
    protected override IListMetric Metric => Map.At(5);

    [Fact]
    public void Measure_HitsAtOneAndThreeOfFour_IsDividedByAllRelevant() => Assert.Equal((1 + 2 / 3.0) / 4, Measure([4, 7, 5], [4, 5, 9, 10]), 12);
}
