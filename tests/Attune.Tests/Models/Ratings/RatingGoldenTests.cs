namespace Attune.Tests;

/// <summary>Held against Surprise 1.1.4 on MovieLens 100K, u1.base → u1.test (tests/Golden/surprise_ml100k_u1.json).</summary>
[Trait("data", "ml-100k")]
public sealed class RatingGoldenTests
{
    static List<(string User, string Item, float Rating)> Read(string entry)
    {
        using var zip = TestData.Zip("ml-100k");
        return [.. TestData.Rows(zip, entry).Select(r => (r[0], r[1], float.Parse(r[2], System.Globalization.CultureInfo.InvariantCulture)))];
    }

    static float[] Predict(ITrainer trainer, List<(string User, string Item, float Rating)> test)
    {
        var train = new DatasetBuilder { Name = "u1.base" }.AddRange(Read("ml-100k/u1.base").Select(r => new Interaction(r.User, r.Item) { Value = r.Rating })).Build();
        var model = trainer.Fit(train);
        var (users, items) = (model.Catalog.Users, model.Catalog.Items);
        var score = new float[1];
        return [.. test.Select(r =>
        {
            model.Score(Query.For(users.IndexOf(r.User)), [items.IndexOf(r.Item)], score);
            return score[0];
        })];
    }

    static void Hold(string name, ITrainer trainer, double tolerance, double? each)
    {
        var golden = TestData.Golden("surprise_ml100k_u1.json").GetProperty("algorithms").GetProperty(name);
        var test = Read("ml-100k/u1.test");
        var predicted = Predict(trainer, test);
        var rmse = Math.Sqrt(test.Select((r, t) => Math.Pow(r.Rating - predicted[t], 2)).Average());
        var mae = test.Select((r, t) => Math.Abs((double)r.Rating - predicted[t])).Average();
        TestContext.Current.SendDiagnosticMessage($"{name}: rmse {rmse:F6} (Surprise {golden.GetProperty("rmse").GetDouble():F6}), mae {mae:F6}");
        Assert.Equal(golden.GetProperty("rmse").GetDouble(), rmse, tolerance);
        Assert.Equal(golden.GetProperty("mae").GetDouble(), mae, tolerance);
        if (each is { } within)
            foreach (var (expected, t) in golden.GetProperty("first20").EnumerateArray().Select((e, t) => (e.GetDouble(), t)))
                Assert.Equal(expected, predicted[t], within);
    }

    [Fact]
    public void BaselineAls_MovieLens100K_EqualsSurprise() => Hold("baseline als", new Baseline(), 0.001, 0.01);

    [Fact]
    public void BaselineSgd_MovieLens100K_EqualsSurprise() => Hold("baseline sgd", new Baseline { Method = BaselineMethod.Sgd }, 0.001, 0.01);

    [Fact]
    public void Svd_MovieLens100K_EqualsSurprise() => Hold("svd", new Svd(), 0.006, null);

    [Fact]
    public void Svdpp_MovieLens100K_EqualsSurprise() => Hold("svdpp", new Svdpp(), 0.006, null);

    [Fact]
    public void Nmf_MovieLens100K_EqualsSurprise() => Hold("nmf", new Nmf(), 0.006, null);

    [Fact]
    public void CoClustering_MovieLens100K_EqualsSurprise() => Hold("co-clustering", new CoClustering(), 0.006, null);

    // Surprise has no such model: it has to do better than its SVD.
    [Fact]
    public void BiasedMf_MovieLens100K_BeatsSvd()
    {
        var test = Read("ml-100k/u1.test");
        var predicted = Predict(new BiasedMf(), test);
        Assert.InRange(Math.Sqrt(test.Select((r, t) => Math.Pow(r.Rating - predicted[t], 2)).Average()), 0.9, 0.94);
    }

    [Fact]
    public void SlopeOne_MovieLens100K_EqualsSurprise() => Hold("slope-one", new SlopeOne(), 0.001, 0.01);

    [Theory]
    [InlineData(RatingKnnKind.Basic, RatingKnnSide.User, RatingSimilarity.Msd)]
    [InlineData(RatingKnnKind.Basic, RatingKnnSide.Item, RatingSimilarity.Cosine)]
    [InlineData(RatingKnnKind.Basic, RatingKnnSide.User, RatingSimilarity.Pearson)]
    [InlineData(RatingKnnKind.Means, RatingKnnSide.User, RatingSimilarity.Msd)]
    [InlineData(RatingKnnKind.ZScore, RatingKnnSide.User, RatingSimilarity.Msd)]
    [InlineData(RatingKnnKind.Baseline, RatingKnnSide.Item, RatingSimilarity.PearsonBaseline)]
    [InlineData(RatingKnnKind.Baseline, RatingKnnSide.User, RatingSimilarity.Msd)]
    public void RatingKnn_MovieLens100K_EqualsSurprise(RatingKnnKind kind, RatingKnnSide side, RatingSimilarity similarity)
    {
        var name = System.Text.Json.JsonNamingPolicy.KebabCaseLower;
        Hold($"rating-knn {name.ConvertName($"{kind}")} {name.ConvertName($"{side}")} {name.ConvertName($"{similarity}")}",
            new RatingKnn { Kind = kind, Side = side, Similarity = similarity }, 0.001, 0.01);
    }
}
