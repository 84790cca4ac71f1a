namespace Attune.Tests;

public sealed class BaselineTests : RecommenderContract
{
    protected override ITrainer Trainer => new Baseline();

    // On the checkerboard every user and every item is alike: nothing personal can be learned.
    protected override (double Low, double High) Band => (0, 0.1);

    static Dataset Ratings() => new DatasetBuilder { Name = "four ratings" }.AddRange([
        Rated("ann", "tea", 5), Rated("ann", "jam", 3), Rated("bob", "tea", 4), Rated("bob", "egg", 1)]).Build();

    static Interaction Rated(string user, string item, float value) => new(user, item) { Value = value };

    static float Predict(IRecommender model, Query query, int item)
    {
        var score = new float[1];
        model.Score(query, [item], score);
        return score[0];
    }

    [Fact]
    public void Solve_OneAlsStep_IsTheMinimumOfTheRidgeObjective()
    {
        int[] others = [0, 1, 2];
        float[] ratings = [5, 2, 4], otherBias = [0.5f, -0.25f, 0.1f];
        var best = Baseline.Solve(others, ratings, otherBias, 3, 7);
        Assert.True(Loss(best) < Loss(best + 0.01));
        Assert.True(Loss(best) < Loss(best - 0.01));

        double Loss(double b) => others.Sum(o => Math.Pow(ratings[o] - 3 - otherBias[o] - b, 2)) + 7 * b * b;
    }

    [Fact]
    public void Score_OneAlsEpoch_IsTheHandComputedSum()
    {
        var model = new Baseline { Epochs = 1 }.Fit(Ratings());
        var (mean, tea) = (13 / 4.0, (1.75 + 0.75) / (10 + 2));
        var jam = -0.25 / (10 + 1);
        var ann = (5 - mean - tea + 3 - mean - jam) / (15 + 2);
        Assert.Equal(mean + ann + tea, Predict(model, Query.For(0), model.Catalog.Items.IndexOf("tea")), 5);
        Assert.Equal(mean + tea, Predict(model, new Query(), model.Catalog.Items.IndexOf("tea")), 5);
        Assert.Equal(mean + ann, Predict(model, Query.For(0), 99), 5);
        Assert.Equal(mean, Predict(model, new Query(), -1), 5);
    }

    [Fact]
    public void Score_OneSgdEpoch_FollowsTheSteps()
    {
        var model = new Baseline { Method = BaselineMethod.Sgd, Epochs = 1, LearningRate = 0.1, Regularization = 0.5 }.Fit(Ratings());
        var (ann, jam, mean) = (0.0, 0.0, 13 / 4.0);
        // ann's items in the order of their ids: jam (3), tea (5).
        var error = 3 - mean;
        (ann, jam) = (0.1 * error, 0.1 * error);
        error = 5 - mean - ann;
        ann += 0.1 * (error - 0.5 * ann);
        Assert.Equal(mean + ann + jam, Predict(model, Query.For(0), model.Catalog.Items.IndexOf("jam")), 5);
    }

    [Theory, InlineData(BaselineMethod.Als), InlineData(BaselineMethod.Sgd)]
    public void Score_NewUserWithRatings_LeansTheirWay(BaselineMethod method)
    {
        var model = new Baseline { Method = method }.Fit(Ratings());
        var nobody = Predict(model, new Query(), 0);
        Assert.True(Predict(model, Query.From(1, 2) with { Weights = [5, 5] }, 0) > nobody);
        Assert.True(Predict(model, Query.From(1, 2) with { Weights = [1, 1] }, 0) < nobody);
        Assert.Equal(nobody, Predict(model, Query.From(1, 2), 0));
    }

    [Fact]
    public void Score_AlsHistoryOfAKnownUser_IsTheTrainedBias()
    {
        var model = new Baseline().Fit(Ratings());
        var given = Query.From(model.Catalog.Histories.Row(0).ToArray()) with { Weights = model.Catalog.Histories.RowValues(0).ToArray() };
        Assert.Equal(Predict(model, Query.For(0), 1), Predict(model, given, 1));
    }

    [Fact]
    public void Fit_FarTooLongSteps_SaysWhatToChange()
    {
        var thrown = Assert.Throws<OptionsException>(() => new Baseline { Method = BaselineMethod.Sgd, LearningRate = 1, Regularization = 100 }.Fit(Build(TinyWorld.RatedCheckerboardEvents(20))));
        Assert.Contains("Lower learningRate or regularization.", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_WithoutRatings_SaysWhatToMap()
    {
        var thrown = Assert.Throws<DataException>(() => new Baseline().Fit(TinyWorld.Handful()));
        Assert.Equal("handful has no ratings, which baseline needs. Map the rating column (--columns user=0,item=1,rating=2), or choose a model that learns from clicks, such as item-knn.", thrown.Message);
    }

    [Theory, InlineData(9f, 5f), InlineData(-3f, 1f), InlineData(3f, 3f), InlineData(5f, 5f)]
    public void Clip_AnyPrediction_IsInsideTheRangeAndNear(float rating, float expected)
    {
        var clipped = new RatingScale(3, 1, 5).Clip(rating);
        Assert.InRange(clipped, 1, 5);
        Assert.Equal(expected, clipped, 0.001f);
    }

    [Fact]
    public void Clip_RisingPredictions_KeepTheirOrder()
    {
        var scale = new RatingScale(3, 1, 5);
        var clipped = Enumerable.Range(-20, 90).Select(i => scale.Clip(i * 0.1f)).ToArray();
        Assert.Equal(clipped.Distinct().Order(), clipped);
    }
}
