namespace Attune.Tests;

public sealed class NmfTests : RecommenderContract
{
    protected override ITrainer Trainer => new Nmf { Factors = 4, Seed = 1 };

    protected override (double Low, double High) Band => (1, 1);

    protected override double FoldInAgreement => 0.95;
}
