namespace Attune.Neural.Tests;

public sealed class Bert4recTests : SequenceContract
{
    protected override ITrainer Trainer => new Bert4rec { Width = 16, Layers = 1, Inner = 32, Norm = NormPlacement.Before, Hidden = 0.3, Dropout = 0, BatchSize = 10, Epochs = 30, LearningRate = 0.01 };

    protected override ITrainer Steady => new Bert4rec { Width = 16, Layers = 2, Heads = 1, Inner = 32, NewestHidden = 0.8, Dropout = 0, BatchSize = 10, Epochs = 100, LearningRate = 0.003, MaxLength = 20 };

    // A third of the places are asked, and items that the user has had are drawn against them as gSASRec does: little is learned in each epoch.
    protected override int DrawnEpochs => 150;
}
