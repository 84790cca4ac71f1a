using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Attune.Serving.Tests;

/// <summary>Tenants: what one sends, no other sees, over any route that there is.</summary>
public sealed class IsolationTests
{
    // In every id and text of one tenant.
    const string Mark = "zebra";

    static Task<Site> StartAsync() => Site.StartAsync(o =>
    {
        o.Api.Keys.Add(SecurityTests.Key("one", "tenant-one", "read", "write", "admin"));
        o.Api.Keys.Add(SecurityTests.Key("two", "tenant-two", "read", "write", "admin"));
    });

    static async Task FillAsync(Site site)
    {
        var one = ("X-API-Key", "one");
        Assert.Equal(200, (await site.PostAsync("/attune/v1/users", $$$"""[{"id":"{{{Mark}}}-user","labels":{"name":"{{{Mark}}}"}}]""", one)).Status);
        Assert.Equal(200, (await site.PostAsync("/attune/v1/items", $$"""[{"id":"{{Mark}}-item","categories":["{{Mark}}"],"comment":"{{Mark}}","timestamp":"2026-01-01T00:00:00Z"}]""", one)).Status);
        Assert.Equal(200, (await site.PostAsync("/attune/v1/events", $$"""[{"type":"{{Mark}}","user":"{{Mark}}-user","item":"{{Mark}}-item","eventId":"{{Mark}}"}]""", one)).Status);
        Assert.Equal(200, (await site.SendAsync("DELETE", $"/attune/v1/users/{Mark}-gone", null, one)).Status);
    }

    [Fact]
    public async Task EveryGetRoute_ShowsATenantNothingOfAnother()
    {
        await using var site = await StartAsync();
        await FillAsync(site);
        var (seenByOne, asked) = (0, 0);
        foreach (var path in Paths(site))
        {
            var (status, body) = await site.GetAsync(path, ("X-API-Key", "two"));
            // What is not found may be named as it was asked for; what is found may not hold it, nor the other space's name.
            if (status == 200) Assert.False(body.Replace(path, "", StringComparison.Ordinal).Contains(Mark, StringComparison.Ordinal) || body.Contains("tenant-one", StringComparison.Ordinal), $"{path}: {body}");
            if ((await site.GetAsync(path, ("X-API-Key", "one"))).Body.Contains(Mark, StringComparison.Ordinal)) seenByOne++;
            asked++;
        }
        Assert.True(asked > 20 && seenByOne > 5, $"{asked} routes were asked, {seenByOne} of them show their own tenant anything.");
    }

    [Fact]
    public async Task Writes_OfATenant_TouchNoOther()
    {
        await using var site = await StartAsync();
        await FillAsync(site);
        var two = ("X-API-Key", "two");
        Assert.Equal((200, """{"deleted":false}"""), await site.SendAsync("DELETE", $"/attune/v1/users/{Mark}-user", null, two));
        Assert.Equal((200, """{"deleted":false}"""), await site.SendAsync("DELETE", $"/attune/v1/items/{Mark}-item", null, two));
        Assert.Equal(404, (await site.SendAsync("PATCH", $"/attune/v1/items/{Mark}-item", """{"isHidden":true}""", two)).Status);
        Assert.Equal((200, """{"given":1,"taken":1}"""), await site.PostAsync("/attune/v1/events", $$"""[{"type":"view","user":"u","item":"i","eventId":"{{Mark}}"}]""", two));
        Assert.Contains("\"users\":1,\"items\":1,\"events\":1", (await site.GetAsync("/attune/v1/counts", ("X-API-Key", "one"))).Body, StringComparison.Ordinal);
    }

    // Every GET route of the server, with the other tenant's ids where it takes any. A page that repeats what was asked for is asked without.
    static IEnumerable<string> Paths(Site site) => site.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(e => e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("GET") == true)
        .Select(e => "/" + string.Join('/', e.RoutePattern.PathSegments.Select(s => string.Concat(s.Parts.Select(p => p switch
        {
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart l => l.Content,
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternSeparatorPart s => s.Content,
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart { Name: "name" } => "home",
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart p2 => p2.Name.Contains("item", StringComparison.OrdinalIgnoreCase) || e.RoutePattern.RawText!.Contains("item", StringComparison.Ordinal) && p2.Name == "id" ? Mark + "-item"
                : p2.Name.Contains("type", StringComparison.OrdinalIgnoreCase) || p2.Name.Contains("category", StringComparison.OrdinalIgnoreCase) ? Mark : Mark + "-user",
            _ => "",
        })))));
}
