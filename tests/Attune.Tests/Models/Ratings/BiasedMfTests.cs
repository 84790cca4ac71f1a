using Attune.Numerics;

namespace Attune.Tests;

public sealed class BiasedMfTests : RecommenderContract
{
    protected override ITrainer Trainer => new BiasedMf { Factors = 4, Seed = 1 };

    protected override (double Low, double High) Band => (1, 1);

    [Theory, InlineData(true), InlineData(false)]
    public void Solve_AnyUser_IsTheMinimumOfTheObjective(bool weighted)
    {
        var trainer = new BiasedMf { Factors = 3, Regularization = 0.3, WeightByCount = weighted };
        int[] rated = [0, 2, 3, 4];
        float[] ratings = [5, 1, 4, 2], bias = [0.3f, 0, -0.2f, 0.5f, 0.1f];
        var others = LatentFactors.Normal(5, 3, 8, 1);
        var vector = new float[3];
        trainer.Solve(rated, ratings, others, bias, 3, vector, out var own, Cholesky.FactorRaised);
        double[] best = [.. vector.Select(v => (double)v), own];
        for (var x = 0; x < 4; x++)
            foreach (var step in new[] { -0.01, 0.01 })
            {
                var moved = best.ToArray();
                moved[x] += step;
                Assert.True(Objective(best) < Objective(moved));
            }

        double Objective(double[] z) => rated.Select((i, e) => Math.Pow(ratings[e] - 3 - bias[i] - z[3] - Enumerable.Range(0, 3).Sum(f => z[f] * others[i * 3 + f]), 2)).Sum()
            + 0.3 * (weighted ? rated.Length : 1) * z.Sum(v => v * v);
    }

    [Fact]
    public void Fit_MoreIterations_LowerTheTrainingError()
    {
        var heard = new Recorder<FitProgress>();
        new BiasedMf { Factors = 3, Iterations = 10, Regularization = 0.01 }.Fit(RatingWorld.Build(RatingWorld.Random(20, 20, 2)), new FitContext { Progress = heard });
        var errors = heard.All.Where(p => p.Loss is not null).Select(p => p.Loss!.Value).ToList();
        Assert.True(errors[^1] < 0.9 * errors[0]);
    }

    // More factors than ratings, large vectors, and a λ that is lost beside them.
    [Fact]
    public void Fit_LeastRegularization_IsFiniteOrSaysWhatToDo()
    {
        try
        {
            var model = new BiasedMf { Factors = 12, Regularization = 1e-9, WeightByCount = false, InitialDeviation = 10 }.Fit(RatingWorld.Build(RatingWorld.Random(6, 5, 2)));
            var scores = new float[5];
            model.Score(Query.From(0, 1) with { Weights = [5, 1] }, model.Catalog.AllItems, scores);
            Assert.All(scores, s => Assert.InRange(s, 1, 5));
        }
        catch (OptionsException e)
        {
            Assert.Contains("Raise", e.Message, StringComparison.Ordinal);
        }
    }
}
