namespace Attune.Tests;

public sealed class CoClusteringTests : RecommenderContract
{
    protected override ITrainer Trainer => new CoClustering { UserClusters = 2, ItemClusters = 2, Seed = 1 };

    protected override (double Low, double High) Band => (1, 1);
}
