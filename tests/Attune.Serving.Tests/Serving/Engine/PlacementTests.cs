using Attune.Serving;

namespace Attune.Tests;

public class PlacementTests
{
    [Fact]
    public async Task Recommend_NothingKnown_IsAnEmptyList()
    {
        using var world = new EngineWorld();
        var list = await world.Server.RecommendAsync(new() { User = "nobody" });
        Assert.Empty(list.Items);
        Assert.Null(list.ModelVersion);
        Assert.Null(list.Fallback);
        Assert.Equal("home", list.Placement);
    }

    [Fact]
    public async Task Recommend_NoModel_IsPopularThenLatest()
    {
        using var world = new EngineWorld();
        await world.Store.PutItemsAsync([EngineWorld.Item("old", 3), EngineWorld.Item("new", 1), EngineWorld.Item("liked", 9)]);
        await world.Store.AddEventsAsync([EngineWorld.Event("ann", "liked")]);
        var list = await world.Server.RecommendAsync(new() { User = "bob", Explain = true });
        Assert.Equal(["liked", "new", "old"], list.Items.Select(i => i.Id));
        Assert.Equal(["popular", "latest", "latest"], list.Items.Select(i => i.Reasons!.Recommender));
        Assert.Equal("popular", list.Fallback);
    }

    [Fact]
    public async Task Recommend_KnownUser_GetsTheWithheldItemFromTheModel()
    {
        using var world = await EngineWorld.CheckerboardAsync();
        var list = await world.Server.RecommendAsync(new() { User = "7", Count = 1 });
        Assert.Equal(["7"], list.Items.Select(i => i.Id));
        Assert.Equal("v1", list.ModelVersion);
        Assert.Null(list.Fallback);
    }

    [Fact]
    public async Task Recommend_FreshEvents_ChangeTheNextListWithoutTraining()
    {
        using var world = await EngineWorld.CheckerboardAsync();
        await world.Store.AddEventsAsync([.. Enumerable.Range(0, 10).Select(i => EngineWorld.Event("fresh", $"{2 * i}"))]);
        Assert.All(await world.ListAsync(new() { User = "fresh", Count = 5 }), id => Assert.Equal(0, int.Parse(id) % 2));
        await world.Store.AddEventsAsync([.. Enumerable.Range(0, 15).Select(i => EngineWorld.Event("fresh", $"{2 * i + 1}"))]);
        var next = await world.ListAsync(new() { User = "fresh", Count = 5 });
        Assert.InRange(next.Count(id => int.Parse(id) % 2 == 1), 3, 5);
        Assert.DoesNotContain("1", next);
    }

    [Fact]
    public async Task Recommend_UnknownUserOfAModelThatNeedsAHistory_FallsBackAndSaysSo()
    {
        using var world = await EngineWorld.CheckerboardAsync();
        var list = await world.Server.RecommendAsync(new() { User = "unheard of" });
        Assert.Equal(10, list.Items.Count);
        Assert.Equal("popular", list.Fallback);
        Assert.Equal("v1", list.ModelVersion);
    }

    [Fact]
    public async Task BuyAgain_ListsOnlyWhatWasHad()
    {
        using var world = await EngineWorld.CheckerboardAsync();
        var events = await world.Store.EventsOfUserAsync("6", 500);
        var list = await world.ListAsync(new() { Placement = "buy-again", User = "6", Count = 50 });
        Assert.Equal(24, list.Length);
        Assert.Equal(events.Select(e => e.Item).Order(), list.Order());
    }

    [Fact]
    public async Task BuyAgain_ReadTypesAlone_AreNotHad()
    {
        using var world = new EngineWorld();
        await world.Store.AddEventsAsync([EngineWorld.Event("ann", "tea"), EngineWorld.Event("ann", "jam", "read")]);
        Assert.Equal(["tea"], await world.ListAsync(new() { Placement = "buy-again", User = "ann" }));
    }

    [Fact]
    public async Task Home_ReadTypes_LeaveTheItemOut()
    {
        using var world = new EngineWorld();
        await world.Store.AddEventsAsync([EngineWorld.Event("bob", "tea"), EngineWorld.Event("bob", "jam"), EngineWorld.Event("ann", "jam", "read")]);
        Assert.Equal(["tea"], await world.ListAsync(new() { User = "ann" }));
        Assert.Equal(["jam", "tea"], await world.ListAsync(new() { User = "ann", Seen = Seen.Include }));
    }

    [Fact]
    public async Task Similar_Items_AreOfTheSameKindAndNotTheItemItself()
    {
        using var world = await EngineWorld.CheckerboardAsync();
        var list = await world.Server.RecommendAsync(new() { Placement = "similar", Items = ["8"], Count = 5 });
        Assert.All(list.Items, i => Assert.Equal(0, int.Parse(i.Id) % 2));
        Assert.DoesNotContain(list.Items, i => i.Id == "8");
        Assert.Null(list.Fallback);
    }

    [Theory]
    [InlineData("similar")]
    [InlineData("session")]
    public async Task Recommend_ItemsMissing_IsAnErrorThatSaysWhat(string placement)
    {
        using var world = new EngineWorld();
        var error = await Assert.ThrowsAsync<ArgumentException>(() => world.Server.RecommendAsync(new() { Placement = placement }));
        Assert.Contains($"'{placement}' needs items", error.Message);
    }

    [Fact]
    public async Task Session_ItemsTakeThePlaceOfTheHistory()
    {
        using var world = await EngineWorld.CheckerboardAsync();
        var list = await world.ListAsync(new() { Placement = "session", User = "6", Items = ["1", "3", "5"], Count = 5 });
        Assert.All(list, id => Assert.Equal(1, int.Parse(id) % 2));
        Assert.Empty(list.Intersect(["1", "3", "5"]));
    }

    [Fact]
    public async Task Recommend_UnknownPlacement_IsAnErrorThatNamesThoseThatAre()
    {
        using var world = new EngineWorld();
        var error = await Assert.ThrowsAsync<ArgumentException>(() => world.Server.RecommendAsync(new() { Placement = "hom" }));
        Assert.Contains("There is no placement 'hom'. Placements are buy-again, home, session, similar.", error.Message);
    }

    [Fact]
    public async Task Placements_Configured_StandBesideAndInPlaceOfTheBuiltIn()
    {
        using var world = await EngineWorld.CheckerboardAsync(o =>
        {
            o.Placements.Add(new Placement { Name = "home", Recommenders = ["latest"] });
            o.Placements.Add(new Placement { Name = "top", Recommenders = ["popular"], Seen = Seen.Include });
        });
        Assert.Equal(["buy-again", "home", "session", "similar", "top"], world.Server.Placements.Keys.Order());
        Assert.Null((await world.Server.RecommendAsync(new() { Placement = "top", User = "1" })).Fallback);
        Assert.Null((await world.Server.RecommendAsync(new() { User = "1" })).Fallback);
    }

    [Theory]
    [InlineData("Home", "model", "1 to 64 of a–z")]
    [InlineData("x", "modell", "no recommender 'modell'")]
    public void Placements_ThatCannotWork_AreRefused(string name, string recommender, string why)
    {
        var error = Assert.Throws<ArgumentException>(() => new EngineWorld(o => o.Placements.Add(new Placement { Name = name, Recommenders = [recommender] })));
        Assert.Contains(why, error.Message);
    }
}
