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
}
