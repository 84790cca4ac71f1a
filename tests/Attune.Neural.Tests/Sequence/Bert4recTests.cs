namespace Attune.Neural.Tests;

public sealed class Bert4recTests : SequenceContract
{
    protected override ITrainer Trainer => new Bert4rec { Width = 16, Layers = 1, Inner = 32, Dropout = 0.1, BatchSize = 10, Epochs = 25, LearningRate = 0.01 };

    protected override ITrainer Steady => new Bert4rec { Width = 16, Layers = 2, Heads = 1, Inner = 32, Dropout = 0, BatchSize = 10, Epochs = 80, LearningRate = 0.005, MaxLength = 20 };
}
