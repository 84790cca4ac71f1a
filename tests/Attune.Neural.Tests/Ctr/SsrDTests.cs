namespace Attune.Neural.Tests;

public sealed class SsrDTests : ClickContract
{
    protected override ITrainer Trainer => new SsrD { Views = 2, ViewWidth = 12, Layers = 2, BatchSize = 100, Epochs = 6, LearningRate = 0.01, EmbeddingSize = 8, Deviation = 0.1 };
}
