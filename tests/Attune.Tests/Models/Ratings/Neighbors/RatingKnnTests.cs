namespace Attune.Tests;

public sealed class RatingKnnTests : RecommenderContract
{
    protected override ITrainer Trainer => new RatingKnn();

    protected override (double Low, double High) Band => (1, 1);
}
