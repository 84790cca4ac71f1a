using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Attune.Serving.Tests;

public sealed class SecurityTests
{
    internal static ApiKeyOptions Key(string key, string? space, params string[] scopes)
    {
        var options = new ApiKeyOptions { Name = "the " + key, Hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key))), Space = space };
        foreach (var scope in scopes) options.Scopes.Add(scope);
        return options;
    }

    static Task<Site> WithKeysAsync(Action<AttuneOptions>? more = null) => Site.StartAsync(o =>
    {
        o.Api.Keys.Add(Key("reader-key", null, "read"));
        o.Api.Keys.Add(Key("writer-key", null, "write"));
        o.Api.Keys.Add(Key("admin-key", null, "read", "write", "admin"));
        more?.Invoke(o);
    });

    [Theory]
    [InlineData("GET", "/attune/v1/counts", null, 401)]
    [InlineData("GET", "/attune/v1/counts", "unknown-key", 401)]
    [InlineData("GET", "/attune/v1/counts", "reader-key", 200)]
    [InlineData("GET", "/attune/v1/counts", "writer-key", 403)]
    [InlineData("GET", "/attune/v1/audit", "reader-key", 403)]
    [InlineData("GET", "/attune/v1/audit", "admin-key", 200)]
    [InlineData("GET", "/metrics", "reader-key", 403)]
    [InlineData("GET", "/metrics", "admin-key", 200)]
    [InlineData("GET", "/attune", "reader-key", 200)]
    [InlineData("GET", "/attune", null, 401)]
    [InlineData("POST", "/attune/v1/users", "reader-key", 403)]
    [InlineData("POST", "/attune/v1/users", "writer-key", 200)]
    [InlineData("GET", "/api/users", null, 401)]
    [InlineData("GET", "/api/users", "reader-key", 200)]
    [InlineData("GET", "/health/live", null, 200)]
    [InlineData("GET", "/health/ready", null, 200)]
    public async Task Route_LetsInWhoHasItsScope(string method, string path, string? key, int status)
    {
        await using var site = await WithKeysAsync();
        var body = method == "POST" ? "[]" : null;
        Assert.Equal(status, key is null ? (await site.SendAsync(method, path, body)).Status : (await site.SendAsync(method, path, body, ("X-API-Key", key))).Status);
        if (key is not null && status == 200) Assert.Equal(status, (await site.SendAsync(method, path, body, ("Authorization", "Bearer " + key))).Status);
    }

    [Fact]
    public async Task Refusals_AreProblemDetails_AndSayWhichKeyLacksWhat()
    {
        await using var site = await WithKeysAsync();
        using var unknown = await site.RawAsync("GET", "/attune/v1/counts");
        Assert.Equal(("Bearer", "application/problem+json"), (unknown.Headers.WwwAuthenticate.ToString(), unknown.Content.Headers.ContentType!.MediaType));
        Assert.Equal((403, """{"type":"about:blank","title":"Forbidden","status":403,"detail":"The key \u0022the reader-key\u0022 has no scope admin; use one that has it."}"""), await site.GetAsync("/attune/v1/audit", ("X-API-Key", "reader-key")));
    }

    [Fact]
    public async Task Page_AsksABrowserForTheKey_AndNoOtherRouteDoes()
    {
        await using var site = await WithKeysAsync();
        using var asked = await site.RawAsync("GET", "/attune");
        Assert.StartsWith("Basic realm=", asked.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        var basic = ("Authorization", "Basic " + Convert.ToBase64String("me:reader-key"u8));
        Assert.Equal(200, (await site.GetAsync("/attune", basic)).Status);
        Assert.Equal(401, (await site.GetAsync("/attune/v1/counts", basic)).Status);
    }

    [Fact]
    public void Find_ComparesWithEveryKey_WhicheverItIs()
    {
        var options = new AttuneOptions();
        foreach (var name in (string[])["first", "second", "third"]) options.Api.Keys.Add(Key(name, name, "read"));
        var keys = new ApiKeys(Microsoft.Extensions.Options.Options.Create(options));
        Assert.Equal(["first", "second", "third"], ((string[])["first", "second", "third"]).Select(k => keys.Find(k)!.Caller.Space));
        Assert.All((string[])["", "firs", "first ", "fourth", new string('x', 10_000)], k => Assert.Null(keys.Find(k)));
    }

    [Theory]
    [InlineData("http://127.0.0.1:0", null, null, 200)]
    [InlineData("http://127.0.0.1:0", "X-Forwarded-For", "10.0.0.1", 403)]
    [InlineData("http://127.0.0.1:0", "Sec-Fetch-Site", "cross-site", 403)]
    [InlineData("http://127.0.0.1:0", "Host", "evil.example", 403)]
    [InlineData("http://0.0.0.0:0", null, null, 403)]
    public async Task Admin_WithoutKeys_IsForThisMachineAlone(string url, string? header, string? value, int status)
    {
        await using var site = await Site.StartAsync(url: url);
        var (answered, body) = header is null ? await site.GetAsync("/attune/v1/audit") : await site.GetAsync("/attune/v1/audit", (header, value!));
        Assert.Equal(status, answered);
        if (status == 403) Assert.Contains("give the server an API key with the scope admin", body, StringComparison.Ordinal);
        Assert.Equal(200, (await site.GetAsync("/attune/v1/counts")).Status);
    }

    [Fact]
    public async Task RateLimit_RefusesOneTooMany_AndLeavesOtherKeysAlone()
    {
        await using var site = await WithKeysAsync(o => o.Api.RequestsPerSecond = 5);
        var answers = new List<HttpResponseMessage>();
        for (var i = 0; i < 12; i++) answers.Add(await site.RawAsync("GET", "/attune/v1/counts", null, ("X-API-Key", "reader-key")));
        var refused = answers.Where(a => a.StatusCode == HttpStatusCode.TooManyRequests).ToArray();
        Assert.InRange(refused.Length, 1, 7);
        Assert.Equal(("1", "application/problem+json"), (refused[0].Headers.RetryAfter!.ToString(), refused[0].Content.Headers.ContentType!.MediaType));
        Assert.Equal(200, (await site.GetAsync("/attune/v1/counts", ("X-API-Key", "admin-key"))).Status);
        Assert.Equal(200, (await site.GetAsync("/health/live")).Status);
        answers.ForEach(a => a.Dispose());
    }

    [Fact]
    public async Task Secrets_AreInNoLog()
    {
        var log = new LogCapture();
        await using (var site = await Site.StartAsync(o =>
        {
            o.Api.Keys.Add(Key("very-secret-key", null, "read", "write"));
            o.Store = "postgres:Host=127.0.0.1;Port=1;Database=x;Username=y;Password=very-secret-word;Timeout=1";
        }, s => s.AddLogging(l => l.SetMinimumLevel(LogLevel.Trace).AddProvider(log))))
        {
            foreach (var path in (string[])["/attune/v1/counts", "/attune/v1/audit", "/health/ready", "/api/users", "/attune", "/metrics", "/attune/v1/counts?x=1"])
                foreach (var key in (string[])["very-secret-key", "very-secret-key2"])
                {
                    await site.GetAsync(path, ("X-API-Key", key));
                    await site.GetAsync(path, ("Authorization", "Bearer " + key));
                }
            Assert.Equal(503, (await site.GetAsync("/health/ready")).Status);
        }
        Assert.Contains("The storage cannot be reached", log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("very-secret", log.Text, StringComparison.Ordinal);
    }
}
