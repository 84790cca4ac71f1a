namespace Attune.Tests;

/// <summary>
/// Reopens what earlier versions saved (tests/Compat, one folder per format version and noun, kept forever). A new format version adds its
/// samples with <see cref="WriteSamples"/>, run on purpose, and a row to the tests; the samples that are there are never written again.
/// </summary>
public sealed class CompatTests
{
    static string Sample(int version, string noun) => Path.Combine(Repository.Root, "tests", "Compat", $"v{version}-{noun}");

    static Dataset World() => new DatasetBuilder { Name = "shop", Weights = new EventWeights { Kinds = new Dictionary<string, float> { ["view"] = 0.25f }, Scale = ValueScale.Log } }
        .AddRange(TinyWorld.CheckerboardEvents(6))
        .Add(new("new", "tea \"green\"") { Time = DateTimeOffset.UnixEpoch.AddDays(9), Kind = EventKind.Purchase, Value = 2, Price = 3.5f, Slot = 1, Request = "r1", Context = "phone" })
        .Add(new("new", "0") { Time = DateTimeOffset.UnixEpoch.AddDays(8), Kind = EventKind.View, Request = "r1" })
        .ItemFeature("tea \"green\"", "title", "Grüner Tee", FeatureKind.Text).ItemFeature("0", "tags", "a|b").ItemFeature("listed", "grams", "20", FeatureKind.Number)
        .UserFeature("new", "since", "2024", FeatureKind.Number)
        .Build();

    [Fact(Explicit = true)]
    public void WriteSamples()
    {
        Assert.False(Directory.Exists(Sample(SavedFolder.Version, "data")), "The samples of this version are there; they are never written again.");
        World().Save(Sample(SavedFolder.Version, "data"));
        new Popularity().Fit(World()).Save(Sample(SavedFolder.Version, "model"));
    }

    [Theory]
    [InlineData(1)]
    public void Load_ModelOfAnEarlierVersion_ScoresAsItDid(int version)
    {
        var model = Recommender.Load(Sample(version, "model"));
        var scores = new float[8];
        model.Score(new Query(), model.Catalog.AllItems, scores);
        Assert.Equal(["0", "1", "2", "3", "4", "5", "listed", "tea \"green\""], model.Catalog.Items.Ids);
        Assert.Equal([3f, 2f, 2f, 2f, 2f, 2f, 0f, 1f], scores);
        Assert.Equal("Grüner Tee", model.Catalog.ItemFeatures!.Title(7));
        Assert.Equal([0, 7], model.Catalog.Histories.Row(6).ToArray());
    }

    [Theory]
    [InlineData(1)]
    public void Load_DataOfAnEarlierVersion_IsTheWorldItWas(int version)
    {
        var (data, world) = (Dataset.Load(Sample(version, "data")), World());
        Assert.Equal(world.Users.Ids, data.Users.Ids);
        Assert.Equal(world.Items.Ids, data.Items.Ids);
        Assert.Equal(world.Events.Items.ToArray(), data.Events.Items.ToArray());
        Assert.Equal(world.Events.Times.ToArray(), data.Events.Times.ToArray());
        Assert.Equal(world.Preferences.Values.ToArray(), data.Preferences.Values.ToArray());
        Assert.Equal((3.5f, 1, "r1", "phone", EventKind.Purchase), (data.Events.Prices[^1], data.Events.Slots[^1], data.Events.Requests[^1], data.Events.Contexts[^1], data.Events.KindOf(data.Count - 1)));
        Assert.Equal("20", data.ItemFeatures!["grams"]!.Values[6]);
        Assert.Equal("2024", data.UserFeatures!["since"]!.Values[6]);
    }
}
