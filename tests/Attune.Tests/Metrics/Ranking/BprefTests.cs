namespace Attune.Tests;

public sealed class BprefTests : MetricContract
{
    protected override IListMetric Metric => new Bpref();

    static double Of(int[] ranked, int[] relevant, int[] notRelevant) =>
        new Bpref().Measure(new RankedUser { Ranked = ranked, Relevant = relevant, Grades = [.. relevant.Select(_ => 1f)], NotRelevant = notRelevant });

    // Relevant 1, 3, 5; judged otherwise 0, 4, 6, 8; nobody said anything of 2 and 7.
    [Theory]
    [InlineData(new[] { 1, 3, 5 }, 1)]
    [InlineData(new[] { 2, 7, 1, 3, 5 }, 1)]
    [InlineData(new[] { 0, 1, 2, 3, 4, 5 }, (2 / 3.0 + 2 / 3.0 + 1 / 3.0) / 3)]
    [InlineData(new[] { 0, 4, 6, 8, 1 }, 0)]
    [InlineData(new[] { 3 }, 1 / 3.0)]
    public void Measure_JudgedItemsBefore_IsTheHandComputedValue(int[] ranked, double expected) => Assert.Equal(expected, Of(ranked, [1, 3, 5], [0, 4, 6, 8]), 12);

    [Fact]
    public void Measure_FewerJudgedThanRelevant_DividesByTheirNumber() => Assert.Equal((1 + 0.5 + 0) / 3, Of([1, 0, 3, 4, 5], [1, 3, 5], [0, 4]), 12);

    [Fact]
    public void Measure_NothingJudgedOtherwise_IsTheShareListed() => Assert.Equal(2 / 3.0, Of([0, 1, 4, 3], [1, 3, 5], []), 12);

    [Fact]
    public void Of_RatingsBelowWhatCounts_AreJudgedNotRelevant()
    {
        var split = Worlds.Split("a p 5, b w 3, b x 3, b y 3, b z 3", "a w 2, a x 5, a z 1");
        // z, y, x, w: z was judged, y was not.
        var model = new FixedScores((_, i) => i).Fit(split.Train);
        var scores = Evaluation.Of(model, split, [new Bpref()], new EvaluationOptions { RelevantFrom = 4 }, null);
        Assert.Equal(0, scores["bpref"].Value);
        Assert.Equal(1, Evaluation.Of(new FixedScores((_, i) => -i).Fit(split.Train), split, [new Bpref()], new EvaluationOptions { RelevantFrom = 5 }, null)["bpref"].Value + 1, 12);
    }
}
