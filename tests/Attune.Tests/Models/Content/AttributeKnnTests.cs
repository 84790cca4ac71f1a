namespace Attune.Tests;

public sealed class AttributeKnnTests : RecommenderContract
{
    protected override ITrainer Trainer => new AttributeKnn();

    protected override (double Low, double High) Band => (1, 1);

    protected override Dataset Build(IEnumerable<Interaction> events) => Squares.Build(events, i => i % 2 == 0 ? "white|square" : "black|square", FeatureKind.Tokens);

    // N = 3 labelled items, "comedy" in 2, "drama" in 2, "war" in 1; years 1990, 2000, none, none: mean 1995, deviation 5.
    [Fact]
    public void Score_LabelsAndNumbers_AreTheCosineByHand()
    {
        var model = new AttributeKnn { NumberWeight = 2 }.Fit(new DatasetBuilder { Name = "films" }.Add(new("ann", "0")).Add(new("ann", "3"))
            .ItemFeature("0", "genres", "comedy|drama", FeatureKind.Tokens).ItemFeature("1", "genres", "comedy | comedy", FeatureKind.Tokens).ItemFeature("2", "genres", "war|drama", FeatureKind.Tokens)
            .ItemFeature("0", "year", "1990", FeatureKind.Number).ItemFeature("1", "year", "2000", FeatureKind.Number).Build());
        var (two, one) = (Math.Log(4 / 3.0) + 1, Math.Log(4 / 2.0) + 1);
        var (a, b, c) = (Math.Sqrt(2 * two * two + 4), Math.Sqrt(two * two + 4), Math.Sqrt(one * one + two * two));
        var scores = new float[4];
        model.Score(Query.For(0), model.Catalog.AllItems, scores);
        Assert.Equal(1, scores[0], 1e-5);
        Assert.Equal((two * two - 4) / (a * b), scores[1], 1e-5);
        Assert.Equal(two * two / (a * c), scores[2], 1e-5);
        Assert.True(float.IsNaN(scores[3]));
    }

    [Fact]
    public void Contributions_AnyItem_AddUpToTheScore()
    {
        var model = (IExplain)new AttributeKnn().Fit(Build(TinyWorld.CheckerboardEvents(6)));
        var query = Query.From(0, 4, 1) with { Weights = [3, 2, 1] };
        var (contributions, score) = (new float[3], new float[1]);
        for (var item = 0; item < 6; item++)
        {
            model.Contributions(query, item, contributions);
            model.Score(query, [item], score);
            Assert.Equal(score[0], contributions.Sum(), 1e-5f);
        }
    }

    [Fact]
    public void Fit_WithoutLabelsOrNumbers_SaysWhatToGive()
    {
        var thrown = Assert.Throws<DataException>(() => new AttributeKnn().Fit(TinyWorld.Handful()));
        Assert.StartsWith("handful has no item labels or numbers, which attribute-knn needs.", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_NumberThatIsNone_NamesTheColumnTheItemAndTheText()
    {
        var data = new DatasetBuilder { Name = "films" }.Add(new("ann", "0")).ItemFeature("0", "year", "1990?", FeatureKind.Number).Build();
        Assert.Contains("The feature 'year' is a number, but that of '0' is '1990?'", Assert.Throws<DataException>(() => new AttributeKnn().Fit(data)).Message, StringComparison.Ordinal);
    }
}
