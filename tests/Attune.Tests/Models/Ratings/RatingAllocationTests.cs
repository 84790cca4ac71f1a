namespace Attune.Tests;

/// <summary>Scoring a known user takes memory from pools or none at all.</summary>
public sealed class RatingAllocationTests
{
    public static TheoryData<string> Models => ["baseline", "global-mean", "normal", "svd", "svdpp", "nmf", "biased-mf", "co-clustering", "slope-one", "rating-knn"];

    [Theory, MemberData(nameof(Models))]
    public void Score_KnownUser_AllocatesNothing(string name) => Hold(Trainers.Create(name));

    [Fact]
    public void Score_KnownUserAmongUsers_AllocatesNothing() => Hold(new RatingKnn { Side = RatingKnnSide.User, Similarity = RatingSimilarity.Msd });

    static void Hold(ITrainer trainer)
    {
        var model = trainer.Fit(RatingWorld.Build(RatingWorld.Random(60, 70, 11)));
        var (query, scores) = (Query.For(3), new float[70]);
        for (var warm = 0; warm < 3; warm++) model.Score(query, model.Catalog.AllItems, scores);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var again = 0; again < 10; again++) model.Score(query, model.Catalog.AllItems, scores);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
