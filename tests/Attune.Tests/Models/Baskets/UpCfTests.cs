namespace Attune.Tests;

public sealed class UpCfTests : RecommenderContract
{
    protected override ITrainer Trainer => new UpCf { Recency = 0 };

    protected override (double Low, double High) Band => (1, 1);

    // A history given without its times is read by its order.
    protected override double FoldInAgreement => 0.95;

    protected override string? AllocatesBecause => "a history becomes a calendar for each list";
}
