namespace Attune.Tests;

public sealed class RandomOrderTests : RecommenderContract
{
    protected override ITrainer Trainer => new RandomOrder();

    // One of the 26 new items is the withheld one.
    protected override (double Low, double High) Band => (0, 0.15);

    static float[] Scores(IRecommender model, string user)
    {
        var scores = new float[model.Catalog.Items.Count];
        model.Score(Query.For(model.Catalog.Users.IndexOf(user)), model.Catalog.AllItems, scores);
        return scores;
    }

    [Fact]
    public void Score_OtherUsersAndItemsAdded_StaysTheSame()
    {
        var (small, large) = (new RandomOrder().Fit(TinyWorld.Checkerboard(20)), new RandomOrder().Fit(TinyWorld.Checkerboard(30)));
        Assert.Equal(Scores(small, "7"), Scores(large, "7")[..20]);
    }

    [Fact]
    public void Score_ManyPairs_AreUniformAndDifferFromUserToUser()
    {
        var model = new RandomOrder().Fit(TinyWorld.Checkerboard(200));
        var all = Enumerable.Range(0, 200).SelectMany(u => Scores(model, $"{u}")).ToArray();
        // The standard error of the mean of 40,000 uniform numbers is 0.0014, that of a tenth 0.0015.
        Assert.InRange(all.Average(), 0.494, 0.506);
        for (var tenth = 0; tenth < 10; tenth++) Assert.InRange(all.Count(s => (int)(s * 10) == tenth) / 40_000.0, 0.094, 0.106);
        Assert.NotEqual(Scores(model, "3"), Scores(model, "4"));
        Assert.NotEqual(Scores(model, "3"), Scores(new RandomOrder { Seed = 43 }.Fit(TinyWorld.Checkerboard(200)), "3"));
    }
}
