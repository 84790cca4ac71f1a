namespace Attune.Tests;

/// <summary>The contract for the other side: users are compared when they ask.</summary>
public sealed class RatingKnnUserTests : RecommenderContract
{
    protected override ITrainer Trainer => new RatingKnn { Side = RatingKnnSide.User, Kind = RatingKnnKind.ZScore, Similarity = RatingSimilarity.Msd, Neighbors = 20 };

    protected override (double Low, double High) Band => (1, 1);
}
