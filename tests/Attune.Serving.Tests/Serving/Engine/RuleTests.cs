using Attune.Serving;

namespace Attune.Tests;

public class RuleTests
{
    [Fact]
    public async Task Recommend_ExcludeIncludeAndCategories_Hold()
    {
        using var world = await ShopAsync();
        Assert.Equal(["b", "c", "d", "e", "f"], await world.ListAsync(new() { Exclude = ["a", "unheard of"] }));
        Assert.Equal(["b", "d"], await world.ListAsync(new() { Include = ["d", "b", "unheard of"] }));
        Assert.Equal(["a", "c", "e"], await world.ListAsync(new() { Categories = ["odd"] }));
        Assert.Equal(["a", "c"], await world.ListAsync(new() { Categories = ["odd", "early"] }));
        Assert.Empty(await world.ListAsync(new() { Categories = ["unheard of"] }));
    }

    [Fact]
    public async Task Recommend_Filter_HoldsAndABadOneIsAnErrorThatSaysWhere()
    {
        using var world = await ShopAsync();
        Assert.Equal(["b", "d", "f"], await world.ListAsync(new() { Filter = "not \"odd\" in categories" }));
        Assert.Contains("position 7", (await Assert.ThrowsAsync<ArgumentException>(() => world.ListAsync(new() { Filter = "id == " }))).Message);
    }

    [Fact]
    public async Task Recommend_FilterOfAPlacement_HoldsBesideThatOfTheRequest()
    {
        using var world = await ShopAsync(o => o.Placements.Add(new Placement { Name = "odd", Filter = "\"odd\" in categories" }));
        Assert.Equal(["c", "e"], await world.ListAsync(new() { Placement = "odd", Filter = "id != \"a\"" }));
    }

    [Fact]
    public async Task Recommend_CategoryCap_HoldsOverAllRecommenders()
    {
        using var world = await ShopAsync();
        Assert.Equal(["a", "d", "f"], await world.ListAsync(new() { CategoryCap = 1, Filter = "not \"early\" in categories or id in [\"a\"] or id == \"b\"" }));
        Assert.Equal(["f", "e"], await world.ListAsync(new() { CategoryCap = 1, Promote = ["f"], Exclude = ["a", "b", "c", "d"] }));
    }

    [Fact]
    public async Task Recommend_CategoryCap_IsFilledFromFurtherCandidatesOfTheModel()
    {
        using var world = await EngineWorld.CheckerboardAsync();
        await world.Store.PutItemsAsync([.. Enumerable.Range(0, 50).Select(i => EngineWorld.Item($"{i}", null, i % 2 == 0 ? "even" : "odd"))]);
        var list = await world.Server.RecommendAsync(new() { User = "4", Count = 6, CategoryCap = 3, Seen = Seen.Include });
        Assert.Equal(3, list.Items.Count(i => int.Parse(i.Id) % 2 == 0));
        Assert.Equal(3, list.Items.Count(i => int.Parse(i.Id) % 2 == 1));
        Assert.Null(list.Fallback);
    }

    [Fact]
    public async Task Recommend_Promote_ComesFirstInOrderWhereItMayBeListed()
    {
        using var world = await ShopAsync();
        await world.Store.AddEventsAsync([EngineWorld.Event("ann", "e")]);
        var list = await world.Server.RecommendAsync(new() { User = "ann", Promote = ["f", "e", "unheard of", "c"], Explain = true, Count = 3 });
        Assert.Equal(["f", "c", "a"], list.Items.Select(i => i.Id));
        Assert.Equal(["promoted", "promoted", "popular"], list.Items.Select(i => i.Reasons!.Recommender));
    }

    [Fact]
    public async Task Recommend_Pages_AreThePartsOfTheWholeList()
    {
        using var world = await EngineWorld.CheckerboardAsync();
        var whole = await world.ListAsync(new() { User = "3", Count = 30 });
        var pages = new List<string>();
        for (var at = 0; at < 30; at += 10) pages.AddRange(await world.ListAsync(new() { User = "3", Count = 10, Offset = at }));
        Assert.Equal(whole, pages);
        Assert.Equal(whole.Length, whole.Distinct().Count());
        Assert.Empty(await world.ListAsync(new() { User = "3", Offset = 500 }));
    }

    [Theory]
    [InlineData(0, 0, 0.0, null, "The value 0 of 'count' is out of range: it must be from 1 to 1000.")]
    [InlineData(1001, 0, 0.0, null, "it must be from 1 to 1000.")]
    [InlineData(10, -1, 0.0, null, "The value -1 of 'offset'")]
    [InlineData(10, 9_991, 0.0, null, "with the count at most 10000")]
    [InlineData(10, 0, 1.5, null, "The value 1.5 of 'diversity' is out of range: it must be a number from 0 to 1.")]
    [InlineData(10, 0, double.NaN, null, "'diversity'")]
    [InlineData(10, 0, 0.0, 0, "The value 0 of 'categoryCap'")]
    public async Task Recommend_NumberOutOfRange_IsAnErrorThatSaysTheRange(int count, int offset, double diversity, int? cap, string message)
    {
        using var world = new EngineWorld();
        var error = await Assert.ThrowsAsync<ArgumentException>(() => world.Server.RecommendAsync(new() { Count = count, Offset = offset, Diversity = diversity, CategoryCap = cap }));
        Assert.Contains(message, error.Message);
    }

    [Fact]
    public async Task Recommend_BadSpace_IsAnError() =>
        Assert.Contains("cannot be the name of a space", (await Assert.ThrowsAsync<ArgumentException>(() => new EngineWorld().Server.RecommendAsync(new() { Space = "../x" }))).Message);

    [Fact]
    public async Task Recommend_Diversity_ListsTheUnlikeEarlier()
    {
        using var world = await EngineWorld.CheckerboardAsync();
        var plain = await world.ListAsync(new() { User = "3", Count = 8, Seen = Seen.Include });
        var varied = await world.ListAsync(new() { User = "3", Count = 8, Seen = Seen.Include, Diversity = 0.9 });
        Assert.Equal(plain[0], varied[0]);
        Assert.All(plain, id => Assert.Equal(1, int.Parse(id) % 2));
        Assert.Contains(varied, id => int.Parse(id) % 2 == 0);
        Assert.Equal(plain, await world.ListAsync(new() { User = "3", Count = 8, Seen = Seen.Include, Diversity = 0 }));
    }

    [Fact]
    public async Task Recommend_HiddenAndDeletedItems_AreGoneFromTheNextList()
    {
        using var world = await EngineWorld.CheckerboardAsync();
        Assert.Equal("7", (await world.ListAsync(new() { User = "7" }))[0]);
        await world.Store.ChangeItemAsync("7", i => i with { IsHidden = true });
        Assert.DoesNotContain("7", await world.ListAsync(new() { User = "7", Count = 50 }));
        Assert.DoesNotContain("7", await world.ListAsync(new() { User = "7", Count = 50, Promote = ["7"], Include = ["7", "8"] }));
        await world.Store.ChangeItemAsync("7", i => i with { IsHidden = false });
        Assert.Equal("7", (await world.ListAsync(new() { User = "7" }))[0]);
        await world.Store.DeleteItemAsync("7");
        Assert.DoesNotContain("7", await world.ListAsync(new() { User = "7", Count = 50 }));
        Assert.DoesNotContain("7", (await world.Server.PopularAsync(new() { Count = 50 })).Select(s => s.Id));
        Assert.DoesNotContain("7", (await world.Server.LatestAsync(new() { Count = 50 })).Select(s => s.Id));
        await world.Store.PutItemsAsync([EngineWorld.Item("7")]);
        Assert.Equal("7", (await world.ListAsync(new() { User = "7" }))[0]);
    }

    [Fact]
    public async Task Recommend_CategoryChanged_IsSeenByAFilterThatWasAskedBefore()
    {
        using var world = await EngineWorld.CheckerboardAsync();
        RecommendationRequest request = new() { User = "7", Categories = ["new"] };
        Assert.Empty(await world.ListAsync(request));
        await world.Store.ChangeItemAsync("7", i => i with { Categories = ["new"] });
        Assert.Equal(["7"], await world.ListAsync(request));
    }

    [Fact]
    public async Task Recommend_ItemNewerThanTheModel_AppearsThroughFallbacks()
    {
        using var world = await EngineWorld.CheckerboardAsync();
        await world.Store.PutItemsAsync([EngineWorld.Item("brand new", 0)]);
        var list = await world.Server.RecommendAsync(new() { User = "7", Include = ["brand new", "7"], Explain = true });
        Assert.Equal(["7", "brand new"], list.Items.Select(i => i.Id));
        Assert.Equal(["als", "latest"], list.Items.Select(i => i.Reasons!.Recommender));
        Assert.Equal("latest", list.Fallback);
    }

    [Fact]
    public async Task Recommend_Explain_NamesTheModelItsVersionAndWhatSpeaksForIt()
    {
        using var world = await EngineWorld.CheckerboardAsync();
        var list = await world.Server.RecommendAsync(new() { User = "7", Explain = true, Count = 2 });
        var reasons = list.Items[0].Reasons!;
        Assert.Equal(("als", "v1"), (reasons.Recommender, reasons.ModelVersion));
        Assert.InRange(reasons.Because.Count, 1, 5);
        Assert.All(reasons.Because, b => Assert.Equal(1, int.Parse(b.Id) % 2));
        Assert.Equal(reasons.Because.OrderByDescending(b => b.Contribution), reasons.Because);
        Assert.All((await world.Server.RecommendAsync(new() { User = "7" })).Items, i => Assert.Null(i.Reasons));
    }

    [Fact]
    public async Task Recommend_RequestIds_AreThirtyTwoDigitsAndNeverTheSame()
    {
        using var world = new EngineWorld();
        var ids = new HashSet<string>();
        for (var i = 0; i < 100; i++) ids.Add((await world.Server.RecommendAsync(new())).RequestId);
        Assert.Equal(100, ids.Count);
        Assert.All(ids, id => Assert.Matches("^[0-9a-f]{32}$", id));
    }

    static async Task<EngineWorld> ShopAsync(Action<AttuneOptions>? configure = null)
    {
        var world = new EngineWorld(configure);
        await world.Store.PutItemsAsync(
        [
            EngineWorld.Item("a", 1, "odd", "early"), EngineWorld.Item("b", 2, "early"), EngineWorld.Item("c", 3, "odd", "early"),
            EngineWorld.Item("d", 4), EngineWorld.Item("e", 5, "odd"), EngineWorld.Item("f", 6), EngineWorld.Item("hidden", 0) with { IsHidden = true },
        ]);
        await world.Store.AddEventsAsync([.. "aaaabbb".Select(c => EngineWorld.Event("zoe", $"{c}"))]);
        return world;
    }
}
