namespace Attune.Tests;

public sealed class MmrTests
{
    static readonly Mmr Half = new() { Lambda = 0.5, Pool = RerankWorld.Pool };

    static string[] Labels(int item) => RerankWorld.Data.ItemFeatures!["genre"]!.Values[item]!.Split('|');

    static double ByGenre(int a, int b) => Labels(a).Intersect(Labels(b)).Count() / Math.Sqrt(Labels(a).Length * Labels(b).Length);

    static double ByUsers(int a, int b)
    {
        var users = new[] { a, b }.Select(i => RerankWorld.Data.PreferencesByItem.Row(i).ToArray()).ToArray();
        return users[0].Intersect(users[1]).Count() / Math.Sqrt(users[0].Length * users[1].Length);
    }

    [Fact]
    public void For_LambdaOne_LeavesTheModelsOrder()
    {
        for (var user = 0; user < 20; user++)
            Assert.Equal(RerankWorld.Candidates(user, 10).Select(c => c.Item), RerankWorld.Reranked(new Mmr { Lambda = 1, Feature = "genre" }, user, 10));
    }

    [Theory, InlineData(0), InlineData(0.3), InlineData(0.7), InlineData(0.95)]
    public void For_AnyLambda_IsTheGreedyListByTheFormula(double lambda)
    {
        foreach (var (feature, similarity) in new (string?, Func<int, int, double>)[] { ("genre", ByGenre), (null, ByUsers) })
            for (var user = 0; user < 20; user++)
                Assert.Equal(
                    RerankWorld.Greedy(RerankWorld.Candidates(user), 8, (list, item, relevance) => lambda * relevance - (1 - lambda) * list.Select(placed => similarity(placed, item)).DefaultIfEmpty(0).Max()),
                    RerankWorld.Reranked(Half with { Lambda = lambda, Feature = feature }, user, 8));
    }

    [Fact]
    public void For_AnyKind_IsWellBehaved()
    {
        RerankWorld.IsWellBehaved(Half);
        RerankWorld.IsWellBehaved(Half with { Feature = "genre" });
    }

    [Fact]
    public void For_SmallerLambda_RaisesDiversity()
    {
        var split = Split.ByTime(Worlds.Random(genres: true), 0.3);
        var model = new ItemKnn().Fit(split.Train);
        double Diversity(double lambda, string? feature) => Evaluation.Of(model, split, [new Diversity(10, feature)],
            new EvaluationOptions { Rerank = new Mmr { Lambda = lambda, Feature = feature, Pool = 40 } }, null).Metrics[0].Value;
        foreach (var feature in new[] { null, "genre" })
        {
            Assert.True(Diversity(0.7, feature) > Diversity(1, feature));
            Assert.True(Diversity(0.2, feature) > Diversity(0.7, feature));
        }
    }

    [Fact]
    public void For_OwnSimilarity_AsksTheModelThatHasOne()
    {
        var model = new ItemKnn().Fit(TinyWorld.Checkerboard(12));
        Assert.Equal("item-knn+mmr:0.5:own", TopN.For(model, Query.From(0), 3, rerank: new Mmr { Lambda = 0.5, Own = true }).Source);
        var message = Assert.Throws<DataException>(() => RerankWorld.Reranked(new Mmr { Own = true }, 0, 3)).Message;
        Assert.EndsWith("has no similarity of its own to re-rank by; leave 'own' out, or name an item feature.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void For_NoSuchFeature_SaysWhichThereAre() => Assert.Equal("There is no item feature 'color' to re-rank by; there are genre.",
        Assert.Throws<DataException>(() => RerankWorld.Reranked(new Mmr { Feature = "color" }, 0, 3)).Message);

    [Theory, InlineData(-0.1, 10), InlineData(double.NaN, 10), InlineData(0.5, 0)]
    public void For_OptionsOutOfRange_AreRefused(double lambda, int pool) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => RerankWorld.Reranked(new Mmr { Lambda = lambda, Pool = pool }, 0, 3));
}
