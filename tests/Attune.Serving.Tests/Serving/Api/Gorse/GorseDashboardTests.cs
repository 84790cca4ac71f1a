namespace Attune.Serving.Tests;

public sealed class GorseDashboardTests
{
    [Fact]
    public async Task State_OfAStore_IsInGorsesFields()
    {
        await using var host = await GorseHost.StartAsync();
        await host.AskAsync("POST", "/items", """[{"ItemId":"1","Categories":["a","b"]},{"ItemId":"2","Categories":["b"]}]""");
        await host.AskAsync("POST", "/feedback", """[{"FeedbackType":"like","UserId":"u","ItemId":"1"}]""");
        Assert.Equal("""200 ["b","a"]""", await host.GetAsync("/dashboard/categories"));
        var stats = System.Text.Json.JsonDocument.Parse((await host.GetAsync("/dashboard/stats"))[4..]).RootElement;
        Assert.Equal((1, 2, 1), (stats.GetProperty("NumUsers").GetInt32(), stats.GetProperty("NumItems").GetInt32(), stats.GetProperty("NumTotalPosFeedback").GetInt32()));
        Assert.Equal("2026-01-30T03:00:00Z", stats.GetProperty("MatchingModelFitTime").GetString());
        Assert.Equal(0.25, stats.GetProperty("MatchingModelScore").GetProperty("NDCG").GetDouble());
        Assert.Equal("""200 [{"Tracer":"attune","Name":"retrain: training","Status":"Running","Error":"","Count":3,"Total":10,"StartTime":"2026-01-30T03:00:00Z","FinishTime":"0001-01-01T00:00:00Z"}]""",
            await host.GetAsync("/dashboard/tasks"));
    }

    [Fact]
    public async Task Users_WithTheirNewestEvent()
    {
        await using var host = await GorseHost.StartAsync();
        await host.AskAsync("POST", "/user", """{"UserId":"quiet"}""");
        await host.AskAsync("POST", "/feedback", """[{"FeedbackType":"like","UserId":"u","ItemId":"1","Value":2,"Timestamp":"2026-01-01T00:00:00Z"},{"FeedbackType":"read","UserId":"u","ItemId":"2"}]""");
        const string quiet = """{"UserId":"quiet","Labels":null,"Comment":"","LastActiveTime":"0001-01-01T00:00:00Z","LastUpdateTime":"0001-01-01T00:00:00Z"}""";
        const string active = """{"UserId":"u","Labels":null,"Comment":"","LastActiveTime":"2026-01-31T12:00:00Z","LastUpdateTime":"0001-01-01T00:00:00Z"}""";
        Assert.Equal($$"""200 {"Cursor":"","Users":[{{quiet}},{{active}}]}""", await host.GetAsync("/dashboard/users"));
        Assert.Equal($"200 {active}", await host.GetAsync("/dashboard/user/u"));
        Assert.Equal("404 user x not found", await host.GetAsync("/dashboard/user/x"));
        const string liked = """{"FeedbackType":"like","UserId":"u","Item":{"ItemId":"1","IsHidden":false,"Categories":[],"Timestamp":"0001-01-01T00:00:00Z","Labels":null,"Comment":""},"Value":2,"Timestamp":"2026-01-01T00:00:00Z","Comment":""}""";
        Assert.Equal($"200 [{liked}]", await host.GetAsync("/dashboard/user/u/feedback/"));
        Assert.Equal($"200 [{liked}]", await host.GetAsync("/dashboard/user/u/feedback/like%3E1"));
        Assert.Equal("200 []", await host.GetAsync("/dashboard/user/u/feedback/like%3E2"));
    }

    [Theory]
    [InlineData("/dashboard/latest?n=1", "latest-0", 8)]
    [InlineData("/dashboard/non-personalized/popular?n=1", "popular-0", 8)]
    [InlineData("/dashboard/item-to-item/neighbors/i?n=1", "i-0", 8)]
    [InlineData("/dashboard/recommend/u?n=1", "p0", 1)]
    [InlineData("/dashboard/recommend/u/latest?n=1", "latest-0", 8)]
    [InlineData("/dashboard/recommend/u/collaborative?n=1", "p0", 1)]
    [InlineData("/dashboard/recommend/u/non-personalized/popular?n=1", "popular-0", 8)]
    public async Task Lists_HaveTheItemsThemselves(string path, string item, double score)
    {
        await using var host = await GorseHost.StartAsync();
        Assert.Equal("200 []", await host.GetAsync(path));
        await host.AskAsync("POST", "/item", $$"""{"ItemId":"{{item}}","Comment":"c"}""");
        Assert.Equal(FormattableString.Invariant($$"""200 [{"ItemId":"{{item}}","IsHidden":false,"Categories":[],"Timestamp":"0001-01-01T00:00:00Z","Labels":null,"Comment":"c","Score":{{score}}}]"""), await host.GetAsync(path));
    }

    [Fact]
    public async Task Neighbors_OfAUser_AreUsers()
    {
        await using var host = await GorseHost.StartAsync();
        await host.AskAsync("POST", "/user", """{"UserId":"u-0"}""");
        Assert.Equal("""200 [{"UserId":"u-0","Labels":null,"Comment":"","Score":8}]""", await host.GetAsync("/dashboard/user-to-user/neighbors/u"));
        Assert.StartsWith("404 ", await host.GetAsync("/dashboard/recommend/u/external/x"), StringComparison.Ordinal);
    }
}
