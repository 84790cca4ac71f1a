using Attune.Numerics;

namespace Attune.Tests;

public sealed class LogisticMfTests : RecommenderContract
{
    protected override ITrainer Trainer => new LogisticMf { Factors = 8, Regularization = 0.1 };

    protected override (double Low, double High) Band => (1, 1);

    protected override double FoldInAgreement => 0.9;

    [Theory]
    [InlineData(1, 2)]
    [InlineData(0, 1)]
    public void Add_AnyPair_FollowsTheGradientOfTheLogLikelihood(float target, float confidence)
    {
        const int Width = 11;
        var stream = ((Seed)3).Stream();
        var (x, y, gradient) = (Draw(), Draw(), new float[Width]);
        LogisticMf.Add(confidence, target, y, x, gradient);
        for (var k = 0; k < Width; k++)
        {
            var (up, down) = (x.ToArray(), x.ToArray());
            up[k] += 0.01f;
            down[k] -= 0.01f;
            var slope = (Loss(up) - Loss(down)) / 0.02;
            Assert.Equal(-slope, gradient[k], 0.01);
        }

        double Loss(float[] at)
        {
            var score = at.Zip(y, (a, b) => (double)a * b).Sum();
            var expected = -confidence * Math.Log(1 / (1 + Math.Exp(target > 0 ? -score : score)));
            Assert.Equal(expected, LogisticMf.Add(confidence, target, y, at, new float[Width]), 1e-4);
            return expected;
        }

        float[] Draw() => [.. Enumerable.Range(0, Width).Select(_ => 0.5f * (float)stream.NextGaussian())];
    }

    [Fact]
    public void Fit_Progress_LossFalls()
    {
        var heard = new Recorder<FitProgress>();
        Trainer.Fit(TinyWorld.Checkerboard(), new FitContext { Progress = heard });
        var losses = heard.All.ConvertAll(p => p.Loss ?? double.NaN);
        Assert.True(losses[^1] < 0.5 * losses[1], $"{losses[1]} {losses[^1]}");
    }
}
