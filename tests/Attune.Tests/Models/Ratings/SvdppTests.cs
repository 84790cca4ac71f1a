namespace Attune.Tests;

public sealed class SvdppTests : RecommenderContract
{
    protected override ITrainer Trainer => new Svdpp { Factors = 4, Epochs = 60, LearningRate = 0.01, Seed = 1 };

    protected override (double Low, double High) Band => (1, 1);

    protected override double FoldInAgreement => 0.95;
}
