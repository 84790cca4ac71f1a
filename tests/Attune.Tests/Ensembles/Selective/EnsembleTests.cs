namespace Attune.Tests;

public sealed class EnsembleTests : RecommenderContract
{
    protected override ITrainer Trainer => new Ensemble { Models = ["ease:regularization=10", "popularity", "item-knn"], TopK = 2 };

    protected override (double Low, double High) Band => (1, 1);

    static float[] All(IRecommender model, Query query)
    {
        var scores = new float[model.Catalog.Items.Count];
        model.Score(query, model.Catalog.AllItems, scores);
        return scores;
    }

    static Weights Exported(IRecommender model)
    {
        var weights = new Weights();
        model.Export(weights);
        return weights;
    }

    static Dataset Uneven => TinyWorld.Checkerboard(24).Where(e => e % 7 != 3 && e % 9 != 4);

    // By the definition of each scale: the list by sorting, places by counting.
    static double Value(ListScale scale, float[] scores, int item, int[] history, int length)
    {
        var list = Enumerable.Range(0, scores.Length).Except(history).OrderByDescending(i => scores[i]).ThenBy(i => i).Take(length).ToArray();
        var values = Array.ConvertAll(list, i => (double)scores[i]);
        if (history.Contains(item) ? scores[item] < values[^1] : !list.Contains(item)) return 0;
        var place = values.Count(v => v > scores[item]) + Math.Max(1, (values.Count(v => v == scores[item]) + 1) / 2.0);
        var deviation = Math.Sqrt(values.Average(v => Math.Pow(v - values.Average(), 2)));
        return scale switch
        {
            ListScale.MinMax => values[0] > values[^1] ? (scores[item] - values[^1]) / (values[0] - values[^1]) : 1,
            ListScale.ZScore => deviation > 0 ? (scores[item] - values[^1]) / deviation : 1,
            ListScale.ReciprocalRank => 1 / (60 + place),
            _ => (values.Length + 1 - place) / values.Length,
        };
    }

    [Theory]
    [InlineData(ListScale.MinMax, 5)]
    [InlineData(ListScale.MinMax, 200)]
    [InlineData(ListScale.ZScore, 5)]
    [InlineData(ListScale.ZScore, 200)]
    [InlineData(ListScale.ReciprocalRank, 5)]
    [InlineData(ListScale.ReciprocalRank, 200)]
    [InlineData(ListScale.Borda, 5)]
    [InlineData(ListScale.Borda, 200)]
    public void Score_AverageOfLists_EqualsTheFormulaByBruteForce(ListScale scale, int length)
    {
        var data = Uneven;
        var (knn, popularity) = (new ItemKnn { Neighbors = 4 }.Fit(data), new Popularity().Fit(data));
        var model = new Ensemble { Models = ["item-knn:neighbors=4", "popularity"], Strategy = EnsembleStrategy.Average, Scale = scale, Lists = length }.Fit(data);
        for (var u = 0; u < data.Users.Count; u++)
        {
            var (a, b, scores) = (All(knn, Query.For(u)), All(popularity, Query.For(u)), All(model, Query.For(u)));
            var history = data.Preferences.Row(u).ToArray();
            for (var i = 0; i < data.Items.Count; i++) Assert.Equal((Value(scale, a, i, history, length) + Value(scale, b, i, history, length)) / 2, scores[i], 1e-5);
        }
    }

    [Fact]
    public void Fit_Top_ChoosesWhomTheInnerPartPrefers_AndKeepsNobodyElse()
    {
        var data = Uneven;
        var trainer = new Ensemble { Models = ["random-order", "item-knn", "popularity", "ease:regularization=10"], TopK = 2, HoldOut = "user-random:0.3" };
        var weights = Exported(trainer.Fit(data));
        Assert.Equal([1, 3], weights.Integer("chosen"));
        Assert.Equal([0.5f, 0.5f], weights.Float("weights"));
        // Kept under their places among the chosen, as those models alone would be.
        foreach (var (name, (values, _)) in Exported(new ItemKnn().Fit(data)).Floats) Assert.Equal(values, weights.Float($"0.{name}"));
        Assert.DoesNotContain(weights.Floats.Keys.Concat(weights.Integers.Keys), k => k.StartsWith("2.", StringComparison.Ordinal));
    }

    [Fact]
    public void Fit_Lists_QualityAloneIsWhatEvaluationMeasures()
    {
        var data = Uneven;
        var validation = Exported(new Ensemble { Models = ["item-knn", "popularity"], HoldOut = "user-random:0.3" }.Fit(data)).Float("validation");
        var split = Split.Parse("user-random:0.3", data, 42)[0];
        foreach (var (trainer, found) in new ITrainer[] { new ItemKnn(), new Popularity() }.Zip(validation))
            Assert.Equal(Evaluation.Of(trainer.Fit(split.Train), split, [Ndcg.At(10)], new EvaluationOptions { BootstrapSamples = 0 }, null).Metrics[0].Value, found, 1e-6);
    }

    [Fact]
    public void Fit_Weighted_WeighsListsByNdcg()
    {
        var weights = Exported(new Ensemble { Models = ["item-knn", "popularity", "ease"], Strategy = EnsembleStrategy.Weighted, Power = 1 }.Fit(Uneven));
        var (alone, shares) = (weights.Float("validation"), weights.Float("weights"));
        for (var m = 0; m < 3; m++) Assert.Equal(alone[m] / alone.Sum(), shares[m], 1e-6f);
    }

    // The inner part once more by hand: lists of 200 hold the whole catalog here, so the fused scores are those of an average over the bag.
    [Fact]
    public void Fit_Greedy_IsOnTheInnerPartAsGoodAsTheBestMemberOrBetter()
    {
        var data = Uneven;
        var trainer = new Ensemble { Models = ["random-order", "item-knn", "popularity"], Strategy = EnsembleStrategy.Greedy, HoldOut = "user-random:0.3", Rounds = 6 };
        var weights = Exported(trainer.Fit(data));
        var (chosen, shares) = (weights.Integer("chosen"), weights.Float("weights"));
        Assert.Equal(1, shares.Sum(), 1e-5f);
        string[] bag = [.. chosen.SelectMany((m, at) => Enumerable.Repeat(trainer.Models[m], (int)Math.Round(shares[at] * BagSize(shares))))];
        var split = Split.Parse("user-random:0.3", data, 42)[0];
        double Quality(IReadOnlyList<string> models) => Evaluation.Of(new Ensemble { Models = models, Strategy = EnsembleStrategy.Average }.Fit(split.Train), split, [Ndcg.At(10)], new EvaluationOptions { BootstrapSamples = 0 }, null).Metrics[0].Value;
        var found = Quality(bag);
        Assert.All(trainer.Models, m => Assert.True(found >= Quality([m]) - 1e-6, $"{string.Join(", ", bag)} reaches {found}, {m} alone {Quality([m])}"));
    }

    static int BagSize(float[] shares) => Enumerable.Range(1, 6).First(n => shares.All(s => Math.Abs(s * n - Math.Round(s * n)) < 1e-3));

    [Fact]
    public void Fit_WholeCatalogOfAllUsers_IsRefusedInBytes()
    {
        var world = TinyWorld.Checkerboard(100);
        var dense = new Ensemble { Models = ["item-knn", "popularity", "ease"], Lists = 0, Users = 100, Megabytes = 1 };
        dense.Fit(world);
        var message = Assert.Throws<OptionsException>(() => (dense with { Lists = 0, Models = [.. Enumerable.Repeat("popularity", 20)] }).Fit(world)).Message;
        Assert.Contains("100 places of 100 users and 20 members takes 1,600,000 bytes, and megabytes=1 allows 1,048,576. Keep lists in place of the whole catalog", message, StringComparison.Ordinal);
        (dense with { Lists = 50, Models = [.. Enumerable.Repeat("popularity", 20)] }).Fit(world);
    }

    [Fact]
    public void Facts_SayWhoIsInAndWhoWasLeftOut()
    {
        var facts = ((IDescribes)new Ensemble { Models = ["item-knn", "random-order"], TopK = 1 }.Fit(TinyWorld.Checkerboard())).Facts;
        Assert.Matches(@"^item-knn 1\.000 \(NDCG@10 \d\.\d{4}\)$", facts[0].Value);
        Assert.Matches(@"^random-order \(NDCG@10 \d\.\d{4}\)$", facts[1].Value);
        Assert.Equal("item-knn 0.500, random-order 0.500", ((IDescribes)new Ensemble { Models = ["item-knn", "random-order"], Strategy = EnsembleStrategy.Average }.Fit(TinyWorld.Checkerboard())).Facts[0].Value);
    }

    [Theory]
    [InlineData(EnsembleStrategy.Simplex)]
    [InlineData(EnsembleStrategy.Stacked)]
    public void Fit_StrategyForRatings_SaysWhatToTake(EnsembleStrategy strategy) => Assert.Contains("take weighted, top or greedy",
        Assert.Throws<OptionsException>(() => new Ensemble { Strategy = strategy }.Fit(TinyWorld.Handful())).Message, StringComparison.Ordinal);
}
