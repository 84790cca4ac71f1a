namespace Attune.Tests;

public sealed class FallbackTests : RecommenderContract
{
    protected override string? AllocatesBecause => "it asks a model that reads the words of the query";

    protected override ITrainer Trainer => new Fallback { Models = ["text-search:k1=1", "popularity"] };

    protected override (double Low, double High) Band => (1, 1);

    protected override Dataset Build(IEnumerable<Interaction> events)
    {
        var builder = new DatasetBuilder { Name = "tiny world" }.AddRange(events);
        foreach (var item in events.Select(e => e.Item).Distinct()) builder.ItemFeature(item, "title", item is "one" || int.Parse(item) % 2 == 0 ? "white" : "black");
        return builder.Build();
    }

    IRecommender World => Trainer.Fit(Build(TinyWorld.CheckerboardEvents(10)));

    static float[] All(IRecommender model, Query query)
    {
        var scores = new float[model.Catalog.Items.Count];
        model.Score(query, model.Catalog.AllItems, scores);
        return scores;
    }

    [Fact]
    public void For_AnyQuery_NamesTheModelThatAnswered()
    {
        var model = World;
        Assert.Equal("text-search", TopN.For(model, Query.For(2), 3).Source);
        Assert.Equal("text-search", TopN.For(model, new Query { Text = "black" }, 3).Source);
        var fallen = TopN.For(model, new Query { Text = "umbrella" }, 3);
        Assert.Equal("popularity", fallen.Source);
        Assert.Equal(QueryParts.Text, fallen.Ignored);
        Assert.Equal(3, fallen.Items.Count);
    }

    [Fact]
    public void Score_ModelThatAnswers_GivesTheWholeList()
    {
        var data = Build(TinyWorld.CheckerboardEvents(10));
        var model = Trainer.Fit(data);
        Assert.Equal(All(new TextSearch { K1 = 1 }.Fit(data), Query.For(3)), All(model, Query.For(3)));
        Assert.Equal(All(new Popularity().Fit(data), new Query()), All(model, new Query()));
    }

    [Fact]
    public void Score_ItemsThatTheAnsweringModelCannotSay_StayNaN()
    {
        // A search for "black" cannot score white items; popularity could, but does not answer this query.
        var score = new float[2];
        World.Score(new Query { Text = "black" }, [2, 4], score);
        Assert.All(score, s => Assert.True(float.IsNaN(s)));
    }

    [Theory]
    [InlineData("popularity,nonsense", "nonsense")]
    [InlineData("text-search:k1=wide", "k1")]
    [InlineData("text-search:k1=-1", "k1 is -1")]
    [InlineData("text-search:k1", "'k1' is no option")]
    [InlineData("", "models is empty")]
    [InlineData("baseline,popularity", "mixes baseline, which predicts ratings, with popularity")]
    public void Fit_WrongModels_OneErrorNamesThem(string models, string part)
    {
        var trainer = new Fallback { Models = models.Split(',', StringSplitOptions.RemoveEmptyEntries) };
        var thrown = Assert.Throws<OptionsException>(() => trainer.Fit(TinyWorld.Handful()));
        Assert.Contains(part, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void With_ListAsText_IsTheChain()
    {
        var trainer = (Fallback)Options.With(new Fallback(), [new("models", "text-search:k1=1, popularity")]);
        Assert.Equal(new Fallback { Models = ["text-search:k1=1", "popularity"] }, trainer);
        Assert.True(trainer.Reads.HasFlag(QueryParts.Text));
    }

    [Fact]
    public void Export_EveryModel_HasItsPrefix()
    {
        var weights = new Weights();
        new Fallback { Models = ["popularity", "popularity"] }.Fit(TinyWorld.Handful()).Export(weights);
        Assert.Equal(["0.counts", "1.counts"], weights.Floats.Keys);
    }

    [Fact]
    public void Fit_ChainOfRatingModels_PredictsRatingsAndStartsFromEarlierOnes()
    {
        var trainer = new Fallback { Models = ["svd:factors=3:epochs=2"] };
        var data = new DatasetBuilder { Name = "rated" }.AddRange(TinyWorld.RatedCheckerboardEvents(10)).Build();
        var first = trainer.Fit(data);
        Assert.True(trainer.PredictsRatings && trainer.WarmStarts);
        Assert.NotEqual(All(first, Query.For(1)), All(trainer.Fit(data, new FitContext { StartFrom = first }), Query.For(1)));
        Assert.Throws<ArgumentException>(() => trainer.Fit(data, new FitContext { StartFrom = new Baseline().Fit(data) }));
    }

    [Fact]
    public void Fit_SameModelTwice_EachStartsFromItsOwn()
    {
        var data = TinyWorld.Checkerboard(10);
        var first = new Fallback { Models = ["als:factors=2:iterations=1", "als:factors=3:iterations=1"] }.Fit(data);
        var again = new Fallback { Models = ["als:factors=2:iterations=1", "als:factors=3:iterations=1"] }.Fit(data, new FitContext { StartFrom = first });
        Assert.NotEqual(All(first, Query.For(1)), All(again, Query.For(1)));
    }
}
