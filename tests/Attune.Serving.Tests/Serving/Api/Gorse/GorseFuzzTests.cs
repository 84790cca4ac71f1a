using System.Text;
using Attune.Numerics;

namespace Attune.Serving.Tests;

/// <summary>Requests as nobody would send them: none may make the server fail.</summary>
public sealed class GorseFuzzTests
{
    static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "BREW"];

    static readonly string[] Segments =
    [
        "user", "users", "item", "items", "feedback", "category", "neighbors", "recommend", "session", "latest", "popular", "non-personalized", "item-to-item", "user-to-user", "collaborative-filtering",
        "health", "live", "ready", "bulk", "dump", "restore", "purge", "dashboard", "stats", "tasks", "categories", "u", "i", "like", "", "..", "%2F", "%01", "%ed%a0%80", "%", "a%20b", "read>=3", "ü", "\u202e",
    ];

    // Most requests begin with one of these, so that they get further than the routing.
    static readonly string[] Routes =
    [
        "POST /user", "POST /users", "GET /users", "GET /user/*", "PATCH /user/*", "DELETE /user/*", "POST /item", "POST /items", "GET /items", "GET /item/*", "PATCH /item/*", "DELETE /item/*",
        "PUT /item/*/category/*", "DELETE /item/*/category/*", "POST /feedback", "PUT /feedback", "GET /feedback", "GET /feedback/*", "GET /feedback/*/*", "DELETE /feedback/*/*", "GET /feedback/*/*/*",
        "DELETE /feedback/*/*/*", "GET /user/*/feedback", "GET /user/*/feedback/*", "GET /item/*/feedback/*", "GET /recommend/*", "GET /recommend/*/*", "POST /session/recommend", "GET /latest", "GET /latest/*",
        "GET /popular", "GET /non-personalized/*", "GET /non-personalized/popular", "GET /collaborative-filtering/*", "GET /item-to-item/neighbors/*", "GET /item-to-item/*/*", "GET /user-to-user/similar/*",
        "GET /item/*/neighbors", "GET /user/*/neighbors", "GET /bulk/users", "GET /bulk/feedback", "POST /bulk/users", "POST /bulk/items", "POST /bulk/feedback", "GET /dump", "POST /restore", "POST /purge",
        "GET /dashboard/stats", "GET /dashboard/users", "GET /dashboard/user/*/feedback/*", "GET /dashboard/recommend/*/*/*", "GET /dashboard/categories", "GET /health/ready",
    ];

    static readonly string[] Queries =
    [
        "n=5", "n=-1", "n=99999999999", "n=", "offset=10000", "offset=-5", "cursor=Yg%3D%3D", "cursor=%00", "cursor=////", "category=a", "category=", "category=%00", "user-id=u", "user-id=%ff",
        "write-back-type=read", "write-back-type=%00", "write-back-delay=10m", "write-back-delay=-99999999h", "write-back-delay=1e9h", "q=a", "q=%25", "check_list=delete_users", "&&=&", "n=1&n=2",
    ];

    static readonly string[] Values =
    [
        "\"u\"", "\"\"", "null", "true", "1", "-1e308", "1e999", "[]", "{}", "[1,\"a\"]", "[\"a\",\"b\"]", "{\"a\":{\"b\":[1,2]}}", "\"\\u0000\"", "\"\\ud800\"", "\"2022-08-07T00:26:46Z\"", "\"yesterday\"", "\"9999-12-31T23:59:59-14:00\"",
        "\"0001-01-01T00:00:00+14:00\"", "\"99999999999\"", "\"9999999999999999999\"", "[[[[[[[[[[[[[[1]]]]]]]]]]]]]]", "\"" + "x" + "\"",
    ];

    static readonly string[] Fields = ["UserId", "ItemId", "FeedbackType", "Timestamp", "Labels", "Comment", "Categories", "IsHidden", "Value", "userid", "EventId", "RequestId", "Other"];

    static readonly string[] Types = ["application/json", "application/jsonl", "text/plain", "multipart/form-data; boundary=b", "multipart/form-data", "application/x-www-form-urlencoded", "application/octet-stream", "x/y/z", ";"];

    [Fact]
    public async Task Requests_Random_NeverFailTheServer()
    {
        await using var host = await GorseHost.StartAsync(o => o.Api.LargestBody = 4096);
        await host.AskAsync("POST", "/feedback", """[{"FeedbackType":"like","UserId":"u","ItemId":"i"}]""");
        var statuses = new Dictionary<int, int>();
        var random = new Draw(20260131);
        var before = "none";
        for (var number = 0; number < 5000; number++)
        {
            using var request = Next(random, host.Address);
            using var response = await SentAsync(host, request, $"Request {number} after {before}");
            var status = (int)response.StatusCode;
            before = $"{request.Method} {request.RequestUri} ({request.Content?.Headers.ContentType}, {request.Content?.Headers.ContentLength} bytes) with {status}";
            statuses[status] = statuses.GetValueOrDefault(status) + 1;
            Assert.True(status < 500, $"Request {number}: {request.Method} {request.RequestUri} answered {status}: {await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
        }
        // Without these the requests were not what they are meant to be.
        Assert.True(statuses.GetValueOrDefault(200) > 100 && statuses.GetValueOrDefault(400) > 100 && statuses.GetValueOrDefault(404) > 100, string.Join(", ", statuses));
        Assert.StartsWith("200 ", await host.GetAsync("/health/ready"), StringComparison.Ordinal);
    }

    static async Task<HttpResponseMessage> SentAsync(GorseHost host, HttpRequestMessage request, string which)
    {
        try
        {
            return await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        }
        catch (HttpRequestException e)
        {
            throw new InvalidOperationException($"{which}: {request.Method} {request.RequestUri} was not answered.", e);
        }
    }

    static HttpRequestMessage Next(Draw random, Uri address)
    {
        var path = new StringBuilder("/api");
        var (method, route) = random.Below(4) > 0 && random.Of(Routes).Split(' ') is [var known, var pattern] ? (known, pattern) : (random.Of(Methods), "/" + string.Join('/', Enumerable.Repeat('*', 1 + random.Below(5))));
        foreach (var part in route) path.Append(part != '*' ? part.ToString() : random.Below(12) == 0 ? random.Bytes(6) : random.Below(2) == 0 ? random.Of(["u", "i", "like"]) : random.Of(Segments));
        if (random.Below(2) == 0) path.Append('?').AppendJoin('&', Enumerable.Range(0, 1 + random.Below(3)).Select(_ => random.Of(Queries)));
        var uri = new Uri(address.ToString().TrimEnd('/') + path.Replace("ü", "%C3%BC").Replace("\u202e", "%E2%80%AE").Replace(">", "%3E"), new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var request = new HttpRequestMessage(new HttpMethod(method), uri);
        if (request.Method.Method is not ("GET" or "HEAD") && random.Below(5) > 0)
        {
            request.Content = new ByteArrayContent(Body(random));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", random.Below(3) > 0 ? Types[0] : random.Of(Types));
        }
        if (random.Below(4) == 0) request.Headers.TryAddWithoutValidation("X-API-Version", random.Of(["2", " 2 ", "x", "99"]));
        if (random.Below(8) == 0) request.Headers.TryAddWithoutValidation("X-API-Key", random.Bytes(3));
        return request;
    }

    static byte[] Body(Draw random)
    {
        var row = Row(random);
        var text = random.Below(6) switch
        {
            0 => row,
            1 => $"[{row},{Row(random)}]",
            2 => $"{row}\n{Row(random)}",
            3 => "--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\n" + row + (random.Below(2) == 0 ? "\r\n--b--\r\n" : ""),
            4 => row[..random.Below(row.Length + 1)],
            _ => $"[{string.Join(',', Enumerable.Repeat(row, 1 + random.Below(80)))}]",
        };
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var changes = random.Below(4) == 0 ? 3 : 0; changes > 0 && bytes.Length > 0; changes--) bytes[random.Below(bytes.Length)] = (byte)random.Below(256);
        return bytes;
    }

    static string Row(Draw random) => $"{{{string.Join(',', new[] { "\"UserId\":\"u\"", "\"ItemId\":\"i\"", "\"FeedbackType\":\"like\"" }.Where(_ => random.Below(6) > 0)
        .Concat(Enumerable.Range(0, random.Below(4)).Select(_ => $"\"{random.Of(Fields)}\":{random.Of(Values)}")))}}}";

    sealed class Draw(Seed seed)
    {
        RandomStream _stream = seed.Stream();

        internal int Below(int end) => _stream.NextInt(end);

        internal string Of(string[] texts) => texts[Below(texts.Length)];

        // Not %00: a path with it is refused by Kestrel itself, which ends the connection.
        internal string Bytes(int count) => string.Concat(Enumerable.Range(0, count).Select(_ => $"%{1 + Below(255):x2}"));
    }
}
