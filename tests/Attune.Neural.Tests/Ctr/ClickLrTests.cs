namespace Attune.Neural.Tests;

public sealed class ClickLrTests : ClickContract
{
    protected override ITrainer Trainer => new ClickLr { BatchSize = 100, Epochs = 6, LearningRate = 0.01, EmbeddingSize = 8, Deviation = 0.1 };

    // What is popular with everybody is no personal model.
    protected override (double Low, double High) Band => (0, 0.2);
}
