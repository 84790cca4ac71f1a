namespace Attune.Neural.Tests;

public sealed class Bert4recTests : SequenceContract
{
    protected override ITrainer Trainer => new Bert4rec { Width = 16, Layers = 1, Inner = 32, Norm = NormPlacement.Before, Hidden = 0.3, Dropout = 0, BatchSize = 10, Epochs = 30, LearningRate = 0.01 };

    protected override ITrainer Steady => new Bert4rec { Width = 16, Layers = 2, Heads = 1, Inner = 32, Norm = NormPlacement.Before, NewestHidden = 0.8, Dropout = 0, BatchSize = 10, Epochs = 60, LearningRate = 0.01, MaxLength = 20 };
}
