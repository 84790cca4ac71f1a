namespace Attune.Neural.Tests;

public sealed class ClickFmTests : ClickContract
{
    protected override ITrainer Trainer => new ClickFm { BatchSize = 100, Epochs = 6, LearningRate = 0.01, EmbeddingSize = 8, Deviation = 0.1 };
}
