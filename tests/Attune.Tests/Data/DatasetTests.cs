namespace Attune.Tests;

public sealed class DatasetTests
{
    static DateTimeOffset Day(int day) => new(2011, 1, day, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Build_ShuffledRows_GivesTheSameNumbersAndPreferences() => AnyEvents.Hold(events =>
    {
        // Rows of one user at one moment keep their order of arrival, so only worlds without such ties are free of it.
        var distinct = events.DistinctBy(e => (e.User, e.Time)).ToArray();
        var (a, b) = (AnyEvents.Build(distinct), AnyEvents.Build(distinct.Reverse()));
        Assert.Equal(a.Users.Ids, b.Users.Ids);
        Assert.Equal(a.Items.Ids, b.Items.Ids);
        Assert.Equal(a.Events.Items, b.Events.Items);
        Assert.Equal(a.Ratings.Values, b.Ratings.Values);
        Assert.Equal(a.Preferences.ColumnIndices, b.Preferences.ColumnIndices);
    });

    [Fact]
    public void Build_KindsInAnotherOrder_GivesTheSameKinds()
    {
        Interaction[] rows = [new("a", "x") { Kind = "view" }, new("a", "y") { Kind = "purchase" }, new("b", "x") { Kind = "cart" }];
        Assert.Equal(["cart", "purchase", "view"], AnyEvents.Build(rows).Events.Kinds);
        Assert.Equal(["cart", "purchase", "view"], AnyEvents.Build(rows.Reverse()).Events.Kinds);
    }

    [Fact]
    public void EventsOf_EveryUser_CoversAllEventsOldestFirst() => AnyEvents.Hold(events =>
    {
        var data = AnyEvents.Build(events);
        var next = 0;
        for (var u = 0; u < data.Users.Count; u++)
        {
            var (start, length) = data.EventsOf(u).GetOffsetAndLength(data.Count);
            Assert.Equal(next, start);
            for (var e = start + 1; e < start + length; e++) Assert.True(data.Events.Times[e - 1] <= data.Events.Times[e]);
            next += length;
        }
        Assert.Equal(data.Count, next);
    });

    [Fact]
    public void EventsOf_UnknownUser_IsEmpty()
    {
        Assert.True(TinyWorld.Handful().Sequence(-1).IsEmpty);
        Assert.True(TinyWorld.Handful().Sequence(99).IsEmpty);
    }

    [Fact]
    public void Where_SomeEvents_RenumbersToWhatIsLeft()
    {
        var data = TinyWorld.Handful();
        var bob = data.Where(e => data.Users[data.Events.Users[e]] == "bob");
        Assert.Equal(["bob"], bob.Users.Ids);
        Assert.Equal(["bread", "tea"], bob.Items.Ids);
        Assert.Equal(["bob bread   interaction", "bob tea   interaction"], AnyEvents.Rows(bob).Select(r => r.Replace("NaN", "", StringComparison.Ordinal)));
    }

    [Fact]
    public void Where_LastKindOfTwo_ForgetsTheOther()
    {
        var data = AnyEvents.Build([new("a", "x") { Kind = "view" }, new("a", "y") { Value = 4 }]);
        var views = data.Where(e => data.Events.KindOf(e) == "view");
        Assert.Equal(["view"], views.Events.Kinds);
        Assert.False(views.HasRatings);
    }

    [Fact]
    public void Where_ListedItem_StaysInTheCatalog()
    {
        var data = new DatasetBuilder().Add(new("a", "x")).Add(new("b", "y")).ItemFeature("y", "title", "Why").ItemFeature("z", "title", "Zed").Build();
        var part = data.Where(e => e == 0);
        Assert.Equal(["x", "y", "z"], part.Items.Ids);
        Assert.Equal("Why", part.ItemFeatures!.Title(1));
        Assert.Null(part.ItemFeatures.Title(0));
    }

    [Fact]
    public void WhereExtending_AnyPart_KeepsIndicesAndEvents() => AnyEvents.Hold(events =>
    {
        var data = AnyEvents.Build(events);
        var known = data.Where(e => e % 3 == 0);
        var rest = data.WhereExtending(known, e => e % 3 != 0);
        Assert.Equal(known.Users.Ids, rest.Users.Ids.Take(known.Users.Count));
        Assert.Equal(known.Items.Ids, rest.Items.Ids.Take(known.Items.Count));
        Assert.Equal(AnyEvents.Rows(data), AnyEvents.Rows(known, rest));
        for (var e = 1; e < rest.Count; e++)
            Assert.True((rest.Events.Users[e - 1], rest.Events.Times[e - 1]).CompareTo((rest.Events.Users[e], rest.Events.Times[e])) <= 0);
    });

    [Fact]
    public void Ratings_SeveralOfOnePair_KeepTheLatestEvenIfZero()
    {
        var data = AnyEvents.Build([new("a", "x") { Value = 0, Time = Day(9) }, new("a", "x") { Value = 5, Time = Day(1) }, new("a", "y") { Value = 3, Time = Day(2) }]);
        Assert.Equal([0f, 3f], data.Ratings.Values);
        Assert.Equal([3f], data.Preferences.Values);
        Assert.Equal(1, data.Preferences.Row(0)[0]);
    }

    [Fact]
    public void Ratings_BesideViews_AreRatingsOnly()
    {
        var data = AnyEvents.Build([new("a", "x") { Kind = "view" }, new("a", "x") { Value = 2 }, new("a", "y") { Kind = "view" }]);
        Assert.Equal(1, data.Ratings.Count);
        Assert.Equal([3f, 1f], data.Preferences.Values);
    }
}
