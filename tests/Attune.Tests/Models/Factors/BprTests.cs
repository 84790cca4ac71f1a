using Attune.Numerics;

namespace Attune.Tests;

public sealed class BprTests : RecommenderContract
{
    protected override ITrainer Trainer => new Bpr { Factors = 8, Epochs = 60, Rivals = 1, Regularization = 0.01 };

    protected override (double Low, double High) Band => (1, 1);

    protected override double FoldInAgreement => 0.9;

    [Fact]
    public void Fit_Progress_LossFallsToAlmostNothing()
    {
        var heard = new Recorder<FitProgress>();
        Trainer.Fit(TinyWorld.Checkerboard(), new FitContext { Progress = heard });
        var losses = heard.All.ConvertAll(p => p.Loss ?? double.NaN);
        Assert.InRange(losses[1], 0.3, 0.8);
        Assert.InRange(losses[^1], 0, 0.1);
    }

    [Fact]
    public void Fit_ManyRivals_StillFindsTheCheckerboard()
    {
        var model = new Bpr { Factors = 8, Epochs = 60 }.Fit(TinyWorld.Checkerboard());
        Assert.Equal(Enumerable.Range(0, 50), Enumerable.Range(0, 50).Select(u => TopN.For(model, Query.For(u), 1).Items[0].Item));
    }

    [Fact]
    public void Fit_FarTooLongSteps_SaysWhatToChange()
    {
        var thrown = Assert.Throws<OptionsException>(() => new Bpr { LearningRate = 10, Regularization = 10 }.Fit(TinyWorld.Checkerboard()));
        Assert.Contains("Lower learningRate or regularization.", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rival_AnyPair_StepIsTheSlopeOfTheLoss()
    {
        const int Width = 11;
        var stream = ((Seed)4).Stream();
        float[] x = Draw(Width), items = Draw(2 * Width), biases = [0.3f, -0.2f];
        IPairwise bpr = new Bpr { Rivals = 1 };
        Assert.Equal(1, bpr.Rival(x, 0, new Candidates(items, biases, default, [0], 1), ref stream, out var step));
        var difference = biases[0] - biases[1] + Enumerable.Range(0, Width).Sum(k => (double)x[k] * (items[k] - items[Width + k]));
        Assert.Equal((Loss(difference - 1e-4) - Loss(difference + 1e-4)) / 2e-4, step, 1e-4);
        Assert.Equal(Loss(difference), bpr.LossOf(step), 1e-4);
        // What moves is the gradient of that difference, times the step.
        float[] moved = [.. x], mine = [.. items[..Width]], theirs = [.. items[Width..]];
        PairStep.Move(moved, mine, theirs, 0.9f, 0.1f * step);
        for (var k = 0; k < Width; k++)
        {
            Assert.Equal(0.9f * x[k] + 0.1f * step * (items[k] - items[Width + k]), moved[k], 1e-5f);
            Assert.Equal(0.9f * items[k] + 0.1f * step * x[k], mine[k], 1e-5f);
            Assert.Equal(0.9f * items[Width + k] - 0.1f * step * x[k], theirs[k], 1e-5f);
        }

        static double Loss(double difference) => Math.Log(1 + Math.Exp(-difference));
        float[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)stream.NextGaussian())];
    }
}
