namespace Attune.Tests;

public sealed class SlopeOneTests : RecommenderContract
{
    protected override ITrainer Trainer => new SlopeOne();

    protected override (double Low, double High) Band => (0, 1);
}
