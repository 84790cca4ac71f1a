using System.Net;
using System.Text;

namespace Attune.Serving.Tests;

public sealed class GorseBulkTests
{
    static readonly string[] Lines =
    [
        """{"UserId":"1","Labels":{"性别":"男"},"Comment":""}""",
        """{"UserId":"2","Labels":null,"Comment":"two"}""",
    ];

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Users_ImportedAsAForm_ComeBackAsTheSameLines()
    {
        await using var host = await GorseHost.StartAsync();
        using var form = new MultipartFormDataContent { { new StringContent("x"), "other" }, { new StringContent(string.Join('\n', Lines)), "file", "users.jsonl" } };
        using var import = await host.SendAsync("POST", "/bulk/users", form);
        Assert.Equal("""{"RowAffected":2}""", await import.Content.ReadAsStringAsync(Cancellation));
        using var export = await host.SendAsync("GET", "/bulk/users");
        Assert.Equal("application/jsonl", export.Content.Headers.ContentType!.ToString());
        Assert.Equal("attachment;filename=users.jsonl", export.Content.Headers.NonValidated["Content-Disposition"].ToString());
        Assert.Equal(string.Concat(Lines.Select(l => l + "\n")), await export.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task Items_ThousandsAsPlainLines_RoundTrip()
    {
        await using var host = await GorseHost.StartAsync();
        var lines = string.Concat(Enumerable.Range(0, 3500).Select(i => $$"""{"ItemId":"{{i:0000}}","IsHidden":{{(i % 2 == 0 ? "true" : "false")}},"Categories":["x","y"],"Timestamp":"2020-01-01T01:01:01Z","Labels":{"genre":["comedy"]},"Comment":"o,n,e \"{{i}}\""}""" + "\n"));
        using var import = await host.SendAsync("POST", "/bulk/items", new StringContent(lines, Encoding.UTF8, "application/jsonl"));
        Assert.Equal("""{"RowAffected":3500}""", await import.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal("200 " + lines, await host.GetAsync("/bulk/items"));
    }

    [Fact]
    public async Task Feedback_Imported_OverwritesAndRoundTrips()
    {
        await using var host = await GorseHost.StartAsync();
        const string line = """{"FeedbackType":"click","UserId":"0","ItemId":"2","Value":1.5,"Timestamp":"2020-01-01T01:01:01Z","Updated":"2020-01-01T01:01:01Z","Labels":["a"],"Comment":"c"}""" + "\n";
        for (var time = 0; time < 2; time++)
        {
            using var import = await host.SendAsync("POST", "/bulk/feedback", new StringContent(line, Encoding.UTF8, "application/jsonl"));
            Assert.Equal("""{"RowAffected":1}""", await import.Content.ReadAsStringAsync(Cancellation));
        }
        Assert.Equal("200 " + line, await host.GetAsync("/bulk/feedback"));
    }

    [Fact]
    public async Task Import_OneRowCannotBeTaken_SaysWhichAndHowManyAreStored()
    {
        await using var host = await GorseHost.StartAsync();
        var lines = string.Concat(Enumerable.Range(0, 1500).Select(i => $$"""{"UserId":"{{i}}"}""" + "\n"));
        Assert.Equal("400 Row 1501: UserId must be a string. 1000 rows before it are stored.", await host.AskAsync("POST", "/bulk/users", lines + "{\"UserId\":5}"));
        Assert.StartsWith("400 Row 1501 is no JSON:", await host.AskAsync("POST", "/bulk/users", lines + "{\"UserId\":"), StringComparison.Ordinal);
        using var form = new MultipartFormDataContent { { new StringContent("x"), "other" } };
        using var response = await host.SendAsync("POST", "/bulk/users", form);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        using var urlencoded = await host.SendAsync("POST", "/bulk/users", new FormUrlEncodedContent([new("file", "x")]));
        Assert.Equal(HttpStatusCode.BadRequest, urlencoded.StatusCode);
    }

    [Fact]
    public async Task Import_LargerThanABody_IsTakenWhereEachRowIsSmall()
    {
        await using var host = await GorseHost.StartAsync(o => o.Api.LargestBody = 1024);
        var lines = string.Concat(Enumerable.Range(0, 5000).Select(i => $$"""{"UserId":"user-{{i}}"}""" + "\n"));
        Assert.Equal("""200 {"RowAffected":5000}""", await host.AskAsync("POST", "/bulk/users", lines));
        Assert.StartsWith("413 The body is larger than 1024 bytes", await host.AskAsync("POST", "/bulk/users", $$"""{"UserId":"1","Comment":"{{new string('x', 200_000)}}"}"""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dump_Restored_IsTheSameStore()
    {
        await using var host = await GorseHost.StartAsync();
        await host.AskAsync("POST", "/users", """[{"UserId":"u1","Labels":{"a":[1,2]},"Comment":"c"},{"UserId":"u2"}]""");
        await host.AskAsync("POST", "/items", """[{"ItemId":"i1","IsHidden":true,"Categories":["x","y"],"Timestamp":"1969-12-31T23:59:59.75Z","Labels":"l","Comment":"ü"},{"ItemId":"i2"}]""");
        await host.AskAsync("POST", "/feedback", $"[{string.Join(',', Enumerable.Range(0, 1200).Select(i => $$"""{"FeedbackType":"t","UserId":"u{{i % 7}}","ItemId":"i{{i}}","Value":-1.25,"Timestamp":"2026-01-01T00:00:00.5Z","Labels":["b"]}"""))}]");
        var dump = await (await host.SendAsync("GET", "/dump")).Content.ReadAsByteArrayAsync(Cancellation);
        var before = (await host.GetAsync("/bulk/users"), await host.GetAsync("/bulk/items"), await host.GetAsync("/bulk/feedback"));
        Assert.StartsWith("200 ", await host.AskAsync("POST", "/purge?check_list=delete_users,delete_items,delete_feedback,delete_cache"), StringComparison.Ordinal);
        Assert.Equal("200 ", await host.GetAsync("/bulk/feedback"));
        using var restored = await host.SendAsync("POST", "/restore", new ByteArrayContent(dump));
        Assert.Matches("""^\{"Users":7,"Items":1200,"Feedback":1200,"Duration":\d+\}$""", await restored.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(before, (await host.GetAsync("/bulk/users"), await host.GetAsync("/bulk/items"), await host.GetAsync("/bulk/feedback")));
    }

    // A dump as Gorse writes it, put together by hand: marks and lengths of eight bytes, rows as protocol buffers.
    [Fact]
    public async Task Restore_BytesOfGorse_AreRead()
    {
        await using var host = await GorseHost.StartAsync();
        static byte[] Row(params byte[] row) => [(byte)row.Length, 0, 0, 0, 0, 0, 0, 0, .. row];
        static byte[] Mark(sbyte mark) => [(byte)mark, .. Enumerable.Repeat(mark < 0 ? (byte)0xff : (byte)0, 7)];
        byte[] dump =
        [
            .. Mark(-1), .. Row(0x0a, 2, (byte)'u', (byte)'1', 0x12, 5, (byte)'[', (byte)'"', (byte)'a', (byte)'"', (byte)']', 0x1a, 1, (byte)'c', 0x22, 1, (byte)'s'),
            .. Mark(-2), .. Row(0x12, 2, (byte)'i', (byte)'1', 0x18, 1, 0x22, 1, (byte)'x', 0x22, 1, (byte)'y', 0x2a, 2, 0x08, 60, 0x32, 4, (byte)'n', (byte)'u', (byte)'l', (byte)'l'),
            .. Mark(-3), .. Row(0x12, 1, (byte)'t', 0x1a, 2, (byte)'u', (byte)'1', 0x22, 2, (byte)'i', (byte)'1', 0x29, 0, 0, 0, 0, 0, 0, 0xf8, 0x3f, 0x32, 8, 0x08, 1, 0x10, 0x80, 0xca, 0xb5, 0xee, 0x01),
            .. Mark(0), .. "{}"u8,
        ];
        using var response = await host.SendAsync("POST", "/restore", new ByteArrayContent(dump));
        Assert.StartsWith("""{"Users":1,"Items":1,"Feedback":1,""", await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Equal("""200 {"UserId":"u1","Labels":["a"],"Comment":"c"}""", await host.GetAsync("/user/u1"));
        Assert.Equal("""200 {"ItemId":"i1","IsHidden":true,"Categories":["x","y"],"Timestamp":"1970-01-01T00:01:00Z","Labels":null,"Comment":""}""", await host.GetAsync("/item/i1"));
        Assert.Equal("""200 {"FeedbackType":"t","UserId":"u1","ItemId":"i1","Value":1.5,"Timestamp":"1970-01-01T00:00:01.5Z","Updated":"1970-01-01T00:00:01.5Z","Labels":null,"Comment":""}""",
            await host.GetAsync("/feedback/t/u1/i1"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a dump at all")]
    [InlineData("\u0007\0\0\0\0\0\0\0")]
    public async Task Restore_OfSomethingElse_SaysSo(string bytes)
    {
        await using var host = await GorseHost.StartAsync();
        using var response = await host.SendAsync("POST", "/restore", new ByteArrayContent(Encoding.Latin1.GetBytes(bytes)));
        Assert.Equal((HttpStatusCode.BadRequest, "The dump is damaged, or no dump."), (response.StatusCode, await response.Content.ReadAsStringAsync(Cancellation)));
    }

    [Fact]
    public async Task Purge_WithoutAllChecked_DeletesNothing()
    {
        await using var host = await GorseHost.StartAsync();
        await host.AskAsync("POST", "/user", """{"UserId":"u"}""");
        Assert.StartsWith("401 please confirm by checking all", await host.AskAsync("POST", "/purge"), StringComparison.Ordinal);
        using var part = await host.SendAsync("POST", "/purge", new FormUrlEncodedContent([new("check_list", "delete_users,delete_items")]));
        Assert.Equal(HttpStatusCode.Unauthorized, part.StatusCode);
        Assert.StartsWith("200 ", await host.GetAsync("/user/u"), StringComparison.Ordinal);
        using var broken = await host.SendAsync("POST", "/purge", new ByteArrayContent("--b\r\nContent-Disposition: form-data"u8.ToArray()) { Headers = { { "Content-Type", "multipart/form-data; boundary=b" } } });
        Assert.Equal(HttpStatusCode.BadRequest, broken.StatusCode);
        using var all = await host.SendAsync("POST", "/purge", new FormUrlEncodedContent([new("check_list", "delete_users,delete_items,delete_feedback,delete_cache")]));
        Assert.Equal(HttpStatusCode.OK, all.StatusCode);
        Assert.Equal("404 user u not found", await host.GetAsync("/user/u"));
        Assert.Equal("gorse.purge", Assert.Single(await host.Storage.Of("default").AuditsAsync(10, Cancellation)).Action);
    }
}
