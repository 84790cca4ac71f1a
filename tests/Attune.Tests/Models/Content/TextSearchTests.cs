namespace Attune.Tests;

public sealed class TextSearchTests : RecommenderContract
{
    protected override string? AllocatesBecause => "the words of the query are cut from its text";

    protected override ITrainer Trainer => new TextSearch();

    protected override (double Low, double High) Band => (1, 1);

    // The words of the checkerboard: its colour, and one that every square has.
    protected override Dataset Build(IEnumerable<Interaction> events)
    {
        var builder = new DatasetBuilder { Name = "tiny world" }.AddRange(events);
        for (var i = 0; i < Size; i++)
            if (events.Any(e => e.Item == Vocabulary.Canonical(i))) builder.ItemFeature(Vocabulary.Canonical(i), "title", i % 2 == 0 ? "white square" : "black square");
        return events.Any(e => e.Item == "one") ? builder.ItemFeature("one", "title", "white square").Build() : builder.Build();
    }

    static IRecommender Shop() => new TextSearch().Fit(new DatasetBuilder { Name = "shop" }
        .Add(new("ann", "1")).Add(new("ann", "2")).Add(new("bob", "3")).Add(new("bob", "5"))
        .ItemFeature("1", "title", "Red retrospot mug", FeatureKind.Text).ItemFeature("2", "title", "Red retrospot plate", FeatureKind.Text)
        .ItemFeature("3", "title", "Blue polkadot mug", FeatureKind.Text).ItemFeature("4", "title", "Red tea towel", FeatureKind.Text)
        .ItemFeature("4", "labels", "kitchen|linen").Build());

    static string[] Found(IRecommender model, Query query, Seen? seen = null) =>
        [.. TopN.For(model, query, 10, seen).Items.Select(r => model.Catalog.Items[r.Item])];

    [Fact]
    public void Score_Text_FindsOnlyWhatSharesAWordBestFirst()
    {
        var model = Shop();
        Assert.Equal(["1", "3", "2"], Found(model, new Query { Text = "a MUG mug, retrospot or not" }));
        Assert.Equal(["4"], Found(model, new Query { Text = "linen" }));
        Assert.Empty(Found(model, new Query { Text = "umbrella" }));
    }

    [Fact]
    public void Score_TextOfANewItem_FindsItsNeighbours() =>
        Assert.Equal("2", Found(Shop(), new Query { Text = "Green retrospot plate" })[0]);

    [Fact]
    public void Score_History_FindsItemsThatNobodyTouched()
    {
        var model = Shop();
        Assert.Equal(["1", "4", "3"], Found(model, Query.From(1)));
        Assert.Equal(["4"], Found(model, Query.For(0) with { Text = "red" }));
        Assert.Equal(["1", "2", "4"], Found(model, Query.For(0) with { Text = "red" }, Seen.Include).Order());
    }

    [Fact]
    public void Score_History_IsTheWeightedMeanOfLikeness()
    {
        var model = Shop();
        var (scores, fromOne, fromThree) = (new float[5], new float[5], new float[5]);
        ((ISimilarItems)model).Similarities(0, fromOne);
        ((ISimilarItems)model).Similarities(2, fromThree);
        model.Score(Query.From(0, 2) with { Weights = [3, 1] }, model.Catalog.AllItems, scores);
        for (var i = 0; i < 4; i++) Assert.Equal((3 * fromOne[i] + fromThree[i]) / 4, scores[i], 1e-5f);
        Assert.Equal(1, fromOne[0], 1e-5f);
        Assert.True(float.IsNaN(scores[4]));
    }

    [Fact]
    public void Contributions_AnyItem_AddUpToTheScore()
    {
        var model = (IExplain)Shop();
        var query = Query.From(0, 4, 2) with { Weights = [3, 2, 1] };
        var (contributions, score) = (new float[3], new float[1]);
        for (var item = 0; item < 4; item++)
        {
            model.Contributions(query, item, contributions);
            model.Score(query, [item], score);
            Assert.Equal(score[0], contributions.Sum(), 1e-5f);
            Assert.Equal(0, contributions[1]);
        }
    }

    [Fact]
    public void Fit_WithoutItemTexts_SaysWhatToGive()
    {
        var thrown = Assert.Throws<DataException>(() => new TextSearch().Fit(TinyWorld.Handful()));
        Assert.StartsWith("handful has no item texts, which text-search needs.", thrown.Message, StringComparison.Ordinal);
    }
}
