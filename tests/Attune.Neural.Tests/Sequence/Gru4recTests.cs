namespace Attune.Neural.Tests;

public sealed class Gru4recTests : SequenceContract
{
    protected override ITrainer Trainer => new Gru4rec { Width = 16, States = 24, Dropout = 0.1, BatchSize = 10, Epochs = 15, LearningRate = 0.01 };

    protected override ITrainer Steady => new Gru4rec { Width = 16, States = 24, Dropout = 0, BatchSize = 10, Epochs = 40, LearningRate = 0.01, MaxLength = 20 };
}
