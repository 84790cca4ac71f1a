using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Attune.Numerics;

namespace Attune.Serving.Tests;

/// <summary>Clients that send nonsense, too much or too slowly: they get an answer that says so, and nobody else is hurt.</summary>
public sealed class HostileClientTests
{
    static readonly string[] Paths =
    [
        "/attune/v1/placements/home/recommendations", "/attune/v1/placements/similar/recommendations", "/attune/v1/recommendations/batch", "/attune/v1/events", "/attune/v1/users", "/attune/v1/users/u",
        "/attune/v1/users/u/export", "/attune/v1/items", "/attune/v1/items/i", "/attune/v1/models", "/attune/v1/models/v", "/attune/v1/models/v/activate", "/attune/v1/models/rollback", "/attune/v1/tasks",
        "/attune/v1/audit", "/attune/v1/counts", "/attune/v1/placements", "/attune", "/metrics", "/health/ready", "/api/users", "/api/item/i", "/api/feedback", "/api/recommend/u", "/api/latest", "/api/nonsense",
    ];

    static readonly string[] Values = ["", "0", "-1", "1", "99999999999999999999", "NaN", "1e309", "true", "null", "'", "\"", "%00", "%F0%9F%92%A9", "%ED%A0%80", "..%2f..%2fetc%2fpasswd", "<script>", "{}", "[]", "a,b,,c", ",", "2026-13-99", "only", "labels.x <", "((((((((((((1", "%"];

    static readonly string[] Names = ["user", "items", "n", "offset", "exclude", "include", "category", "filter", "cap", "diversity", "promote", "explain", "seen", "at", "asOf", "text", "context.a", "after", "search", "mode", "addMissing", "cursor", "wait", "placement", "x"];

    static readonly string[] Bodies =
    [
        "", "null", "0", "\"x\"", "{}", "[]", "[null]", "[[]]", "[{}]", "{\"requests\":null}", "{\"requests\":[{\"n\":-1}]}", "{\"requests\":[{\"user\":null,\"placement\":\"x\"}]}", "[{\"id\":null}]", "[{\"id\":\"\"}]", "[{\"id\":\"\\u0000\"}]",
        "[{\"id\":\"\\ud800\"}]", "[{\"id\":\"i\",\"labels\":{\"a\":[1,{}]},\"timestamp\":\"never\"}]", "[{\"type\":\"t\",\"user\":\"u\",\"item\":\"i\",\"value\":1e400}]", "[{\"type\":\"t\",\"user\":\"u\",\"item\":\"i\",\"time\":\"0001-01-01T00:00:00Z\"}]",
        "[{\"FeedbackType\":\"t\",\"UserId\":\"u\",\"ItemId\":\"i\",\"Timestamp\":\"\"}]", "{\"filter\":\"labels.x\",\"items\":[null]}", "{\"items\":[\"a\"],\"context\":{\"a\":null}}", "{\"labels\":1e999}", "{\"at\":\"9999-12-31T23:59:59Z\"}", "\u0001\u0002", "{\"exclude\":[\"\"]}",
    ];

    [Fact]
    public async Task Nonsense_TwoThousandTimes_GivesNo500()
    {
        await using var site = await Site.StartAsync();
        var draw = new Seed(20).Stream();
        var failed = new List<string>();
        for (var i = 0; i < 5000; i++)
        {
            var (method, path) = (Of(["GET", "GET", "POST", "PUT", "PATCH", "DELETE"]), Of(Paths));
            if (draw.NextInt(4) == 0) path += "/" + Of(Values);
            for (var q = draw.NextInt(3); q > 0; q--) path += (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + Of(Names) + "=" + Of(Values);
            var body = method == "GET" ? null : Of(Bodies) is var text && draw.NextInt(5) == 0 ? text[..draw.NextInt(text.Length + 1)] : text;
            var (status, answer) = await site.SendAsync(method, path, body);
            if (status >= 500) failed.Add($"{method} {path} {body} → {status} {answer}");
        }
        Assert.Empty(failed);
        Assert.Equal(200, (await site.GetAsync("/attune/v1/counts")).Status);

        T Of<T>(T[] all) => all[draw.NextInt(all.Length)];
    }

    [Fact]
    public async Task Body_ThatIsTooLarge_IsRefusedWith413_HoweverItIsSent()
    {
        await using var site = await Site.StartAsync(o => o.Api.LargestBody = 2048);
        var body = $$"""[{"id":"u","comment":"{{new string('x', 5000)}}"}]""";
        Assert.Equal((413, """{"type":"about:blank","title":"Payload Too Large","status":413,"detail":"The body is larger than 2048 bytes; send it in parts."}"""), await site.PostAsync("/attune/v1/users", body));
        using var chunked = new HttpRequestMessage(HttpMethod.Post, "/attune/v1/users") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        chunked.Headers.TransferEncodingChunked = true;
        using var answer = await site.Client.SendAsync(chunked, TestContext.Current.CancellationToken);
        Assert.Equal(413, (int)answer.StatusCode);
        Assert.True(answer.Headers.ConnectionClose);
        Assert.Equal(0, (await site.Attune.Store().CountsAsync(TestContext.Current.CancellationToken)).Users);
    }

    [Fact]
    public async Task SlowClients_AFewHundred_DoNotKeepOthersWaiting()
    {
        await using var site = await Site.StartAsync();
        var slow = new List<TcpClient>();
        try
        {
            for (var i = 0; i < 200; i++)
            {
                var client = new TcpClient();
                await client.ConnectAsync(site.Client.BaseAddress!.Host, site.Client.BaseAddress.Port, TestContext.Current.CancellationToken);
                await client.GetStream().WriteAsync("POST /attune/v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n["u8.ToArray(), TestContext.Current.CancellationToken);
                slow.Add(client);
            }
            var watch = Stopwatch.StartNew();
            for (var i = 0; i < 20; i++) Assert.Equal(200, (await site.PostAsync("/attune/v1/events", """[{"type":"view","user":"u","item":"a"}]""")).Status);
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"Twenty requests took {watch.Elapsed} while two hundred others were being sent.");
        }
        finally
        {
            slow.ForEach(c => c.Dispose());
        }
    }

    [Fact]
    public async Task EngineThatFails_Answers500WithoutTheReason()
    {
        await using var site = await Site.StartAsync(services: FixedAttune.Add);
        ((FixedAttune)site.Attune).Throws = new InvalidOperationException("secret inside");
        Assert.Equal((500, """{"type":"about:blank","title":"Internal Server Error","status":500,"detail":"The server failed at this request; its log says why."}"""), await site.GetAsync("/attune/v1/placements/home/recommendations"));
    }
}
