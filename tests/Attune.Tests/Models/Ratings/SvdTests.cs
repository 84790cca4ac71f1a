using Attune.Numerics;

namespace Attune.Tests;

public sealed class SvdTests : RecommenderContract
{
    protected override ITrainer Trainer => new Svd { Factors = 4, Epochs = 60, LearningRate = 0.01, Seed = 1 };

    protected override (double Low, double High) Band => (1, 1);

    protected override double FoldInAgreement => 0.95;

    static double Loss(double target, double[] at, int factors, double pull)
    {
        var error = target - at[0] - at[1] - Enumerable.Range(0, factors).Sum(f => at[2 + f] * at[2 + factors + f]);
        return error * error + pull * at.Sum(x => x * x);
    }

    [Fact]
    public void Descend_AnyRating_FollowsTheGradientOfTheLoss()
    {
        const int Factors = 11;
        const float Rate = 0.001f, Pull = 0.3f, Target = 1.5f;
        var stream = new Seed(7).Stream();
        var start = Enumerable.Range(0, 2 + 2 * Factors).Select(_ => (float)stream.NextGaussian()).ToArray();
        var steps = new RatingSteps(new RatingFactors(new RatingScale(3, 1, 5), Factors, start[2..(2 + Factors)], start[(2 + Factors)..], [start[0]], [start[1]]), Factors, Rate, Pull);
        steps.Descend(0, [0], [3 + Target], steps.User(0), 1);
        var learned = steps.Learned;
        float[] moved = [learned.UserBias[0], learned.ItemBias[0], .. learned.Users, .. learned.Items];
        var at = Array.ConvertAll(start, x => (double)x);
        for (var x = 0; x < at.Length; x++)
        {
            var (up, down) = (at.ToArray(), at.ToArray());
            up[x] += 1e-5;
            down[x] -= 1e-5;
            var gradient = (Loss(Target, up, Factors, Pull) - Loss(Target, down, Factors, Pull)) / 2e-5;
            Assert.Equal(-gradient / 2, (moved[x] - start[x]) / Rate, 0.01);
        }
    }

    [Fact]
    public void Fit_MoreEpochs_LowerTheTrainingError()
    {
        var heard = new Recorder<FitProgress>();
        Trainer.Fit(Build(TinyWorld.RatedCheckerboardEvents(20)), new FitContext { Progress = heard });
        var errors = heard.All.Where(p => p.Loss is not null).Select(p => p.Loss!.Value).ToList();
        Assert.Equal(60, errors.Count);
        Assert.True(errors[^1] < 0.5 * errors[0]);
    }

    [Fact]
    public void Score_UnknownUserOrItem_IsTheKnownPart()
    {
        var model = Trainer.Fit(Build(TinyWorld.RatedCheckerboardEvents(10)));
        var weights = new Weights();
        model.Export(weights);
        var scores = new float[1];
        model.Score(Query.For(3), [77], scores);
        Assert.Equal(weights.Float("scale")[0] + weights.Float("user_bias")[3], scores[0], 5);
        model.Score(new Query(), [4], scores);
        Assert.Equal(weights.Float("scale")[0] + weights.Float("item_bias")[4], scores[0], 5);
    }

    [Fact]
    public void Fit_FromAModelOfOtherFactors_IsRefused()
    {
        var data = Build(TinyWorld.RatedCheckerboardEvents(10));
        var earlier = new Svd { Factors = 2 }.Fit(data);
        var thrown = Assert.Throws<ArgumentException>(() => new Svd { Factors = 3 }.Fit(data, new FitContext { StartFrom = earlier }));
        Assert.StartsWith("svd: the earlier model has 2 factors, this one is to have 3;", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_FarTooLongSteps_SaysWhatToChange()
    {
        var thrown = Assert.Throws<OptionsException>(() => new Svd { LearningRate = 1, Regularization = 100 }.Fit(Build(TinyWorld.RatedCheckerboardEvents(20))));
        Assert.Contains("Lower learningRate or regularization.", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_WithoutRatings_Throws() => Assert.Throws<DataException>(() => new Svd().Fit(TinyWorld.Handful()));
}
