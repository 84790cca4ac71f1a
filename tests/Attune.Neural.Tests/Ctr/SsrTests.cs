namespace Attune.Neural.Tests;

public sealed class SsrTests : ClickContract
{
    protected override ITrainer Trainer => new Ssr { Views = 2, ViewWidth = 12, Layers = 2, Filter = SsrFilter.SoftGate, BatchSize = 100, Epochs = 6, LearningRate = 0.01, EmbeddingSize = 8, Deviation = 0.1 };
}
