namespace Attune.Tests;

public sealed class BlendTests : RecommenderContract
{
    protected override ITrainer Trainer => new Blend { Models = ["ease:regularization=10", "popularity"] };

    protected override (double Low, double High) Band => (1, 1);

    static float[] All(IRecommender model, Query query)
    {
        var scores = new float[model.Catalog.Items.Count];
        model.Score(query, model.Catalog.AllItems, scores);
        return scores;
    }

    static float[] LearnedWeights(IRecommender model)
    {
        var weights = new Weights();
        model.Export(weights);
        return weights.Float("weights");
    }

    // By the definition of each scale, over the items outside the history.
    static double Scaled(float[] scores, int item, int[] history, ScoreScale scale)
    {
        var open = Enumerable.Range(0, scores.Length).Except(history).Select(i => (double)scores[i]).ToArray();
        var (s, mean) = (scores[item], open.Average());
        return scale switch
        {
            ScoreScale.ZScore => (s - mean) / Math.Sqrt(open.Average(o => (o - mean) * (o - mean))),
            ScoreScale.MinMax => (s - open.Min()) / (open.Max() - open.Min()),
            _ => (open.Length - (open.Count(o => o > s) + (open.Count(o => o == s) + 1) / 2.0)) / (open.Length - 1),
        };
    }

    [Theory]
    [InlineData(ScoreScale.ZScore)]
    [InlineData(ScoreScale.MinMax)]
    [InlineData(ScoreScale.Rank)]
    public void Score_GivenWeights_EqualsTheFormulaByBruteForce(ScoreScale scale)
    {
        var data = TinyWorld.Checkerboard(12).Where(e => e % 7 != 3 && e % 9 != 4);
        var (knn, popularity) = (new ItemKnn { Neighbors = 4 }.Fit(data), new Popularity().Fit(data));
        var model = new Blend { Models = ["item-knn:neighbors=4", "popularity"], Weights = ["3", "1"], Scale = scale }.Fit(data);
        for (var u = 0; u < data.Users.Count; u++)
        {
            var (a, b, scores) = (All(knn, Query.For(u)), All(popularity, Query.For(u)), All(model, Query.For(u)));
            var history = data.Preferences.Row(u).ToArray();
            for (var i = 0; i < data.Items.Count; i++) Assert.Equal((3 * Scaled(a, i, history, scale) + Scaled(b, i, history, scale)) / 4, scores[i], 1e-4);
        }
    }

    [Fact]
    public void Score_MemberThatCannotSay_LeavesTheListToTheOthers()
    {
        var data = TinyWorld.Checkerboard(12).Where(e => e % 3 != 0);
        var model = new Blend { Models = ["ease", "popularity"], Weights = ["3", "1"] }.Fit(data);
        var (alone, blended) = (All(new Popularity().Fit(data), new Query()), All(model, new Query()));
        for (var i = 0; i < data.Items.Count; i++) Assert.Equal(Scaled(alone, i, [], ScoreScale.ZScore), blended[i], 1e-5);
        Assert.All(All(new Blend { Models = ["ease", "item-knn"], Weights = ["1", "1"] }.Fit(data), new Query()), s => Assert.True(float.IsNaN(s)));
    }

    [Fact]
    public void Fit_LearnedWeights_PreferTheModelThatKnows()
    {
        var weights = LearnedWeights(new Blend { Models = ["random-order", "item-knn", "popularity"] }.Fit(TinyWorld.Checkerboard()));
        Assert.Equal(1, weights.Sum(), 1e-5f);
        Assert.True(weights[1] > weights[0] && weights[1] > weights[2], string.Join(", ", weights));
    }

    [Fact]
    public void Fit_RatingModels_BlendsPredictionsAsTheyAre()
    {
        var data = new DatasetBuilder { Name = "rated" }.AddRange(TinyWorld.RatedCheckerboardEvents(20)).Build();
        var trainer = new Blend { Models = ["baseline", "svd:factors=2"], Weights = ["1", "3"] };
        var (model, baseline, svd) = (trainer.Fit(data), new Baseline().Fit(data), new Svd { Factors = 2 }.Fit(data));
        Assert.True(trainer.PredictsRatings);
        var (a, b, blended) = (All(baseline, Query.For(4)), All(svd, Query.For(4)), All(model, Query.For(4)));
        for (var i = 0; i < 20; i++) Assert.Equal((a[i] + 3 * b[i]) / 4, blended[i], 1e-5f);
        var unknown = new float[1];
        model.Score(Query.For(4), [99], unknown);
        Assert.True(float.IsFinite(unknown[0]));
        Assert.True(LearnedWeights((trainer with { Weights = [] }).Fit(data))[1] > 0.5f);
    }

    [Theory]
    [InlineData("1", "weights has 1 numbers for 2 models")]
    [InlineData("1,x", "give numbers of 0 or more")]
    [InlineData("1,-1", "give numbers of 0 or more")]
    [InlineData("0,0", "not all of them 0")]
    public void Fit_WrongWeights_SaysWhatToGive(string weights, string part)
    {
        var trainer = new Blend { Models = ["ease", "popularity"], Weights = weights.Split(',') };
        Assert.Contains(part, Assert.Throws<OptionsException>(() => trainer.Fit(TinyWorld.Handful())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_MixedSortsOrAnotherStart_SaysSo()
    {
        var world = TinyWorld.Checkerboard(10);
        Assert.Contains("blend needs models of one sort", Assert.Throws<OptionsException>(() => new Blend { Models = ["baseline", "popularity"] }.Fit(world)).Message, StringComparison.Ordinal);
        Assert.Contains("give a model of blend", Assert.Throws<ArgumentException>(() => Trainer.Fit(world, new FitContext { StartFrom = new Popularity().Fit(world) })).Message, StringComparison.Ordinal);
        Assert.Contains("not a way to split", Assert.Throws<ArgumentException>(() => new Blend { HoldOut = "sometimes" }.Fit(world)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Score_KnownUser_AllocatesNothing()
    {
        var model = new Blend { Models = ["item-knn", "popularity"], Weights = ["1", "1"] }.Fit(TinyWorld.Checkerboard());
        var (query, scores) = (Query.For(3), new float[50]);
        for (var warm = 0; warm < 3; warm++) model.Score(query, model.Catalog.AllItems, scores);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var again = 0; again < 100; again++) model.Score(query, model.Catalog.AllItems, scores);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Load_MembersThatReadOrder_KnowTheLongestSequences()
    {
        using var folder = new TemporaryFolder();
        var model = new Blend { Models = ["markov:window=2", "session-knn", "ease"], Weights = ["1", "1", "1"] }.Fit(TinyWorld.Checkerboard());
        model.Save(folder.At("m"));
        Assert.Equal(All(model, Query.For(5)), All(Recommender.Load(folder.At("m")), Query.For(5)));
    }
}
