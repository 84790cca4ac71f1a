namespace Attune.Tests;

public sealed class DecayedPopularityTests : RecommenderContract
{
    protected override ITrainer Trainer => new DecayedPopularity();

    // Later items are hotter, for everybody alike: one user in a hundred is lucky.
    protected override (double Low, double High) Band => (0, 0.1);

    [Fact]
    public void Score_OldEvents_CountByTheirAgeAndKind()
    {
        Interaction On(double day, string item, string kind) => new("ann", item) { Time = DateTimeOffset.UnixEpoch.AddDays(day), Kind = kind };
        var data = new DatasetBuilder { Name = "week", Weights = new EventWeights { Kinds = new Dictionary<string, float> { [EventKind.View] = 0.5f } } }
            .Add(On(0, "tea", EventKind.Purchase)).Add(On(4, "tea", EventKind.View)).Add(On(6, "jam", EventKind.Purchase)).Add(On(6, "oil", EventKind.Impression)).Build();
        var model = new DecayedPopularity { HalfLife = 2 }.Fit(data);
        var scores = new float[3];
        model.Score(new Query(), [model.Catalog.Items.IndexOf("jam"), model.Catalog.Items.IndexOf("tea"), model.Catalog.Items.IndexOf("oil")], scores);
        Assert.Equal([1f, 0.125f + 0.5f * 0.5f, 0f], scores);
    }

    [Fact]
    public void Fit_WithoutTimes_SaysWhatToMap() =>
        Assert.Contains("has no times, which decayed-popularity needs. Name a time column", Assert.Throws<DataException>(() => new DecayedPopularity().Fit(TinyWorld.Handful())).Message, StringComparison.Ordinal);
}
