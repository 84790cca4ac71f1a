namespace Attune.Serving.Tests;

public sealed class GorseFeedbackTests
{
    const string Time = "2026-01-31T12:00:00Z";

    static string Row(string type, string user, string item, double value = 0, string time = Time, string labels = "null", string comment = "") => FormattableString.Invariant(
        $$"""{"FeedbackType":"{{type}}","UserId":"{{user}}","ItemId":"{{item}}","Value":{{value}},"Timestamp":"{{time}}","Updated":"{{time}}","Labels":{{labels}},"Comment":"{{comment}}"}""");

    [Fact]
    public async Task Feedback_Posted_IsListedInEveryWayAndAddsUsersAndItems()
    {
        await using var host = await GorseHost.StartAsync();
        Assert.Equal("""200 {"RowAffected":3}""", await host.AskAsync("POST", "/feedback", """
            [{"FeedbackType":"click","UserId":"0","ItemId":"0","Value":1.0,"Timestamp":"2022-08-07T00:26:46Z"},
             {"FeedbackType":"click","UserId":"1","ItemId":"2","Labels":["positive","mobile"]},
             {"FeedbackType":"like","UserId":"1","ItemId":"4","Value":2.5,"Labels":{"source":"rest","rank":2},"Comment":"c"}]
            """));
        var (first, second, third) = (Row("click", "0", "0", 1, "2022-08-07T00:26:46Z"), Row("click", "1", "2", labels: """["positive","mobile"]"""), Row("like", "1", "4", 2.5, labels: """{"source":"rest","rank":2}""", comment: "c"));
        Assert.Equal($$"""200 {"Cursor":"","Feedback":[{{first}},{{second}},{{third}}]}""", await host.GetAsync("/feedback?n=100"));
        Assert.Equal($$"""200 {"Cursor":"","Feedback":[{{third}}]}""", await host.GetAsync("/feedback/like"));
        Assert.Equal($"200 [{second},{third}]", await host.GetAsync("/user/1/feedback"));
        Assert.Equal($"200 [{second}]", await host.GetAsync("/user/1/feedback/click"));
        Assert.Equal($"200 [{third}]", await host.GetAsync("/user/1/feedback/like%3E=2.5"));
        Assert.Equal("200 []", await host.GetAsync("/user/1/feedback/like%3E2.5"));
        Assert.Equal($"200 [{second}]", await host.GetAsync("/item/2/feedback"));
        Assert.Equal($"200 [{second}]", await host.GetAsync("/item/2/feedback/"));
        Assert.Equal($"200 [{second}]", await host.GetAsync("/item/2/feedback/click"));
        Assert.Equal($"200 [{second}]", await host.GetAsync("/feedback/1/2"));
        Assert.Equal($"200 {third}", await host.GetAsync("/feedback/like/1/4"));
        Assert.Equal("200 {}", await host.GetAsync("/feedback/like/1/5"));
        Assert.Contains("""
            {"UserId":"1","Labels":null,"Comment":""}
            """, await host.GetAsync("/users"), StringComparison.Ordinal);
        Assert.StartsWith("""200 {"ItemId":"4","IsHidden":false,"Categories":[]""", await host.GetAsync("/item/4"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Feedback_PostedAgain_AccumulatesAndPutOverwrites()
    {
        await using var host = await GorseHost.StartAsync();
        const string one = """[{"FeedbackType":"play","UserId":"u","ItemId":"i","Value":2,"Comment":"first"}]""";
        await host.AskAsync("POST", "/feedback", one);
        await host.AskAsync("POST", "/feedback", one.Replace("first", "second", StringComparison.Ordinal));
        Assert.Equal("200 " + Row("play", "u", "i", 4, comment: "second"), await host.GetAsync("/feedback/play/u/i"));
        Assert.Equal("""200 {"RowAffected":1}""", await host.AskAsync("PUT", "/feedback", one.Replace("first", "third", StringComparison.Ordinal)));
        Assert.Equal("200 " + Row("play", "u", "i", 2, comment: "third"), await host.GetAsync("/feedback/play/u/i"));
    }

    [Fact]
    public async Task Feedback_Deleted_CountsRows()
    {
        await using var host = await GorseHost.StartAsync();
        await host.AskAsync("POST", "/feedback", """[{"FeedbackType":"a","UserId":"u","ItemId":"i"},{"FeedbackType":"b","UserId":"u","ItemId":"i"},{"FeedbackType":"c","UserId":"u","ItemId":"i"}]""");
        Assert.Equal("""200 {"RowAffected":1}""", await host.AskAsync("DELETE", "/feedback/a/u/i"));
        Assert.Equal("""200 {"RowAffected":0}""", await host.AskAsync("DELETE", "/feedback/a/u/i"));
        Assert.Equal("""200 {"RowAffected":2}""", await host.AskAsync("DELETE", "/feedback/u/i"));
        Assert.Equal("200 []", await host.GetAsync("/user/u/feedback"));
    }

    [Fact]
    public async Task Feedback_InPages_CursorLeadsThroughAllOnce()
    {
        await using var host = await GorseHost.StartAsync();
        await host.AskAsync("POST", "/feedback", $"[{string.Join(',', Enumerable.Range(0, 25).Select(i => $$"""{"FeedbackType":"a","UserId":"u{{i % 3}}","ItemId":"i{{i:00}}"}"""))}]");
        var seen = new List<string>();
        var cursor = "";
        do
        {
            var answer = System.Text.Json.JsonDocument.Parse((await host.GetAsync($"/feedback/a?n=4&cursor={Uri.EscapeDataString(cursor)}"))[4..]).RootElement;
            seen.AddRange(answer.GetProperty("Feedback").EnumerateArray().Select(f => f.GetProperty("ItemId").GetString()!));
            cursor = answer.GetProperty("Cursor").GetString()!;
        }
        while (cursor.Length > 0);
        Assert.Equal(25, seen.Count);
        Assert.Equal(25, seen.Distinct().Count());
    }

    [Fact]
    public async Task Feedback_OfManyRows_IsSentWhole()
    {
        await using var host = await GorseHost.StartAsync();
        await host.Storage.Of("default").AddEventsAsync([.. Enumerable.Range(0, 2500).Select(i => new StoredEvent { Type = "a", User = "u", Item = $"i{i}", Time = host.Time.Now })], cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(2500, System.Text.Json.JsonDocument.Parse((await host.GetAsync("/user/u/feedback"))[4..]).RootElement.GetArrayLength());
    }

    [Fact]
    public async Task Feedback_OfTheFuture_IsListedAtItsTime()
    {
        await using var host = await GorseHost.StartAsync();
        await host.AskAsync("POST", "/feedback", """[{"FeedbackType":"read","UserId":"u","ItemId":"i","Timestamp":"2026-01-31T13:00:00Z"}]""");
        Assert.Equal("200 []", await host.GetAsync("/user/u/feedback"));
        Assert.Equal("""200 {"Cursor":"","Feedback":[]}""", await host.GetAsync("/feedback"));
        host.Time.Now = host.Time.Now.AddHours(1);
        Assert.Equal($"200 [{Row("read", "u", "i", time: "2026-01-31T13:00:00Z")}]", await host.GetAsync("/user/u/feedback"));
    }

    [Fact]
    public async Task Feedback_OfAnEventIdTwice_IsTakenOnce()
    {
        await using var host = await GorseHost.StartAsync();
        const string one = """[{"FeedbackType":"play","UserId":"u","ItemId":"i","Value":2,"EventId":"e1","RequestId":"r1"}]""";
        Assert.Equal("""200 {"RowAffected":1}""", await host.AskAsync("POST", "/feedback", one));
        Assert.Equal("""200 {"RowAffected":0}""", await host.AskAsync("POST", "/feedback", one));
        var stored = Assert.Single(await host.Storage.Of("default").EventsOfUserAsync("u", 10, cancellation: TestContext.Current.CancellationToken));
        Assert.Equal(("e1", "r1"), (stored.EventId, stored.RequestId));
    }

    [Theory]
    [InlineData("""{"FeedbackType":"a","UserId":"u","ItemId":"i"}""", "The body must be a JSON array.")]
    [InlineData("""[{"UserId":"u","ItemId":"i"}]""", "FeedbackType has 0 characters; an id has 1 to 256.")]
    [InlineData("""[{"FeedbackType":"a","UserId":"u","ItemId":"i","Value":"x"}]""", "Value must be a number.")]
    [InlineData("""[{"FeedbackType":"a","UserId":"u","ItemId":"i","Value":1e999}]""", "Value must be a number.")]
    [InlineData("""[{"FeedbackType":"a","UserId":"u","ItemId":"i"},{"FeedbackType":"a","UserId":"u","ItemId":""}]""", "ItemId has 0 characters; an id has 1 to 256.")]
    [InlineData("""[null]""", "A row must be a JSON object.")]
    public async Task Feedback_OneRowCannotBeTaken_NoneIs(string json, string expected)
    {
        await using var host = await GorseHost.StartAsync();
        Assert.StartsWith("400 " + expected, await host.AskAsync("POST", "/feedback", json), StringComparison.Ordinal);
        Assert.Equal("""200 {"Cursor":"","Feedback":[]}""", await host.GetAsync("/feedback"));
    }

    // Ingest is fed by this: what it allocates beyond the events and their two ids would be paid for a hundred thousand times a second.
    [Fact]
    public void Feedback_OfThousandsOfRows_AllocatesLittleBesideTheEvents()
    {
        var json = System.Text.Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Range(0, 5000).Select(i => $$"""{"FeedbackType":"click","UserId":"user-{{i}}","ItemId":"item-{{i}}","Timestamp":"2026-01-01T00:00:00Z"}"""))}]");
        Assert.Equal(5000, GorseFeedback.Read(json, new ApiOptions(), default).Count);
        var before = GC.GetAllocatedBytesForCurrentThread();
        GorseFeedback.Read(json, new ApiOptions(), default);
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 5000.0, 100, 320);
    }
}
