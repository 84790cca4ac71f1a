using System.Text.Json;

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

    // Small vectors and sparse rows, text, and a chain of models: every shape of weights that there is.
    static IReadOnlyDictionary<string, ITrainer> Learned { get; } = new Dictionary<string, ITrainer>
    {
        ["als"] = new Als { Factors = 2, Iterations = 2 },
        ["item-knn"] = new ItemKnn { Neighbors = 2 },
        ["text-search"] = new TextSearch(),
        ["fallback"] = new Fallback { Models = ["ease:regularization=10", "popularity"] },
    };

    static float[] ScoresOf(IRecommender model)
    {
        var scores = new float[model.Catalog.Items.Count];
        model.Score(Query.For(6), model.Catalog.AllItems, scores);
        return Array.ConvertAll(scores, s => float.IsNaN(s) ? -1 : s);
    }

    [Fact(Explicit = true)]
    public void WriteSamples()
    {
        Assert.False(Directory.Exists(Sample(SavedFolder.Version, "als")), "The samples of this version are there; they are never written again.");
        foreach (var (name, trainer) in Learned)
        {
            var model = trainer.Fit(World());
            model.Save(Sample(SavedFolder.Version, name));
            File.WriteAllText(Sample(SavedFolder.Version, name) + ".scores.json", JsonSerializer.Serialize(ScoresOf(model)));
        }
    }

    public static TheoryData<int, string> Samples => [.. Learned.Keys.Select(name => (1, name))];

    [Theory, MemberData(nameof(Samples))]
    public void Load_LearnedModelOfAnEarlierVersion_ScoresAsItDid(int version, string name)
    {
        var expected = JsonSerializer.Deserialize<float[]>(File.ReadAllText(Sample(version, name) + ".scores.json"))!;
        var scores = ScoresOf(Recommender.Load(Sample(version, name)));
        Assert.Equal(expected.Length, scores.Length);
        Assert.All(expected.Zip(scores), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
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
