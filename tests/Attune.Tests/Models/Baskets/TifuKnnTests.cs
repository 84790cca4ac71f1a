namespace Attune.Tests;

public sealed class TifuKnnTests : RecommenderContract
{
    protected override ITrainer Trainer => new TifuKnn { Neighbors = 10 };

    protected override (double Low, double High) Band => (1, 1);

    // A history given without its times is read by its order.
    protected override double FoldInAgreement => 0.95;

    protected override string? AllocatesBecause => "a history becomes a calendar for each list";
}
