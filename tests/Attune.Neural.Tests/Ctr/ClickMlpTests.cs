namespace Attune.Neural.Tests;

public sealed class ClickMlpTests : ClickContract
{
    protected override ITrainer Trainer => new ClickMlp { Width = 16, Layers = 2, BatchSize = 100, Epochs = 6, LearningRate = 0.01, EmbeddingSize = 8, Deviation = 0.1 };
}
