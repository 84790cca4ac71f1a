using Attune.Numerics;

namespace Attune.Tests;

public sealed class NmfTests : RecommenderContract
{
    protected override ITrainer Trainer => new Nmf { Factors = 4, Seed = 1 };

    protected override (double Low, double High) Band => (1, 1);

    protected override double FoldInAgreement => 0.95;

    [Fact]
    public void Fit_OneEpoch_IsTheMultiplicativeStep()
    {
        const int Users = 6, Items = 8, Factors = 3;
        var ratings = RatingWorld.Random(Users, Items, 5);
        var learned = RatingWorld.Learned(new Nmf { Factors = Factors, Epochs = 1, Regularization = 0.2, Seed = 4 }.Fit(RatingWorld.Build(ratings)));
        float[] Drawn(string side, int rows) => LatentFactors.Uniform(rows, Factors, ((Seed)4).Derive(side), 1);
        var (p, q) = (Drawn("users", Users), Drawn("items", Items));
        for (var u = 0; u < Users; u++)
            for (var f = 0; f < Factors; f++)
            {
                var rated = Enumerable.Range(0, Items).Where(i => !double.IsNaN(ratings[u, i])).ToArray();
                var gain = rated.Sum(i => ratings[u, i] * q[i * Factors + f]);
                var loss = rated.Sum(i => q[i * Factors + f] * Enumerable.Range(0, Factors).Sum(g => (double)p[u * Factors + g] * q[i * Factors + g]));
                var before = p[u * Factors + f];
                Assert.Equal(before * gain / (loss + 0.2 * rated.Length * before), learned.Float("user_factors")[u * Factors + f], 1e-4);
            }
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Fit_Epochs_LowerTheErrorAndStayNonNegative(bool biased)
    {
        var heard = new Recorder<FitProgress>();
        var model = new Nmf { Biased = biased, Factors = 5 }.Fit(Build(TinyWorld.RatedCheckerboardEvents(20)), new FitContext { Progress = heard });
        var errors = heard.All.Where(p => p.Loss is not null).Select(p => p.Loss!.Value).ToList();
        Assert.True(errors[^1] < 0.5 * errors[0]);
        Assert.All(RatingWorld.Learned(model).Float("user_factors"), v => Assert.True(v >= 0));
        Assert.All(RatingWorld.Learned(model).Float("item_factors"), v => Assert.True(v >= 0));
    }

    [Fact]
    public void Score_BiasedNewUser_LeansHisWay()
    {
        var model = new Nmf { Biased = true, Factors = 4 }.Fit(Build(TinyWorld.RatedCheckerboardEvents(20)));
        var scores = new float[2];
        model.Score(Query.From(0, 1, 2, 3) with { Weights = [5, 1, 5, 1] }, [4, 5], scores);
        Assert.True(scores[0] > scores[1] + 1);
    }

    [Fact]
    public void Fit_NegativeRatings_SaysWhatToDo()
    {
        var thrown = Assert.Throws<DataException>(() => Trainer.Fit(Build([new("a", "x") { Value = -1 }, new("a", "y") { Value = 2 }])));
        Assert.Equal("nmf needs ratings of 0 or more; the least of tiny world is -1. Shift the ratings, or choose svd.", thrown.Message);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void Fit_StartFromBiased_TakesItsBiasesWhereItHasAny(bool biased)
    {
        var world = Build(TinyWorld.RatedCheckerboardEvents(20));
        var earlier = new Nmf { Biased = true, Factors = 4 }.Fit(world);
        var warm = RatingWorld.Learned(new Nmf { Biased = biased, Factors = 4, LearningRate = 0, Epochs = 1 }.Fit(world, new FitContext { StartFrom = earlier }));
        foreach (var name in new[] { "user_bias", "item_bias" })
        {
            Assert.Contains(RatingWorld.Learned(earlier).Float(name), b => b != 0);
            Assert.Equal(biased ? RatingWorld.Learned(earlier).Float(name) : new float[20], warm.Float(name));
        }
    }
}
