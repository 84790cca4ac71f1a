namespace Attune.Serving.Tests;

public sealed class ListRoutesTests
{
    const string Home = "/attune/v1/placements/home/recommendations";
    const string Fixed = """{"requestId":"r1","placement":"home","modelVersion":null,"fallback":"popular","items":[{"id":"a","score":1.5},{"id":"\u003Cb\u003E","score":null}]}""";

    [Fact]
    public async Task Get_List_IsExactlyThisJson()
    {
        await using var site = await Site.StartAsync(services: FixedAttune.Add);
        Assert.Equal((200, Fixed), await site.GetAsync(Home + "?user=nobody"));
    }

    [Fact]
    public async Task Get_WithReasons_SaysWhoAndWhy()
    {
        await using var site = await Site.StartAsync(services: FixedAttune.Add);
        ((FixedAttune)site.Attune).Items = [new("a", 2, new ItemReasons("als", "v1", [new("h", 0.5)]))];
        Assert.Equal("""{"requestId":"r1","placement":"home","modelVersion":null,"fallback":"popular","items":[{"id":"a","score":2,"reasons":{"recommender":"als","modelVersion":"v1","because":[{"id":"h","contribution":0.5}]}}]}""",
            (await site.GetAsync(Home + "?explain=true")).Body);
    }

    [Fact]
    public async Task Get_EveryParameter_ReachesTheEngine()
    {
        await using var site = await Site.StartAsync(services: FixedAttune.Add);
        Assert.Equal(200, (await site.GetAsync(Home + "?user=u&items=a,b&n=3&offset=2&exclude=x,y&include=z&category=toys&filter=labels.price%20%3C%2020&cap=2&diversity=0.5&promote=p&explain&seen=only&at=2026-01-31T12:00:00Z&text=red%20shoes&context.weather=rain")).Status);
        AssertAll(((FixedAttune)site.Attune).Asked!);
    }

    [Fact]
    public async Task Post_EveryName_ReachesTheEngine()
    {
        await using var site = await Site.StartAsync(services: FixedAttune.Add);
        var answer = await site.PostAsync(Home, """
            {"user":"u","items":["a","b"],"n":3,"offset":2,"exclude":["x","y"],"include":["z"],"category":["toys"],"filter":"labels.price < 20","cap":2,"diversity":0.5,
             "promote":["p"],"explain":true,"seen":"only","at":"2026-01-31T12:00:00Z","text":"red shoes","context":{"weather":"rain"}}
            """);
        Assert.Equal((200, Fixed), answer);
        AssertAll(((FixedAttune)site.Attune).Asked!);
    }

    [Fact]
    public async Task AsOf_IsAnotherNameOfAt()
    {
        await using var site = await Site.StartAsync(services: FixedAttune.Add);
        var day = new DateTimeOffset(2026, 1, 31, 0, 0, 0, TimeSpan.Zero);
        await site.GetAsync(Home + "?user=u&asOf=2026-01-31");
        Assert.Equal(day, ((FixedAttune)site.Attune).Asked!.At);
        await site.PostAsync(Home, """{"user":"u","asOf":"2026-01-31T00:00:00Z"}""");
        Assert.Equal(day, ((FixedAttune)site.Attune).Asked!.At);
        var both = await site.GetAsync(Home + "?user=u&at=2026-01-31&asOf=2026-02-01");
        Assert.Equal(400, both.Status);
        Assert.Contains("give one of them", both.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_WithoutNumbers_TakesThoseOfPlacementAndOptions()
    {
        await using var site = await Site.StartAsync(o => o.Api.DefaultCount = 7, FixedAttune.Add);
        await site.GetAsync("/attune/v1/placements/similar/recommendations?items=a");
        var asked = ((FixedAttune)site.Attune).Asked!;
        Assert.Equal((7, 2, 0.25), (asked.Count, asked.CategoryCap, asked.Diversity));
    }

    [Fact]
    public async Task Batch_AnswersInOrder()
    {
        await using var site = await Site.StartAsync(services: FixedAttune.Add);
        Assert.Equal((200, $$"""{"lists":[{{Fixed.Replace("\"home\"", "\"similar\"", StringComparison.Ordinal)}},{{Fixed}}]}"""),
            await site.PostAsync("/attune/v1/recommendations/batch", """{"requests":[{"placement":"similar","items":["a"]},{"user":"u"}]}"""));
    }

    [Theory]
    [InlineData("?n=0", "n is 0; allowed is 1 to 1000.")]
    [InlineData("?n=many", "n is \\u0022many\\u0022; allowed is a whole number.")]
    [InlineData("?n=1001", "n is 1001; allowed is 1 to 1000.")]
    [InlineData("?explain=perhaps", "explain is \\u0022perhaps\\u0022; allowed is true or false.")]
    [InlineData("?seen=never", "seen is \\u0022never\\u0022; allowed is exclude, include, only.")]
    [InlineData("?at=yesterday", "at is \\u0022yesterday\\u0022; allowed is a time as 2026-01-31T12:00:00Z.")]
    [InlineData("?diversity=NaN", "diversity is \\u0022NaN\\u0022; allowed is a number.")]
    [InlineData("?user=%00", "user holds the control character U\\u002B0000; an id has none.")]
    [InlineData("?users=u", "There is no parameter \\u0022users\\u0022 here; known are user, items, n, offset, exclude, include, category, filter, cap, diversity, promote, explain, seen, at, asOf, text, context..")]
    public async Task Get_OfWhatCannotBeMeant_SaysWhatIsAllowed(string query, string detail)
    {
        await using var site = await Site.StartAsync(services: FixedAttune.Add);
        Assert.Equal((400, $$"""{"type":"about:blank","title":"Bad Request","status":400,"detail":"{{detail}}"}"""), await site.GetAsync(Home + query));
    }

    [Fact]
    public async Task Get_OfUnknownPlacement_SaysWhichThereAre()
    {
        await using var site = await Site.StartAsync();
        Assert.Equal((404, """{"type":"about:blank","title":"Not Found","status":404,"detail":"There is no placement \u0022cellar\u0022; there are buy-again, home, session, similar."}"""),
            await site.GetAsync("/attune/v1/placements/cellar/recommendations"));
    }

    [Fact]
    public async Task Get_OfTheEngine_ShowsAnEventInTheNextList()
    {
        await using var site = await Site.StartAsync();
        await site.PostAsync("/attune/v1/events", """[{"type":"view","user":"u","item":"a"},{"type":"view","user":"v","item":"b"}]""");
        var (_, before) = await site.GetAsync(Home + "?user=w");
        Assert.Contains("\"a\"", before, StringComparison.Ordinal);
        await site.PostAsync("/attune/v1/events", """[{"type":"purchase","user":"w","item":"a"}]""");
        var (status, after) = await site.GetAsync(Home + "?user=w");
        Assert.Equal(200, status);
        Assert.DoesNotContain("\"a\"", after, StringComparison.Ordinal);
        Assert.Contains("\"b\"", after, StringComparison.Ordinal);
    }

    static void AssertAll(RecommendationRequest asked)
    {
        Assert.Equal(("home", "u", 3, 2, "labels.price < 20", 2, 0.5), (asked.Placement, asked.User, asked.Count, asked.Offset, asked.Filter, asked.CategoryCap, asked.Diversity));
        Assert.Equal((true, Seen.Only, "red shoes", new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero)), (asked.Explain, asked.Seen, asked.Text, asked.At));
        Assert.Equal("a b|x y|z|toys|p|rain", string.Join('|', new[] { asked.Items!, asked.Exclude, asked.Include!, asked.Categories, asked.Promote, [.. asked.Context!.Values] }.Select(l => string.Join(' ', l))));
    }
}
