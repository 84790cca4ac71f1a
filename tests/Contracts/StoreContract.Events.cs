namespace Attune.Serving.Tests;

/// <summary>Events and what is made of them.</summary>
public abstract partial class StoreContract
{
    [Fact]
    public async Task Events_KeepEverythingThatWasGiven()
    {
        var full = new StoredEvent { Type = "buy", User = "u ü", Item = "i😀", Value = -2.5, Time = Noon.AddTicks(3).ToOffset(TimeSpan.FromHours(2)), Labels = """["x"]""", Comment = "c", EventId = "e", RequestId = "r" };
        Assert.Equal(2, await Store.AddEventsAsync([full, Event("u ü", "j")]));
        var read = await Store.EventsOfUserAsync("u ü", 10);
        Assert.Equal(full with { Updated = Noon }, read[0]);
        Assert.Equal([("i😀", -2.5), ("j", 1.0)], read.Select(e => (e.Item, e.Value)));
        Assert.Equal(read, await Store.ReadEventsAsync().ToArrayAsync());
        Assert.Equal(full with { Updated = Noon }, (await Store.FeedbackAsync(new EventFilter(Type: "buy"), null, 10)).Rows.Single());
    }

    [Fact]
    public async Task EventsOfUser_AreTheNewestInTheOrderInWhichTheyCame()
    {
        for (var i = 0; i < 10; i++) await Store.AddEventsAsync([Event("u", $"i{i}", minute: -i), Event("other", $"i{i}")]);
        Assert.Equal(["i7", "i8", "i9"], (await Store.EventsOfUserAsync("u", 3)).Select(e => e.Item));
        Assert.Equal(10, (await Store.EventsOfUserAsync("u", 100)).Count);
        Assert.Empty(await Store.EventsOfUserAsync("u", 0));
        var last = (await Store.CountsAsync()).LastEvent;
        Assert.Equal(["i8", "i9"], (await Store.EventsOfUserAsync("u", 3, last - 4)).Select(e => e.Item));
        Assert.Equal(["i9"], (await Store.EventsOfUserAsync("u", 1, last - 4)).Select(e => e.Item));
        Assert.Empty(await Store.EventsOfUserAsync("u", 3, last));
    }

    [Fact]
    public async Task EventId_ThatIsStored_IsLeftOut()
    {
        Assert.Equal(2, await Store.AddEventsAsync([Event("u", "i", id: "1"), Event("u", "i", id: "1"), Event("u", "i", id: "2")]));
        Assert.Equal(1, await Store.AddEventsAsync([Event("v", "i", id: "1"), Event("u", "i", id: "3"), Event("u", "i", id: "3")]));
        Assert.Equal((3, 3), await Store.CountsAsync() is var c ? (c.Events, c.LastEvent) : default);
        Assert.Null(await Store.UserAsync("v"));
        await Store.DeleteFeedbackAsync(new EventFilter(User: "u"));
        Assert.Equal(1, await Store.AddEventsAsync([Event("v", "i", id: "1")]));
    }

    [Fact]
    public async Task Overwrite_TakesThePlaceOfEarlierOnes_AndSendingAgainChangesNothing()
    {
        await Store.AddEventsAsync([Event("u", "i", value: 1), Event("u", "i", value: 2), Event("u", "j", value: 3), Event("u", "i", "buy", 4)]);
        StoredEvent[] batch = [Event("u", "i", value: 5, id: "a"), Event("u", "i", value: 6, id: "b"), Event("v", "i", value: 7, id: "c")];
        Assert.Equal(3, await Store.AddEventsAsync(batch, EventMode.Overwrite));
        Assert.Equal([("buy", "u", "i", 4.0), ("view", "u", "i", 6.0), ("view", "u", "j", 3.0), ("view", "v", "i", 7.0)], await RowsAsync());
        Assert.Equal(2, await Store.AddEventsAsync(batch, EventMode.Overwrite));
        Assert.Equal([("buy", "u", "i", 4.0), ("view", "u", "i", 6.0), ("view", "u", "j", 3.0), ("view", "v", "i", 7.0)], await RowsAsync());
        Assert.Equal(4, (await Store.CountsAsync()).Events);

        async Task<IEnumerable<(string, string, string, double)>> RowsAsync() => (await Store.FeedbackAsync(default, null, 100)).Rows.Select(e => (e.Type, e.User, e.Item, e.Value));
    }

    [Fact]
    public async Task Missing_AreAddedWhereAskedFor_AlsoAfterTheyWereDeleted()
    {
        await Store.PutUsersAsync([new StoredUser { Id = "known", Comment = "kept" }]);
        await Store.AddEventsAsync([Event("known", "i"), Event("new", "i")]);
        Assert.Equal("kept", (await Store.UserAsync("known"))?.Comment);
        Assert.Equal(new StoredUser { Id = "new" }, await Store.UserAsync("new"));
        await Store.AddEventsAsync([Event("absent", "absent")], addMissing: false);
        Assert.Null(await Store.UserAsync("absent"));
        Assert.Null(await Store.ItemAsync("absent"));
        Assert.Single(await Store.EventsOfUserAsync("absent", 10));
        Assert.Equal(new StoreCounts(2, 1, 3, 3), await Store.CountsAsync());
        Assert.True(await Store.DeleteUserAsync("new"));
        Assert.True(await Store.DeleteItemAsync("i"));
        Assert.True(await Store.DeleteUserAsync("absent"));
        Assert.Equal(new StoreCounts(1, 0, 0, 3), await Store.CountsAsync());
        await Store.AddEventsAsync([Event("new", "i")]);
        Assert.NotNull(await Store.UserAsync("new"));
        Assert.NotNull(await Store.ItemAsync("i"));
        await Store.PurgeAsync();
        Assert.Equal(new StoreCounts(0, 0, 0, 4), await Store.CountsAsync());
        await Store.AddEventsAsync([Event("new", "i")]);
        Assert.Equal(new StoreCounts(1, 1, 1, 5), await Store.CountsAsync());
    }

    [Fact]
    public async Task ReadEvents_GivesAStretchOfNumbers_WhateverComesMeanwhile()
    {
        await Store.AddEventsAsync([.. Enumerable.Range(0, 9000).Select(i => Event($"u{i % 7}", $"i{i}"))]);
        await Store.AddEventsAsync([Event("u", "later")]);
        Assert.Equal(Enumerable.Range(0, 9000).Select(i => $"i{i}"), (await Store.ReadEventsAsync(9000).ToArrayAsync()).Select(e => e.Item));
        Assert.Equal(["i8999", "later"], (await Store.ReadEventsAsync(after: 8999).ToArrayAsync()).Select(e => e.Item));
        Assert.Equal(["i5"], (await Store.ReadEventsAsync(6, 5).ToArrayAsync()).Select(e => e.Item));
        var read = 0;
        await foreach (var e in Store.ReadEventsAsync())
            if (read++ == 0) await Store.AddEventsAsync([Event("u", "while reading")]);
        Assert.Equal(9001, read);
    }

    [Fact]
    public async Task Feedback_SumsValues_KeepsTheNewest_AndFilters()
    {
        await Store.AddEventsAsync([Event("u", "i", value: 2, minute: 5) with { Comment = "old", Labels = "1" }, Event("u", "i", value: 3) with { Comment = "new", Labels = "2" }, Event("u", "j"), Event("v", "i"), Event("u", "i", "buy")]);
        var row = (await Store.FeedbackAsync(new EventFilter("view", "u", "i"), null, 10)).Rows.Single();
        Assert.Equal((5.0, Noon.AddMinutes(5), "new", "2"), (row.Value, row.Time, row.Comment, row.Labels));
        Assert.Equal(["buy u i", "view u i", "view u j", "view v i"], await KeysAsync(default));
        Assert.Equal(["view u i", "view u j", "view v i"], await KeysAsync(new EventFilter(Type: "view")));
        Assert.Equal(["buy u i", "view u i", "view u j"], await KeysAsync(new EventFilter(User: "u")));
        Assert.Equal(["buy u i", "view u i", "view v i"], await KeysAsync(new EventFilter(Item: "i")));
        Assert.Equal(["view v i"], await KeysAsync(new EventFilter(User: "v", Item: "i")));
        Assert.Equal(2, await Store.DeleteFeedbackAsync(new EventFilter(User: "u", Item: "i")));
        Assert.Equal((2, 5), await Store.CountsAsync() is var c ? (c.Events, c.LastEvent) : default);
        await Assert.ThrowsAsync<ArgumentException>(() => Store.DeleteFeedbackAsync(default));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Store.FeedbackAsync(default, null, 0));

        async Task<string[]> KeysAsync(EventFilter filter) => await AllAsync(after => Store.FeedbackAsync(filter, after, 2), e => $"{e.Type} {e.User} {e.Item}", 2);
    }

    [Fact]
    public async Task Writers_AtTheSameTime_LoseNothing()
    {
        var writers = Enumerable.Range(0, 8).Select(w => Task.Run(async () =>
        {
            for (var batch = 0; batch < 10; batch++)
            {
                await Store.AddEventsAsync([.. Enumerable.Range(0, 20).Select(i => Event($"u{w}", $"i{i}", id: $"{w}-{batch}-{i}"))]);
                // One that fails takes nobody with it.
                await Store.PutUsersAsync([new StoredUser { Id = "changed" }]);
                await Assert.ThrowsAsync<InvalidOperationException>(() => Store.ChangeUserAsync("changed", _ => throw new InvalidOperationException("mine")));
            }
        }));
        await Task.WhenAll(writers);
        Assert.Equal(new StoreCounts(9, 20, 1600, 1600), await Store.CountsAsync());
        for (var w = 0; w < 8; w++)
            Assert.Equal(Enumerable.Range(0, 200).Select(i => $"{w}-{i / 20}-{i % 20}"), (await Store.EventsOfUserAsync($"u{w}", 1000)).Select(e => e.EventId));
    }

    [Fact]
    public async Task Data_OutOfRange_IsAnErrorThatSaysWhy_AndNothingIsStored()
    {
        var good = Event("u", "i");
        foreach (var (bad, why) in new[]
        {
            (good with { User = "" }, "1 to 256 characters"), (good with { Item = new string('x', 257) }, "has 257"), (good with { Type = "a\nb" }, "U+000A"), (good with { EventId = "a\0" }, "U+0000"),
            (good with { User = "\ud800" }, "surrogate"), (good with { Value = double.NaN }, "finite"), (good with { Labels = "{" }, "no JSON"), (good with { Comment = "a\0b" }, "U+0000"),
        })
            Assert.Contains(why, (await Assert.ThrowsAsync<ArgumentException>(() => Store.AddEventsAsync([good, bad]))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => Store.PutUsersAsync([new StoredUser { Id = "u" }, new StoredUser { Id = "a\tb" }]));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.PutItemsAsync([new StoredItem { Id = "i" }, new StoredItem { Id = "j", Categories = [""] }]));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.PutItemsAsync([new StoredItem { Id = "i", Labels = "[1,]" }]));
        Assert.Equal(default, await Store.CountsAsync());
    }
}
