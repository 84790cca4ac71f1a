namespace Attune.Neural.Tests;

public sealed class FinalMlpTests : ClickContract
{
    protected override ITrainer Trainer => new FinalMlp { Width = 16, Layers = 1, Heads = 4, GateWidth = 8, BatchSize = 100, Epochs = 6, LearningRate = 0.01, EmbeddingSize = 8, Deviation = 0.1 };
}
