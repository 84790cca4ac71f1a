using Attune.Serving;

namespace Attune.Tests;

public class CacheTests
{
    [Fact]
    public async Task Recommend_SameRequestAgain_IsTheKeptListWithANumberOfItsOwn()
    {
        using var world = await EngineWorld.CheckerboardAsync();
        var (first, second) = (await world.Server.RecommendAsync(new() { User = "7" }), await world.Server.RecommendAsync(new() { User = "7" }));
        Assert.Same(first.Items, second.Items);
        Assert.NotNull(first.Bytes);
        Assert.Same(first.Bytes, second.Bytes);
        Assert.NotEqual(first.RequestId, second.RequestId);
        Assert.NotSame(first.Items, (await world.Server.RecommendAsync(new() { User = "7", Filter = "id != \"x\"" })).Items);
    }

    [Fact]
    public async Task Recommend_EventOfTheUser_MakesTheListAnewAndThatOfOthersNot()
    {
        using var world = await EngineWorld.CheckerboardAsync();
        var (mine, other) = (await ItemsAsync(world, "7"), await ItemsAsync(world, "8"));
        await world.Store.AddEventsAsync([EngineWorld.Event("7", "7")]);
        Assert.NotSame(mine, await ItemsAsync(world, "7"));
        Assert.DoesNotContain(await ItemsAsync(world, "7"), i => i.Id == "7");
        Assert.Same(other, await ItemsAsync(world, "8"));
    }

    [Theory]
    [InlineData("item")]
    [InlineData("model")]
    [InlineData("deleted user")]
    [InlineData("deleted feedback")]
    [InlineData("time")]
    public async Task Recommend_WhatTheListDependsOnChanged_MakesItAnew(string change)
    {
        using var world = await EngineWorld.CheckerboardAsync();
        var before = await ItemsAsync(world, "7");
        Assert.Same(before, await ItemsAsync(world, "7"));
        if (change == "item") await world.Store.ChangeItemAsync("3", i => i with { IsHidden = true });
        if (change == "model") world.Models.Swap("default", new ActiveModel("v2", EngineWorld.Checkerboard));
        if (change == "deleted user") await world.Store.DeleteUserAsync("7");
        if (change == "deleted feedback") await world.Store.DeleteFeedbackAsync(new EventFilter(User: "7", Item: "9"));
        if (change == "time") world.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.NotSame(before, await ItemsAsync(world, "7"));
    }

    [Fact]
    public async Task Recommend_PopularItemsInTheList_AreThoseOfNow()
    {
        using var world = new EngineWorld();
        await world.Store.AddEventsAsync([EngineWorld.Event("a", "tea"), EngineWorld.Event("b", "jam"), EngineWorld.Event("c", "jam")]);
        Assert.Equal(["jam", "tea"], await world.ListAsync(new() { User = "zoe" }));
        Assert.Same(await ItemsAsync(world, "zoe"), await ItemsAsync(world, "zoe"));
        await world.Store.AddEventsAsync([EngineWorld.Event("d", "tea"), EngineWorld.Event("e", "tea")]);
        Assert.Equal(["tea", "jam"], await world.ListAsync(new() { User = "zoe" }));
    }

    [Fact]
    public void Keep_MoreThanFits_ForgetsTheLongestUnasked()
    {
        var clock = new EngineWorld.StoppedClock();
        var cache = new ListCache(new CacheOptions { Megabytes = 1 }, TimeSpan.FromMinutes(1), clock);
        var list = new RecommendationList("", "home", null, null, []);
        for (var i = 0; i < 5000; i++)
        {
            cache.Keep(new() { User = $"{i}" }, list, default);
            Assert.NotNull(cache.Find(new() { User = "0" }, default));
        }
        Assert.InRange(cache.Count, 800, 2000);
        Assert.Null(cache.Find(new() { User = "1" }, default));
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(cache.Find(new() { User = "0" }, default));
    }

    [Fact]
    public async Task Recommend_CacheOff_MakesEveryListAnew()
    {
        using var world = await EngineWorld.CheckerboardAsync(o => o.Cache.Megabytes = 0);
        var list = await world.Server.RecommendAsync(new() { User = "7" });
        Assert.Null(list.Bytes);
        Assert.NotSame(list.Items, await ItemsAsync(world, "7"));
    }

    [Fact]
    public void Find_SharedStorage_KeepsNothingUnlessStalenessIsAllowed() =>
        Assert.False(new ListCache(new CacheOptions(), new CacheOptions().LongestWhereShared, TimeProvider.System).IsOn);

    static async Task<IReadOnlyList<RecommendedItem>> ItemsAsync(EngineWorld world, string user) => (await world.Server.RecommendAsync(new() { User = user })).Items;
}
