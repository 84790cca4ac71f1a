namespace Attune.Neural.Tests;

public sealed class HstuTests : SequenceContract
{
    // Without times: a history given by its items alone scores as the stored one. HstuTimeTests has those with times.
    protected override ITrainer Trainer => new Hstu { Width = 16, Layers = 1, Dropout = 0.5, BatchSize = 10, Epochs = 15, LearningRate = 0.01, TimeBuckets = 0 };

    protected override ITrainer Steady => new Hstu { Width = 16, Layers = 2, Heads = 2, Dropout = 0, BatchSize = 10, Epochs = 40, LearningRate = 0.01, MaxLength = 20, TimeBuckets = 0 };

    [Fact]
    public void Fit_HeadsThatDoNotShareTheWidth_SaysSo()
    {
        Assert.Contains("width is 16; it must be a multiple of heads (3)", Assert.Throws<OptionsException>(() => new Hstu { Width = 16, Heads = 3 }.Fit(Attune.Tests.TinyWorld.Handful())).Message, StringComparison.Ordinal);
        Assert.NotNull(new Hstu { Width = 16, Heads = 3, AttentionDim = 4, LinearDim = 5, Epochs = 1 }.Fit(Attune.Tests.TinyWorld.Handful()));
    }
}
