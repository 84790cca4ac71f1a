namespace Attune.Tests;

public sealed class NoveltyTests : MetricContract
{
    protected override IListMetric Metric => Novelty.At(5);

    protected override double Best => double.PositiveInfinity;

    protected override bool NeedsRelevant => false;

    protected override double OfEmptyList => double.NaN;

    [Fact]
    public void Measure_ItemsKnownToHalfAndAnEighth_IsTheMeanOfOneAndThreeBits() =>
        Assert.Equal(2, Novelty.At(2).Measure(new RankedUser { Ranked = [0, 1, 2], Relevant = [], Grades = [], Facts = new ItemFacts(new[] { 4, 1, 8 }, 8, default) }), 12);

    [Fact]
    public void Measure_ItemKnownToNobody_CountsAsKnownToOne() =>
        Assert.Equal(3, Novelty.At(1).Measure(new RankedUser { Ranked = [0], Relevant = [], Grades = [], Facts = new ItemFacts(new[] { 0 }, 8, default) }), 12);

    [Fact]
    public void Measure_NoFacts_IsUndefined() => Assert.True(double.IsNaN(Novelty.At(1).Measure(new RankedUser { Ranked = [0], Relevant = [], Grades = [] })));
}
