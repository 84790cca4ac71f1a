namespace Attune.Tests;

public sealed class GlobalMeanTests : RecommenderContract
{
    protected override ITrainer Trainer => new GlobalMean();

    protected override (double Low, double High) Band => (0, 0.1);
}
