namespace Attune.Neural.Tests;

public sealed class WukongTests : ClickContract
{
    protected override ITrainer Trainer => new Wukong { Width = 16, Layers = 2, Products = 4, Combinations = 4, Rank = 4, BatchSize = 100, Epochs = 6, Negatives = 1, LearningRate = 0.01, EmbeddingSize = 8, Deviation = 0.1 };

    // The withheld item is among those that are drawn against its user, and products of products learn some of them by heart.
    protected override (double Low, double High) Band => (0.9, 1);
}
