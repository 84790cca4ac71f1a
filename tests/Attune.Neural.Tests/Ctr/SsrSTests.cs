namespace Attune.Neural.Tests;

public sealed class SsrSTests : ClickContract
{
    protected override ITrainer Trainer => new SsrS { Views = 3, ViewWidth = 12, Layers = 2, BatchSize = 100, Epochs = 4, LearningRate = 0.01, EmbeddingSize = 8, Deviation = 0.1 };
}
