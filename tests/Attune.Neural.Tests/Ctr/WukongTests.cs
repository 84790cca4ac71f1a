namespace Attune.Neural.Tests;

public sealed class WukongTests : ClickContract
{
    protected override ITrainer Trainer => new Wukong { Width = 16, Layers = 2, Products = 4, Combinations = 4, Rank = 4, BatchSize = 100, Epochs = 6, LearningRate = 0.01, EmbeddingSize = 8, Deviation = 0.1 };
}
