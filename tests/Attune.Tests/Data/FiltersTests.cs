namespace Attune.Tests;

public sealed class FiltersTests
{
    static readonly DateTimeOffset Start = new(2011, 1, 1, 0, 0, 0, TimeSpan.Zero);

    static Interaction Rate(string user, string item, float value, int day = 0) => new(user, item) { Value = value, Time = Start.AddDays(day) };

    [Fact]
    public void KCore_AnyData_IsTheLargestPartWithTheProperty() => AnyEvents.HoldWhereAccepted(data =>
    {
        var core = Filters.KCore(data, 3, 2);
        Assert.All(Counts(core.Events.Users, core.Users.Count), c => Assert.True(c >= 3));
        Assert.All(Counts(core.Events.Items, core.Items.Count), c => Assert.True(c >= 2));
        Assert.Equal(PeelOneByOne(data, 3, 2), AnyEvents.Rows(core));
    });

    [Fact]
    public void KCore_Twice_ChangesNothing() => AnyEvents.HoldWhereAccepted(data =>
    {
        var once = Filters.KCore(data, 2, 3);
        Assert.Equal(AnyEvents.Rows(once), AnyEvents.Rows(Filters.KCore(once, 2, 3)));
    });

    [Fact]
    public void KCoreOnce_Chain_DropsOnlyWhatIsShortAtFirst()
    {
        // i2 has one event, so u1 falls to one event in the first pass; the iterative core then loses everything.
        var data = AnyEvents.Build([new("u1", "i1"), new("u1", "i2"), new("u2", "i1"), new("u2", "i3")]);
        Assert.Equal(2, Filters.KCoreOnce(data, 2, 2).Count);
        var error = Assert.Throws<DataException>(() => Filters.KCore(data, 2, 2));
        Assert.Equal("any: the filter k-core:2 removes all 4 events that reach it. Loosen it, or change the order of the filters (they apply one after another).", error.Message);
    }

    [Fact]
    public void KCore_ListedItems_GoUnlessItemsAreFree()
    {
        var data = new DatasetBuilder().Add(new("a", "x")).Add(new("b", "x")).ItemFeature("z", "title", "Zed").Build();
        Assert.Equal(["x"], Filters.KCore(data, 1, 2).Items.Ids);
        Assert.Equal(["x", "z"], Filters.KCore(data, 1, 0).Items.Ids);
    }

    [Fact]
    public void Apply_OrderOfThresholdAndCore_Matters()
    {
        var data = AnyEvents.Build([Rate("a", "x", 5), Rate("a", "y", 1), Rate("b", "x", 5), Rate("b", "z", 5), Rate("c", "z", 5), Rate("c", "x", 5)]);
        Assert.Equal(5, Filters.Apply(data, ["k-core-once:2|1", "min-value:4"]).Count);
        Assert.Equal(4, Filters.Apply(data, ["min-value:4", "k-core-once:2|1"]).Count);
    }

    [Fact]
    public void Apply_EveryFilter_NotesWhatItRemoved()
    {
        var notes = new List<string>();
        var data = AnyEvents.Build([Rate("a", "x", 5), Rate("a", "y", 1, 3), Rate("b", "x", 5, 9)]);
        var left = Filters.Apply(data, ["min-value:2", "to:2011-01-09"], notes.Add);
        Assert.Equal(1, left.Count);
        Assert.Equal(
        [
            "min-value:2 removed 1 of 3 events, 0 of 2 users and 1 of 2 items.",
            "to:2011-01-09T00:00 removed 1 of 2 events, 1 of 2 users and 0 of 1 items.",
        ], notes);
    }

    [Fact]
    public void Apply_DuplicatesAmongFilters_AreMergedInTurn()
    {
        var data = AnyEvents.Build([Rate("a", "x", 5), Rate("a", "x", 1, 1), Rate("b", "x", 5)]);
        Assert.Equal(1, Filters.Apply(data, ["duplicates:last", "min-value:4"]).Count);
        Assert.Equal(2, Filters.Apply(data, ["min-value:4", "duplicates:last"]).Count);
    }

    [Fact]
    public void TimeWindow_Bounds_IncludeTheFirstAndNotTheLast()
    {
        var data = AnyEvents.Build(Enumerable.Range(0, 5).Select(d => Rate("a", $"{d}", 1, d)));
        Assert.Equal(["1", "2"], Filters.Apply(data, ["from:2011-01-02", "to:2011-01-04"]).Items.Ids);
        Assert.Equal(["1", "2"], Filters.TimeWindow(data, Start.AddDays(1), Start.AddDays(3)).Items.Ids);
    }

    [Fact]
    public void MinValue_EventsWithoutValue_Stay()
    {
        var data = AnyEvents.Build([new("a", "x") { Kind = "view" }, Rate("a", "y", 2) with { Time = null }, Rate("a", "z", 4) with { Time = null }]);
        Assert.Equal(["x", "z"], Filters.MinValue(data, 4).Items.Ids);
    }

    [Fact]
    public void Kinds_SomeKinds_AreLeft()
    {
        var data = AnyEvents.Build([new("a", "x") { Kind = "view" }, new("a", "y") { Kind = "cart" }, new("a", "z") { Kind = "purchase" }]);
        Assert.Equal(["y", "z"], Filters.Apply(data, ["kinds:purchase|cart"]).Items.Ids);
        Assert.Contains("no events of the kind 'buy'; it has cart, purchase, view", Assert.Throws<DataException>(() => Filters.Kinds(data, ["buy"])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("min-value:3", "has no values, which the filter min-value needs")]
    [InlineData("from:2011-01-01", "has no times, which the filter from:2011-01-01T00:00 needs")]
    public void Apply_MissingColumn_SaysWhichFilterNeedsIt(string filter, string message) =>
        Assert.Contains(message, Assert.Throws<DataException>(() => Filters.Apply(TinyWorld.Handful(), [filter])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("k-core")]
    [InlineData("k-core:-1")]
    [InlineData("k-core:1|2|3")]
    [InlineData("k-core:five")]
    [InlineData("min-value:NaN")]
    [InlineData("from:yesterday")]
    [InlineData("kinds:")]
    [InlineData("")]
    public void Apply_BadText_ListsTheForms(string text) =>
        Assert.Equal($"'{text}' is not a filter. Filters are {Filters.Forms}.", Assert.Throws<ArgumentException>(() => Filters.Apply(TinyWorld.Handful(), [text])).Message);

    [Fact, Trait("data", "ml-100k")]
    public void KCore_MovieLens_GivesThePublishedCore()
    {
        using var zip = TestData.Zip("ml-100k");
        var data = AnyEvents.Build(TestData.Rows(zip, "ml-100k/u.data").Select(r => new Interaction(r[0], r[1])));
        var core = Filters.KCore(data, 5, 5);
        Assert.Equal((943, 1349, 99287), (core.Users.Count, core.Items.Count, core.Count));
    }

    static int[] Counts(ReadOnlySpan<int> column, int count)
    {
        var counts = new int[count];
        foreach (var i in column) counts[i]++;
        return counts;
    }

    // The definition, slowly: while somebody is short, remove the first such event.
    static string[] PeelOneByOne(Dataset data, int users, int items)
    {
        var left = Enumerable.Range(0, data.Count).ToList();
        bool Short(int e) => left.Count(o => data.Events.Users[o] == data.Events.Users[e]) < users || left.Count(o => data.Events.Items[o] == data.Events.Items[e]) < items;
        for (var at = left.FindIndex(Short); at >= 0; at = left.FindIndex(Short)) left.RemoveAt(at);
        return AnyEvents.Rows(data.Where(left.Contains));
    }
}
