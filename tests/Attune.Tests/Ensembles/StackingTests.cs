namespace Attune.Tests;

public sealed class StackingTests : RecommenderContract
{
    protected override ITrainer Trainer => new Stacking { Models = ["ease:regularization=10", "popularity"] };

    protected override (double Low, double High) Band => (1, 1);

    [Fact]
    public void Fit_CheckerboardWithNoise_TrustsTheModelThatKnows()
    {
        var weights = new Weights();
        new Stacking { Models = ["random-order", "item-knn"] }.Fit(TinyWorld.Checkerboard()).Export(weights);
        Assert.True(weights.Float("coefficients")[2] > 5 * Math.Abs(weights.Float("coefficients")[0]), string.Join(", ", weights.Float("coefficients")));
    }

    [Fact]
    public void Score_OneMember_IsALineOfItsStandardScoresAndPopularity()
    {
        var data = TinyWorld.Checkerboard(20).Where(e => e % 3 != 0);
        var (model, weights) = (new Stacking { Models = ["item-knn"] }.Fit(data), new Weights());
        model.Export(weights);
        var (c, scale) = (weights.Float("coefficients"), weights.Float("scale"));
        var (scores, alone) = (new float[data.Items.Count], new float[data.Items.Count]);
        model.Score(Query.For(3), model.Catalog.AllItems, scores);
        new ItemKnn().Fit(data).Score(Query.For(3), model.Catalog.AllItems, alone);
        var open = Enumerable.Range(0, data.Items.Count).Except(data.Preferences.Row(3).ToArray()).Select(i => (double)alone[i]).ToArray();
        var logs = model.Catalog.Popularity.ToArray().Select(p => Math.Log(1 + p)).ToArray();
        var h = (Math.Log(1 + data.Preferences.RowLength(3)) - scale[0]) / scale[1];
        for (var i = 0; i < scores.Length; i++)
        {
            var z = (alone[i] - open.Average()) / Math.Sqrt(open.Average(o => Math.Pow(o - open.Average(), 2)));
            var p = (logs[i] - logs.Average()) / Math.Sqrt(logs.Average(l => Math.Pow(l - logs.Average(), 2)));
            Assert.Equal((c[0] + c[1] * h) * z + (c[2] + c[3] * h) * p + c[4] + c[5] * h, scores[i], 1e-3);
        }
    }

    [Fact]
    public void Fit_RatingModels_LearnsWhatToAddToTheirMean()
    {
        var data = new DatasetBuilder { Name = "rated" }.AddRange(TinyWorld.RatedCheckerboardEvents()).Build();
        var trainer = new Stacking { Models = ["baseline", "svd:factors=2"] };
        var (model, weights, scores) = (trainer.Fit(data), new Weights(), new float[50]);
        model.Export(weights);
        Assert.True(trainer.PredictsRatings);
        // The baseline knows nothing of tastes here, so the stack leans on the other one.
        Assert.True(weights.Float("coefficients")[2] > 0.1f, string.Join(", ", weights.Float("coefficients")));
        model.Score(Query.For(4), model.Catalog.AllItems, scores);
        Assert.True(scores[2] > 4 && scores[1] < 2);
    }

    // The columns of the two members are the same, and so are the members: only λ holds them apart.
    [Fact]
    public void Fit_TwinMembersAndLittleRegularization_IsFiniteOrSaysWhatToDo()
    {
        try
        {
            Assert.All(RatingWorld.Learned(new Stacking { Models = ["popularity", "popularity"], Regularization = 1e-6 }.Fit(TinyWorld.Checkerboard())).Float("coefficients"), c => Assert.True(float.IsFinite(c)));
        }
        catch (OptionsException e)
        {
            Assert.Contains("stacking cannot be fitted", e.Message, StringComparison.Ordinal);
            Assert.Contains("Raise it.", e.Message, StringComparison.Ordinal);
        }
    }
}
