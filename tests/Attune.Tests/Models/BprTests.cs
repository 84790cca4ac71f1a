namespace Attune.Tests;

public sealed class BprTests : RecommenderContract
{
    protected override ITrainer Trainer => new Bpr { Factors = 8 };

    protected override (double Low, double High) Band => (1, 1);

    protected override double FoldInAgreement => 0.9;
}
