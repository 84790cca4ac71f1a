namespace Attune.Tests;

public sealed class CoClusteringTests : RecommenderContract
{
    protected override ITrainer Trainer => new CoClustering { UserClusters = 2, ItemClusters = 2, Seed = 1 };

    protected override (double Low, double High) Band => (1, 1);

    [Fact]
    public void Fit_PlantedBlocks_AreFound()
    {
        // Three tastes, three kinds, and a user's and an item's own level on top: the model can be exact.
        double[,] block = { { 1, -1, 0 }, { -1, 0, 1 }, { 0, 1, -1 } };
        var ratings = new double[30, 30];
        for (var u = 0; u < 30; u++)
            for (var i = 0; i < 30; i++) ratings[u, i] = 10 + 3 * block[u % 3, i % 3] + (u / 3 - 4.5) * 0.2 + (i / 3 - 4.5) * 0.1;
        var model = new CoClustering().Fit(RatingWorld.Build(ratings));
        for (var u = 0; u < 30; u++)
            for (var i = 0; i < 30; i++) Assert.Equal(ratings[u, i], RatingWorld.Predict(model, u, i), 0.01);
    }

    [Fact]
    public void Score_UnknownUserOrItem_IsTheOtherOnesMean()
    {
        var ratings = RatingWorld.Random(8, 8, 1);
        var model = Trainer.Fit(RatingWorld.Build(ratings));
        double[] row = [.. Enumerable.Range(0, 8).Select(i => ratings[2, i]).Where(double.IsFinite)], column = [.. Enumerable.Range(0, 8).Select(u => ratings[u, 3]).Where(double.IsFinite)];
        Assert.Equal(row.Average(), RatingWorld.Predict(model, 2, 99), 1e-4);
        Assert.Equal(column.Average(), RatingWorld.Predict(model, 99, 3), 1e-4);
    }
}
