namespace Attune.Tests;

public sealed class GlobalMeanTests : RecommenderContract
{
    protected override ITrainer Trainer => new GlobalMean();

    protected override (double Low, double High) Band => (0, 0.1);

    [Fact]
    public void Score_Anybody_IsTheMean()
    {
        var model = Trainer.Fit(Build([new("a", "x") { Value = 1 }, new("a", "y") { Value = 2 }, new("b", "x") { Value = 5 }]));
        var scores = new float[3];
        model.Score(Query.For(1), [0, 1, 77], scores);
        Assert.All(scores, s => Assert.Equal(8 / 3f, s, 6));
    }
}
