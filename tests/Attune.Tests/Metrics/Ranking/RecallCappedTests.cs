namespace Attune.Tests;

public sealed class RecallCappedTests : MetricContract
{
    protected override IListMetric Metric => new Recall(5, Capped: true);

    [Fact]
    public void Measure_MoreRelevantThanPlaces_IsDividedByPlaces() => Assert.Equal(2 / 5.0, Measure([4, 7, 5], [3, 4, 5, 6, 8, 9, 10]), 12);

    [Fact]
    public void Name_IsToldApart() => Assert.Equal("recall-capped@5", Metric.Name);
}
