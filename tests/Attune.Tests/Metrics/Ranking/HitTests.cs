namespace Attune.Tests;

public sealed class HitTests : MetricContract
{
    protected override IListMetric Metric => Hit.At(5);

    [Theory, InlineData(5, 1), InlineData(6, 0)]
    public void Measure_OneRelevantItem_CountsWithinTheCut(int rank, double expected) =>
        Assert.Equal(expected, Measure([0, 1, 2, 3, 4, 5, 6], [rank - 1]));

    [Fact]
    public void Parse_HitRate_IsAnAlias() => Assert.Equal(Metric, MetricName.Parse("hit-rate@5"));
}
