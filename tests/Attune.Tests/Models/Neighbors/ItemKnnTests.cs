namespace Attune.Tests;

public sealed class ItemKnnTests : RecommenderContract
{
    protected override ITrainer Trainer => new ItemKnn { Neighbors = 30 };

    protected override (double Low, double High) Band => (1, 1);

    [Fact]
    public void Score_Handful_IsTheCosineByHand()
    {
        var model = new ItemKnn().Fit(TinyWorld.Handful());
        var (tea, jam) = (model.Catalog.Items.IndexOf("tea"), model.Catalog.Items.IndexOf("jam"));
        Assert.Equal(1 / Math.Sqrt(2), Score(model, Query.From(tea), jam), 6);
        Assert.Equal(3 / Math.Sqrt(2), Score(model, Query.From(tea) with { Weights = [3] }, jam), 5);
    }

    [Fact]
    public void Fit_Shrink_AddsToTheDenominator()
    {
        var model = new ItemKnn { Shrink = 1 }.Fit(TinyWorld.Handful());
        var (tea, jam) = (model.Catalog.Items.IndexOf("tea"), model.Catalog.Items.IndexOf("jam"));
        Assert.Equal(1 / (Math.Sqrt(2) + 1), Score(model, Query.From(tea), jam), 6);
    }

    [Fact]
    public void Fit_OneNeighbor_IsKeptForEachTarget()
    {
        // 'hub' is everybody's nearest source; each of the three targets keeps it, though it is one source.
        var data = new DatasetBuilder().AddRange(
            from user in Enumerable.Range(0, 6)
            from item in new[] { "hub", "spoke" + user % 3 }
            select new Interaction(Vocabulary.Canonical(user), item)).Build();
        var model = new ItemKnn { Neighbors = 1 }.Fit(data);
        var hub = model.Catalog.Items.IndexOf("hub");
        Assert.All(new[] { "spoke0", "spoke1", "spoke2" }, s => Assert.True(Score(model, Query.From(hub), model.Catalog.Items.IndexOf(s)) > 0));
    }

    static float Score(IRecommender model, Query query, int item)
    {
        Span<float> score = [0];
        model.Score(query, [item], score);
        return score[0];
    }
}
