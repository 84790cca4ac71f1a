namespace Attune.Tests;

public sealed class AveragePopularityTests : MetricContract
{
    protected override IListMetric Metric => AveragePopularity.At(5);

    protected override double Best => double.PositiveInfinity;

    protected override bool NeedsRelevant => false;

    protected override double OfEmptyList => double.NaN;

    [Fact]
    public void Measure_WithinTheCut_IsTheMeanCount() => Assert.Equal(3.5, AveragePopularity.At(2).Measure(
        new RankedUser { Ranked = [2, 0, 1], Relevant = [], Grades = [], Facts = new ItemFacts(new[] { 3, 9, 4 }, 9, default) }), 12);

    [Fact]
    public void HigherIsBetter_IsNeither() => Assert.Null(Metric.HigherIsBetter);
}
