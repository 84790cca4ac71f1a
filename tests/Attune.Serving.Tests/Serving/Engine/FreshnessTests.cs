using Attune.Serving;

namespace Attune.Tests;

public class FreshnessTests
{
    [Fact]
    public async Task Latest_IsByTimestampThenThoseWithout()
    {
        using var world = new EngineWorld();
        await world.Store.PutItemsAsync([EngineWorld.Item("undated"), EngineWorld.Item("b", 2, "x"), EngineWorld.Item("a", 2), EngineWorld.Item("new", 1, "x")]);
        var latest = await world.Server.LatestAsync(new());
        Assert.Equal(["new", "a", "b", "undated"], latest.Select(s => s.Id));
        Assert.Equal(EngineWorld.Now.AddDays(-1).ToUnixTimeSeconds(), latest[0].Score);
        Assert.Equal(["b"], (await world.Server.LatestAsync(new() { Categories = ["x"], Offset = 1 })).Select(s => s.Id));
        await world.Store.ChangeItemAsync("undated", i => i with { Timestamp = EngineWorld.Now });
        Assert.Equal("undated", (await world.Server.LatestAsync(new()))[0].Id);
    }

    [Fact]
    public async Task Popular_CountsPositiveEventsWithinTheWindow()
    {
        using var world = new EngineWorld(o => o.Feedback.Weights["return"] = -1);
        await world.Store.AddEventsAsync(
        [
            EngineWorld.Event("a", "old", time: EngineWorld.Now.AddDays(-91)), EngineWorld.Event("b", "old", time: EngineWorld.Now.AddDays(-92)),
            EngineWorld.Event("a", "tea"), EngineWorld.Event("b", "tea"), EngineWorld.Event("c", "jam"), EngineWorld.Event("c", "jam", "return"), EngineWorld.Event("d", "jam", "read"),
        ]);
        Assert.Equal([new("tea", 2), new("jam", 1)], await world.Server.PopularAsync(new()));
        await world.Store.AddEventsAsync([EngineWorld.Event("e", "jam"), EngineWorld.Event("f", "jam")]);
        Assert.Equal([new("jam", 3), new("tea", 2)], await world.Server.PopularAsync(new()));
        Assert.Equal(["tea"], (await world.Server.PopularAsync(new() { WithoutReadOf = "d" })).Select(s => s.Id));
    }

    [Fact]
    public async Task Popular_TimeGoesOn_LeavesOldEventsBehind()
    {
        using var world = new EngineWorld(o => o.Feedback.PopularDays = 7);
        await world.Store.AddEventsAsync([EngineWorld.Event("a", "tea"), EngineWorld.Event("b", "tea")]);
        Assert.Equal("tea", (await world.Server.PopularAsync(new()))[0].Id);
        world.Time.Advance(TimeSpan.FromDays(8));
        Assert.Equal("tea", (await world.Server.PopularAsync(new()))[0].Id);
        await world.Store.AddEventsAsync([EngineWorld.Event("c", "jam", time: EngineWorld.Now.AddDays(8))]);
        Assert.Equal([new("jam", 1)], await world.Server.PopularAsync(new()));
    }

    [Fact]
    public async Task Popular_EventFromTheFuture_DoesNotMoveTheWindow()
    {
        using var world = new EngineWorld();
        await world.Store.AddEventsAsync([EngineWorld.Event("a", "tea"), EngineWorld.Event("b", "tea"), EngineWorld.Event("c", "jam", time: EngineWorld.Now.AddYears(50))]);
        Assert.Equal([new("tea", 2), new("jam", 1)], await world.Server.PopularAsync(new()));
    }

    [Fact]
    public async Task CatchUp_WritesOfOtherProcesses_AreSeen()
    {
        using var world = new EngineWorld();
        Assert.Empty(await world.Server.PopularAsync(new()));
        await world.Storage.Of("default").AddEventsAsync([EngineWorld.Event("a", "tea")]);
        Assert.Empty(await world.Server.LatestAsync(new()));
        await world.Server.CatchUpAsync(default);
        Assert.Equal(["tea"], (await world.Server.PopularAsync(new())).Select(s => s.Id));
    }

    [Fact]
    public async Task CatchUp_ItemComesWithAnEventWhileItemsAreRead_IsCounted()
    {
        using var world = new EngineWorld();
        var store = world.Storage.Of("default");
        var items = new ItemIndex();
        var popular = new PopularItems(items, world.Options.Feedback, world.Time);
        await store.AddEventsAsync([EngineWorld.Event("a", "tea")]);
        async Task ReadItems(CancellationToken cancellation)
        {
            // Another process writes in between: its event is counted with the next ones, never for no item.
            items.Apply(await store.ItemChangesAsync(items.LastChange, cancellation).ToListAsync(cancellation));
            if (items.Of("jam") is null) await store.AddEventsAsync([EngineWorld.Event("b", "jam")], cancellation: cancellation);
        }
        Assert.True(await popular.CatchUpAsync(store, ReadItems, default));
        Assert.True(await popular.CatchUpAsync(store, ReadItems, default));
        Assert.Equal(2, popular.Ranked.Count);
    }

    [Fact]
    public async Task Put_CallerGoneAfterTheWrite_IsSeenAllTheSame()
    {
        using var world = new EngineWorld();
        Assert.Empty(await world.Server.LatestAsync(new()));
        await world.Store.PutItemsAsync([EngineWorld.Item("tea", 1)], new CancellationToken(canceled: true));
        Assert.Equal(["tea"], (await world.Server.LatestAsync(new())).Select(s => s.Id));
        await world.Store.AddEventsAsync([EngineWorld.Event("a", "jam")], cancellation: new CancellationToken(canceled: true));
        Assert.Equal(["jam", "tea"], await world.ListAsync(new() { User = "b" }));
    }

    [Fact]
    public async Task CatchUp_DeletedEvents_CountNoMoreAfterAMinute()
    {
        using var world = new EngineWorld();
        await world.Store.AddEventsAsync([EngineWorld.Event("a", "tea"), EngineWorld.Event("b", "tea"), EngineWorld.Event("b", "jam")]);
        Assert.Equal(2, (await world.Server.PopularAsync(new()))[0].Score);
        await world.Store.DeleteUserAsync("a");
        world.Time.Advance(TimeSpan.FromMinutes(2));
        await world.Server.CatchUpAsync(default);
        Assert.Equal([new("jam", 1), new("tea", 1)], await world.Server.PopularAsync(new()));
    }

    [Fact]
    public async Task Purge_LeavesNothing()
    {
        using var world = await EngineWorld.CheckerboardAsync();
        Assert.NotEmpty(await world.ListAsync(new() { User = "3" }));
        await world.Store.PurgeAsync();
        Assert.Empty(await world.ListAsync(new() { User = "3" }));
        Assert.Empty(await world.Server.PopularAsync(new()));
        await world.Store.PutItemsAsync([EngineWorld.Item("3")]);
        Assert.Empty(await world.Server.PopularAsync(new()));
    }

    [Fact]
    public async Task Recommend_ErasedUser_IsNobodyToTheModelThatKnewThem()
    {
        using var world = await EngineWorld.CheckerboardAsync();
        Assert.Null((await world.Server.RecommendAsync(new() { User = "7" })).Fallback);
        await world.Store.DeleteUserAsync("7");
        var list = await world.Server.RecommendAsync(new() { User = "7", Explain = true });
        Assert.Equal("popular", list.Fallback);
        Assert.All(list.Items, i => Assert.Equal("popular", i.Reasons!.Recommender));
        Assert.DoesNotContain("7", (await world.Server.SimilarUsersAsync("9", new() { Count = 50 })).Select(s => s.Id));
    }

    [Fact]
    public async Task SimilarUsers_AreOfTheSameTaste()
    {
        using var world = await EngineWorld.CheckerboardAsync();
        var users = await world.Server.SimilarUsersAsync("6", new() { Count = 5 });
        Assert.Equal(5, users.Count);
        Assert.All(users, u => Assert.Equal(0, int.Parse(u.Id) % 2));
        Assert.DoesNotContain(users, u => u.Id == "6");
        Assert.Empty(await world.Server.SimilarUsersAsync("unheard of", new()));
    }

    [Fact]
    public async Task SimilarItems_AreOfTheSameTasteAndNoneForUnknownOnes()
    {
        using var world = await EngineWorld.CheckerboardAsync();
        var items = await world.Server.SimilarItemsAsync("6", new() { Count = 5, Offset = 2 });
        Assert.Equal((await world.Server.SimilarItemsAsync("6", new() { Count = 7 })).Skip(2), items);
        Assert.All(items, u => Assert.Equal(0, int.Parse(u.Id) % 2));
        Assert.Empty(await world.Server.SimilarItemsAsync("unheard of", new()));
    }

    [Fact]
    public void Ranked_ManyChanges_StayInOrder()
    {
        var ranked = new RankedItems(slot => $"{slot:D5}");
        var scores = new Dictionary<int, double>();
        for (var round = 0; round < 60; round++)
        {
            var changes = Enumerable.Range(0, 100).Select(i => ((round * 37 + i * 13) % 3000, Score: (double)((round * 31 + i * 7) % 101))).Select(c => (c.Item1, c.Score == 0 ? double.NaN : c.Score)).ToArray();
            foreach (var (slot, score) in changes)
                if (double.IsNaN(score)) scores.Remove(slot);
                else scores[slot] = score;
            ranked.Update(changes);
            var got = new List<(int, double)>();
            for (var walk = ranked.InOrder(); walk.Next(out var slot, out var score);) got.Add((slot, score));
            Assert.Equal(scores.OrderByDescending(s => s.Value).ThenBy(s => s.Key).Select(s => (s.Key, s.Value)), got);
        }
    }
}
