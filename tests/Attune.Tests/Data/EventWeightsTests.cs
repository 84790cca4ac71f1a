namespace Attune.Tests;

public sealed class EventWeightsTests
{
    static DateTimeOffset Day(int day) => new(2011, 1, day, 0, 0, 0, TimeSpan.Zero);

    static Interaction Event(string item, string kind, float? value = null, int day = 1) => new("a", item) { Kind = kind, Value = value, Time = Day(day) };

    static Dictionary<string, float> Weigh(EventWeights weights, params Interaction[] events)
    {
        var data = new DatasetBuilder { Weights = weights }.AddRange(events).Build();
        return data.Preferences.Row(0).ToArray().Zip(data.Preferences.RowValues(0).ToArray()).ToDictionary(p => data.Items[p.First], p => p.Second);
    }

    [Fact]
    public void Preferences_Purchases_AddUpTheirValuesAndMissingOnesCountOne() =>
        Assert.Equal(new() { ["x"] = 6 }, Weigh(new(), Event("x", "purchase", 2), Event("x", "purchase", 3, 2), Event("x", "purchase", null, 3)));

    [Theory]
    [InlineData(1, 2)]
    [InlineData(-1, 2)]
    public void Preferences_Return_CancelsWhateverItsSign(float returned, float left) =>
        Assert.Equal(new() { ["x"] = left }, Weigh(new(), Event("x", "purchase", 3), Event("x", "return", returned, 2)));

    [Fact]
    public void Preferences_AllReturned_IsNoPreference() =>
        Assert.Equal(new() { ["y"] = 1 }, Weigh(new(), Event("x", "purchase", 3), Event("x", "return", 3, 2), Event("y", "purchase", 1)));

    [Fact]
    public void Preferences_Ratings_OnlyTheLatestCounts() =>
        Assert.Equal(new() { ["x"] = 2 }, Weigh(new(), Event("x", "rating", 2, 9), Event("x", "rating", 5, 1)));

    [Fact]
    public void Preferences_Impressions_AreNone() =>
        Assert.Equal(new() { ["x"] = 1 }, Weigh(new(), Event("x", "view"), Event("x", "impression"), Event("y", "impression")));

    [Fact]
    public void Preferences_WeightsByKind_MultiplyAndReturnsWeighLikePurchases()
    {
        var weights = new EventWeights { Kinds = new Dictionary<string, float> { ["view"] = 0.5f, ["purchase"] = 2 } };
        Assert.Equal(new() { ["x"] = 4.5f }, Weigh(weights, Event("x", "view"), Event("x", "purchase", 3), Event("x", "return", 1, 2)));
        Assert.Equal(-2, weights.Of("return"));
    }

    [Theory]
    [InlineData(ValueScale.Linear, 7f)]
    [InlineData(ValueScale.Log, 2.0794415f)]
    [InlineData(ValueScale.Binary, 1f)]
    public void Preferences_Scale_AppliesToTheSum(ValueScale scale, float expected) =>
        Assert.Equal(expected, Weigh(new() { Scale = scale }, Event("x", "purchase", 3), Event("x", "purchase", 4, 2))["x"], 1e-6f);
}
