namespace Attune.Tests;

public sealed class PopularityTests : RecommenderContract
{
    protected override ITrainer Trainer => new Popularity();

    protected override (double Low, double High) Band => (0, 0.1);

    [Fact]
    public void Score_Handful_IsTheNumberOfUsers()
    {
        var model = new Popularity().Fit(TinyWorld.Handful());
        var best = TopN.For(model, new Query(), 1).Items[0];
        Assert.Equal("tea", model.Catalog.Items[best.Item]);
        Assert.Equal(2, best.Score);
    }
}
