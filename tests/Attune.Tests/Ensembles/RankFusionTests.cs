namespace Attune.Tests;

public sealed class RankFusionTests : RecommenderContract
{
    protected override ITrainer Trainer => new RankFusion { Models = ["ease:regularization=10", "item-knn"] };

    protected override (double Low, double High) Band => (1, 1);

    static float[] All(IRecommender model, Query query)
    {
        var scores = new float[model.Catalog.Items.Count];
        model.Score(query, model.Catalog.AllItems, scores);
        return scores;
    }

    static double Part(FusionMethod method, float[] scores, int item, int[] history)
    {
        var open = Enumerable.Range(0, scores.Length).Except(history).Select(i => scores[i]).ToArray();
        var place = open.Count(o => o > scores[item]) + (open.Count(o => o == scores[item]) + 1) / 2.0;
        return method switch
        {
            FusionMethod.ReciprocalRank => 1 / (60 + place),
            FusionMethod.Borda => (open.Length - place) / (open.Length - 1),
            _ => (scores[item] - open.Min()) / (open.Max() - open.Min()),
        };
    }

    [Theory]
    [InlineData(FusionMethod.ReciprocalRank)]
    [InlineData(FusionMethod.Borda)]
    [InlineData(FusionMethod.CombSum)]
    [InlineData(FusionMethod.CombMnz)]
    public void Score_TwoModels_EqualsTheFormulaByBruteForce(FusionMethod method)
    {
        var data = TinyWorld.Checkerboard(12).Where(e => e % 7 != 3 && e % 9 != 4);
        var (knn, popularity) = (new ItemKnn { Neighbors = 4 }.Fit(data), new Popularity().Fit(data));
        var model = new RankFusion { Models = ["item-knn:neighbors=4", "popularity"], Method = method }.Fit(data);
        for (var u = 0; u < data.Users.Count; u++)
        {
            var (a, b, scores) = (All(knn, Query.For(u)), All(popularity, Query.For(u)), All(model, Query.For(u)));
            var history = data.Preferences.Row(u).ToArray();
            for (var i = 0; i < data.Items.Count; i++)
            {
                var (x, y) = (Part(method, a, i, history), Part(method, b, i, history));
                Assert.Equal((x + y) * (method == FusionMethod.CombMnz ? (x > 0 ? 1 : 0) + (y > 0 ? 1 : 0) : 1), scores[i], 1e-4);
            }
        }
    }

    [Fact]
    public void Score_NobodyKnowsTheUser_CannotSay() => Assert.All(All(Trainer.Fit(TinyWorld.Checkerboard(10)), new Query()), s => Assert.True(float.IsNaN(s)));

    [Fact]
    public void Fit_RatingModels_SaysWhatToTake() => Assert.Contains("For ratings take blend",
        Assert.Throws<OptionsException>(() => new RankFusion { Models = ["baseline"] }.Fit(TinyWorld.Handful())).Message, StringComparison.Ordinal);
}
