using System.Net;
using System.Text;

namespace Attune.Serving.Tests;

public sealed class GorseListsTests
{
    const string TwoScores = """[{"Id":"p0","Score":1},{"Id":"p1","Score":0.5}]""";

    [Fact]
    public async Task Recommend_Version1_IsIdsAndVersion2Scores()
    {
        await using var host = await GorseHost.StartAsync();
        using var first = await host.SendAsync("GET", "/recommend/u?n=2");
        Assert.Equal("""["p0","p1"]""", await first.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("request-1", Assert.Single(first.Headers.GetValues("X-Request-ID")));
        Assert.Equal("application/json", first.Content.Headers.ContentType!.ToString());
        using var second = await host.SendAsync("GET", "/recommend/u?n=2", null, ("X-API-Version", "2"));
        Assert.Equal(TwoScores, await second.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(("home", "u", 2, 0), (host.Attune.Asked!.Placement, host.Attune.Asked.User, host.Attune.Asked.Count, host.Attune.Asked.Offset));
    }

    [Theory]
    [InlineData("/recommend/u/drama?n=1&offset=3", "drama")]
    [InlineData("/recommend/u?n=1&offset=3&category=drama&category=movie&category=", "drama,movie")]
    [InlineData("/recommend/u/?n=1&offset=3", "")]
    public async Task Recommend_Categories_OfPathOrQuery(string path, string categories)
    {
        await using var host = await GorseHost.StartAsync();
        Assert.Equal("""200 ["p3"]""", await host.GetAsync(path));
        Assert.Equal(categories, string.Join(',', host.Attune.Asked!.Categories));
        Assert.Equal(3, host.Attune.Asked.Offset);
    }

    [Fact]
    public async Task Recommend_WithoutNumber_IsOfTheConfiguredLength()
    {
        await using var host = await GorseHost.StartAsync(o => o.Api.DefaultCount = 3);
        Assert.Equal("""200 ["p0","p1","p2"]""", await host.GetAsync("/recommend/u"));
        Assert.Equal("200 []", await host.GetAsync("/recommend/u?n=0"));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("&write-back-delay=1h30m", 5400)]
    [InlineData("&write-back-delay=-1.5s", -1.5)]
    [InlineData("&write-back-delay=250ms", 0.25)]
    public async Task Recommend_WriteBack_BecomesFeedbackAtItsTime(string delay, double seconds)
    {
        await using var host = await GorseHost.StartAsync();
        Assert.Equal("""200 ["p0","p1"]""", await host.GetAsync($"/recommend/u?n=2&write-back-type=read{delay}"));
        var events = await host.Storage.Of("default").EventsOfUserAsync("u", 10, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(["p0", "p1"], events.Select(e => e.Item));
        Assert.All(events, e => Assert.Equal(("read", host.Time.Now.AddSeconds(seconds)), (e.Type, e.Time)));
        Assert.Equal("404 user u not found", await host.GetAsync("/user/u"));
    }

    [Theory]
    [InlineData("/recommend/u?write-back-type=read&write-back-delay=soon", "400 write-back-delay is no duration: 'soon'.")]
    [InlineData("/recommend/u?write-back-delay=1000000000000h", "400 write-back-delay is no duration:")]
    [InlineData("/recommend/u?write-back-delay=5", "400 write-back-delay is no duration: '5'.")]
    [InlineData("/recommend/u?write-back-delay=1.2.3s", "400 write-back-delay is no duration: '1.2.3s'.")]
    [InlineData("/recommend/u?write-back-delay=-", "400 write-back-delay is no duration: '-'.")]
    [InlineData("/recommend/u?n=-1", "400 n must be a whole number from 0 to 1000, not '-1'.")]
    [InlineData("/latest?offset=x", "400 offset must be a whole number from 0 to 10000, not 'x'.")]
    [InlineData("/non-personalized/most", "404 non-personalized recommender most not found.")]
    [InlineData("/non-personalized/session", "404 non-personalized recommender session not found.")]
    [InlineData("/item-to-item/home/i", "404 item-to-item recommender home not found")]
    [InlineData("/user-to-user/home/u", "404 user-to-user recommender home not found")]
    public async Task List_CannotBeAnswered_SaysWhy(string path, string expected)
    {
        await using var host = await GorseHost.StartAsync();
        Assert.StartsWith(expected, await host.GetAsync(path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/latest", "latest")]
    [InlineData("/latest/", "latest")]
    [InlineData("/popular/", "popular")]
    [InlineData("/non-personalized/popular", "popular")]
    [InlineData("/non-personalized/latest", "latest")]
    [InlineData("/item-to-item/neighbors/i1", "i1")]
    [InlineData("/item/i1/neighbors/", "i1")]
    [InlineData("/item/i1/neighbors", "i1")]
    [InlineData("/user-to-user/similar/u1", "u1")]
    [InlineData("/user/u1/neighbors/", "u1")]
    public async Task List_OfScores_AsGorseWritesThem(string path, string about)
    {
        await using var host = await GorseHost.StartAsync();
        Assert.Equal($$"""200 [{"Id":"{{about}}-1","Score":7},{"Id":"{{about}}-2","Score":6}]""", await host.GetAsync(path + "?n=2&offset=1&category=c&user-id=reader"));
        Assert.Equal((2, 1, "c", "reader"), (host.Attune.AskedList!.Count, host.Attune.AskedList.Offset, Assert.Single(host.Attune.AskedList.Categories), host.Attune.AskedList.WithoutReadOf));
    }

    [Theory, InlineData("/latest/c"), InlineData("/popular/c"), InlineData("/item/i1/neighbors/c")]
    public async Task List_DeprecatedPathOfACategory_IsTheSame(string path)
    {
        await using var host = await GorseHost.StartAsync();
        await host.GetAsync(path);
        Assert.Equal(["c"], host.Attune.AskedList!.Categories);
    }

    [Fact]
    public async Task List_OfAPlacement_IsAskedByItsName()
    {
        await using var host = await GorseHost.StartAsync();
        await host.AskAsync("POST", "/feedback", """[{"FeedbackType":"read","UserId":"reader","ItemId":"seen"}]""");
        Assert.Equal("200 " + TwoScores, await host.GetAsync("/non-personalized/trending?n=2&user-id=reader"));
        Assert.Equal(("trending", "seen"), (host.Attune.Asked!.Placement, Assert.Single(host.Attune.Asked.Exclude)));
        Assert.Equal("200 " + TwoScores, await host.GetAsync("/item-to-item/alike/i1?n=2"));
        Assert.Equal(("alike", "i1"), (host.Attune.Asked.Placement, Assert.Single(host.Attune.Asked.Items!)));
    }

    [Fact]
    public async Task CollaborativeFiltering_LeavesOutWhatAFallbackFilled()
    {
        await using var host = await GorseHost.StartAsync();
        host.Attune.FromModel = 2;
        Assert.Equal("200 " + TwoScores, await host.GetAsync("/collaborative-filtering/u?n=5"));
        Assert.Equal("200 " + TwoScores, await host.GetAsync("/collaborative-filtering/u/c?n=5"));
        Assert.Equal(["c"], host.Attune.Asked!.Categories);
        host.Attune.FromModel = 0;
        Assert.Equal("200 []", await host.GetAsync("/collaborative-filtering/u?n=5"));
    }

    [Fact]
    public async Task Session_OfFeedback_AsksForWhatIsLikeItOldestFirst()
    {
        await using var host = await GorseHost.StartAsync();
        const string events = """
            [{"FeedbackType":"like","UserId":"u","ItemId":"new","Timestamp":"2026-01-02T00:00:00Z"},
             {"FeedbackType":"like","UserId":"u","ItemId":"old","Timestamp":"2026-01-01T00:00:00Z"},
             {"FeedbackType":"read","UserId":"u","ItemId":"seen","Timestamp":"2026-01-03T00:00:00Z"}]
            """;
        Assert.Equal("200 " + TwoScores, await host.AskAsync("POST", "/session/recommend?n=2", events));
        Assert.Equal("session", host.Attune.Asked!.Placement);
        Assert.Equal(["old", "new"], host.Attune.Asked.Items!);
        Assert.Equal(["old", "new", "seen"], host.Attune.Asked.Exclude);
        Assert.Equal("200 " + TwoScores, await host.AskAsync("POST", "/session/recommend/c?n=2", events));
        Assert.Equal(["c"], host.Attune.Asked.Categories);
        Assert.Equal("200 []", await host.AskAsync("POST", "/session/recommend", "[]"));
        Assert.Equal(0, (await host.Storage.Of("default").CountsAsync(TestContext.Current.CancellationToken)).Events);
    }

    [Fact]
    public async Task Health_StoreAnswers_IsReady()
    {
        await using var host = await GorseHost.StartAsync();
        const string ready = """200 {"Ready":true,"DataStoreError":null,"CacheStoreError":null,"DataStoreConnected":true,"CacheStoreConnected":true}""";
        Assert.Equal(ready, await host.GetAsync("/health/live"));
        Assert.Equal(ready, await host.GetAsync("/health/ready"));
    }

    [Fact]
    public async Task Keys_Configured_AreAskedForInGorsesHeader()
    {
        var hash = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes("secret")));
        await using var host = await GorseHost.StartAsync(o => o.Api.Keys.Add(new ApiKeyOptions { Name = "shop", Hash = hash, Space = "tenant" }));
        using var without = await host.SendAsync("GET", "/recommend/u");
        Assert.Equal((HttpStatusCode.Unauthorized, "text/plain"), (without.StatusCode, without.Content.Headers.ContentType!.MediaType));
        using var with = await host.SendAsync("GET", "/recommend/u", null, ("X-API-Key", "secret"));
        Assert.Equal(HttpStatusCode.OK, with.StatusCode);
        Assert.Equal("tenant", host.Attune.Asked!.Space);
        using var purge = await host.SendAsync("POST", "/purge", null, ("X-API-Key", "secret"));
        Assert.Equal(HttpStatusCode.Forbidden, purge.StatusCode);
        using var live = await host.SendAsync("GET", "/health/live");
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
    }
}
