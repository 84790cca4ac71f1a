namespace Attune.Tests;

public sealed class TextKnnTests : RecommenderContract
{
    protected override ITrainer Trainer => new TextKnn();

    protected override (double Low, double High) Band => (1, 1);

    protected override Dataset Build(IEnumerable<Interaction> events) => Squares.Build(events, i => i % 2 == 0 ? "white square" : "black square", FeatureKind.Text);

    // Counts and weights by hand: N = 3, "red" in 2 texts, the others in 1; item 3 has no text.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Score_History_IsTheWeightedMeanCosineByHand(bool sublinear)
    {
        var model = new TextKnn { Sublinear = sublinear }.Fit(new DatasetBuilder { Name = "shop" }
            .Add(new("ann", "0")).Add(new("ann", "3"))
            .ItemFeature("0", "title", "Red red mug", FeatureKind.Text).ItemFeature("1", "title", "red plate", FeatureKind.Text).ItemFeature("2", "title", "blue", FeatureKind.Text).Build());
        var (red, other, twice) = (Math.Log(4 / 3.0) + 1, Math.Log(4 / 2.0) + 1, sublinear ? 1 + Math.Log(2) : 2);
        var cosine = twice * red * red / Math.Sqrt((twice * red * twice * red + other * other) * (red * red + other * other));
        var scores = new float[4];
        model.Score(Query.From(0, 3) with { Weights = [2, 9] }, model.Catalog.AllItems, scores);
        Assert.Equal([1, cosine, 0], scores[..3].Select(s => (double)s), Near);
        Assert.True(float.IsNaN(scores[3]));
        ((ISimilarItems)model).Similarities(0, scores);
        Assert.Equal(cosine, scores[1], 1e-5);
        Assert.True(float.IsNaN(scores[0]) && float.IsNaN(scores[3]));
    }

    [Fact]
    public void Score_LeastItems_LeavesRareWordsOut()
    {
        var data = Squares.Build([new("a", "0"), new("a", "1")], i => i == 0 ? "red mug" : "red plate", FeatureKind.Text);
        var scores = new float[2];
        new TextKnn { LeastItems = 2 }.Fit(data).Score(Query.From(0), [0, 1], scores);
        Assert.Equal([1, 1], scores.Select(s => (double)s), Near);
    }

    [Fact]
    public void Fit_WithoutItemTexts_SaysWhatToGive()
    {
        var thrown = Assert.Throws<DataException>(() => new TextKnn().Fit(TinyWorld.Handful()));
        Assert.StartsWith("handful has no item texts, which text-knn needs.", thrown.Message, StringComparison.Ordinal);
    }

    static bool Near(double a, double b) => Math.Abs(a - b) < 1e-5;
}
