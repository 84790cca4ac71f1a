namespace Attune.Tests;

public sealed class BiasedMfTests : RecommenderContract
{
    protected override ITrainer Trainer => new BiasedMf { Factors = 4, Seed = 1 };

    protected override (double Low, double High) Band => (1, 1);
}
