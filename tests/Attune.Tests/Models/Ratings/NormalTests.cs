namespace Attune.Tests;

public sealed class NormalTests : RecommenderContract
{
    protected override ITrainer Trainer => new Normal();

    protected override (double Low, double High) Band => (0.2, 0.8);
}
