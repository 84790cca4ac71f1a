namespace Attune.Neural.Tests;

public sealed class DcnV2Tests : ClickContract
{
    protected override ITrainer Trainer => new DcnV2 { Width = 16, Layers = 1, CrossLayers = 2, BatchSize = 100, Epochs = 6, LearningRate = 0.01, EmbeddingSize = 8, Deviation = 0.1 };
}
