namespace Attune.Neural.Tests;

public sealed class SasrecTests : SequenceContract
{
    protected override ITrainer Trainer => new Sasrec { Width = 16, Layers = 1, Dropout = 0.1, BatchSize = 10, Epochs = 15, LearningRate = 0.01 };

    protected override ITrainer Steady => new Sasrec { Width = 16, Layers = 2, Heads = 1, Dropout = 0, BatchSize = 10, Epochs = 40, LearningRate = 0.01, MaxLength = 20 };

    [Fact]
    public void Fit_HeadsThatDoNotShareTheWidth_SaysSo() =>
        Assert.Contains("width is 16; it must be a multiple of heads (3)", Assert.Throws<OptionsException>(() => new Sasrec { Width = 16, Heads = 3 }.Fit(Attune.Tests.TinyWorld.Handful())).Message, StringComparison.Ordinal);
}
