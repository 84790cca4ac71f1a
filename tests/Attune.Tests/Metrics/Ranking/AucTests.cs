namespace Attune.Tests;

public sealed class AucTests : MetricContract
{
    protected override IListMetric Metric => new Auc();

    protected override double OfEmptyList => 0.5;

    static double Of(int[] ranked, float[] scores, int[] relevant, int candidates) =>
        new Auc().Measure(new RankedUser { Ranked = ranked, Scores = scores, Relevant = relevant, Grades = [.. relevant.Select(_ => 1f)], Candidates = candidates });

    [Fact]
    public void Measure_PairsCountedByHand_IsTheirShare() => Assert.Equal(5 / 6.0, Of([3, 0, 4, 1, 2], [5, 4, 3, 2, 1], [3, 4], 5), 12);

    [Fact]
    public void Measure_EqualScores_CountHalf() => Assert.Equal(0.5, Of([0, 1, 2, 3], [1, 1, 1, 1], [2], 4), 12);

    [Fact]
    public void Measure_RelevantItemWithoutScore_StandsWithTheUnrankedBehindAllOthers() => Assert.Equal(0.5 / 3, Of([0, 1], [2, 1], [9], 4), 12);

    [Fact]
    public void Measure_NobodyKnowsTheCandidates_IsUndefined() => Assert.True(double.IsNaN(Of([0, 1], [], [1], -1)));
}
