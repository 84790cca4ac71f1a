namespace Attune.Tests;

public sealed class PopularityLiftTests : MetricContract
{
    protected override IListMetric Metric => PopularityLift.At(5);

    protected override double Best => double.PositiveInfinity;

    protected override double Worst => -1;

    protected override bool NeedsRelevant => false;

    protected override double OfEmptyList => double.NaN;

    static RankedUser User(int[] ranked, int[] history) => new()
    {
        Ranked = ranked,
        Relevant = [],
        Grades = [],
        History = history,
        Facts = new ItemFacts(new[] { 8, 4, 2, 0 }, 9, default),
    };

    [Theory]
    [InlineData(new[] { 0, 1 }, new[] { 2, 1 }, 1)]
    [InlineData(new[] { 2, 1, 0 }, new[] { 1, 2 }, 0)]
    [InlineData(new[] { 3, 2 }, new[] { 1 }, -0.75)]
    public void Measure_ListAgainstHistory_IsTheHandComputedValue(int[] ranked, int[] history, double expected) =>
        Assert.Equal(expected, PopularityLift.At(2).Measure(User(ranked, history)), 12);

    [Fact]
    public void Measure_NoHistoryOrAnUnknownOne_IsUndefined()
    {
        Assert.True(double.IsNaN(PopularityLift.At(2).Measure(User([0], []))));
        Assert.True(double.IsNaN(PopularityLift.At(2).Measure(User([0], [3]))));
    }

    [Fact]
    public void Of_Overall_DividesTheSumsOverUsers()
    {
        var split = Worlds.Split("a x, a y, b x, c x, c y, d z, e w", "a z, d x");
        var scores = Evaluation.Of(new Popularity().Fit(split.Train), split, PopularityLift.At(1));
        // Popularity w 1, x 3, y 2, z 1. a has 2.5 on average and is shown w (1); d has 1 and is shown x (3).
        Assert.Equal([(1 - 2.5) / 2.5, 2], scores["popularity-lift@1"].PerUser);
        Assert.Equal((1 + 3 - 2.5 - 1) / (2.5 + 1), scores["popularity-lift@1"].Value, 12);
    }
}
