namespace Attune.Tests;

public sealed class GaucTests : MetricContract
{
    protected override IListMetric Metric => new Gauc();

    protected override double OfEmptyList => 0.5;

    [Fact]
    public void Of_TwoUsers_WeighsByTheirRelevantItems()
    {
        // a: y before x and z: one of two pairs lost of (y), AUC 1 · b: two relevant of three candidates.
        var split = Worlds.Split("a v, b v, c w, c x, c y, c z", "a z, b w, b y");
        var model = new FixedScores((_, i) => i).Fit(split.Train);
        var scores = Evaluation.Of(model, split, new Gauc(), new Auc());
        // Candidates w, x, y, z, the last first: z of a wins 3 of 3; w and y of b win 0 + 1 of 4.
        Assert.Equal([1, 1 / 4.0], scores["auc"].PerUser);
        Assert.Equal(scores["auc"].PerUser, scores["gauc"].PerUser);
        Assert.Equal((1 + 1 / 4.0) / 2, scores["auc"].Value, 12);
        Assert.Equal((1 * 1 + 2 * 1 / 4.0) / 3, scores["gauc"].Value, 12);
        Assert.InRange(scores["gauc"].Value, scores["gauc"].Low, scores["gauc"].High);
    }
}
