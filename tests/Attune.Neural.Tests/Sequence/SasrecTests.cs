namespace Attune.Neural.Tests;

public sealed class SasrecTests : SequenceContract
{
    protected override ITrainer Trainer => new Sasrec { Width = 16, Heads = 2, Layers = 1, Dropout = 0.1, BatchSize = 10, Epochs = 30, LearningRate = 0.01 };

    protected override (double Low, double High) Band => (0.9, 1);
}
