using Microsoft.Extensions.DependencyInjection;

namespace Attune.Serving.Tests;

/// <summary>Users, items and events over Attune's own routes.</summary>
public sealed class DataRoutesTests
{
    [Fact]
    public async Task Users_PutReadChangeErase()
    {
        await using var site = await Site.StartAsync();
        Assert.Equal((200, """{"given":2,"taken":2}"""), await site.PostAsync("/attune/v1/users", """[{"id":"u","labels":{"age":30},"comment":"Ann"},{"id":"v"}]"""));
        Assert.Equal((200, """{"id":"u","labels":{"age":30},"comment":"Ann"}"""), await site.GetAsync("/attune/v1/users/u"));
        Assert.Equal((200, """{"id":"u","labels":{"age":30},"comment":"Anna"}"""), await site.SendAsync("PATCH", "/attune/v1/users/u", """{"comment":"Anna"}"""));
        Assert.Equal((200, """{"id":"u","labels":null,"comment":"Anna"}"""), await site.SendAsync("PATCH", "/attune/v1/users/u", """{"labels":null}"""));
        Assert.Equal((200, """{"rows":[{"id":"u","labels":null,"comment":"Anna"}],"next":"u"}"""), await site.GetAsync("/attune/v1/users?n=1"));
        Assert.Equal((200, """{"rows":[{"id":"v","labels":null,"comment":""}],"next":null}"""), await site.GetAsync("/attune/v1/users?n=1&after=u"));
        Assert.Equal((200, """{"deleted":true}"""), await site.SendAsync("DELETE", "/attune/v1/users/u"));
        Assert.Equal((200, """{"deleted":false}"""), await site.SendAsync("DELETE", "/attune/v1/users/u"));
        Assert.Equal((404, """{"type":"about:blank","title":"Not Found","status":404,"detail":"There is no user \u0022u\u0022; POST /attune/v1/users adds one."}"""), await site.GetAsync("/attune/v1/users/u"));
    }

    [Fact]
    public async Task Items_PutReadChangeDelete()
    {
        await using var site = await Site.StartAsync();
        const string lamp = """{"id":"lamp","isHidden":false,"categories":["light"],"timestamp":"2026-01-02T03:04:05+00:00","labels":["warm"],"comment":"A lamp"}""";
        Assert.Equal((200, """{"given":1,"taken":1}"""), await site.PostAsync("/attune/v1/items", $"[{lamp}]"));
        Assert.Equal((200, lamp), await site.GetAsync("/attune/v1/items/lamp"));
        Assert.Equal((200, $$"""{"rows":[{{lamp}}],"next":null}"""), await site.GetAsync("/attune/v1/items?search=LAMP"));
        Assert.Equal((200, """{"rows":[],"next":null}"""), await site.GetAsync("/attune/v1/items?search=chair"));
        Assert.Equal((200, lamp.Replace("\"isHidden\":false", "\"isHidden\":true", StringComparison.Ordinal)), await site.SendAsync("PATCH", "/attune/v1/items/lamp", """{"isHidden":true}"""));
        Assert.Equal((200, """{"deleted":true}"""), await site.SendAsync("DELETE", "/attune/v1/items/lamp"));
        Assert.Equal(404, (await site.GetAsync("/attune/v1/items/lamp")).Status);
        Assert.Equal(404, (await site.SendAsync("PATCH", "/attune/v1/items/lamp", "{}")).Status);
    }

    [Theory, InlineData("a/b"), InlineData("a%2Fb"), InlineData("ü ?&#")]
    public async Task Ids_OfAnyCharacters_AreFoundByPath(string id)
    {
        await using var site = await Site.StartAsync();
        await site.Attune.Store().PutItemsAsync([new StoredItem { Id = id }], TestContext.Current.CancellationToken);
        var (status, body) = await site.GetAsync("/attune/v1/items/" + Uri.EscapeDataString(id));
        Assert.Equal(200, status);
        Assert.Contains(System.Text.Json.JsonSerializer.Serialize(id), body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_AreTakenOnceByEventId()
    {
        await using var site = await Site.StartAsync();
        const string events = """[{"type":"view","user":"u","item":"a","value":2,"time":"2026-01-02T03:04:05Z","labels":{"page":1},"comment":"c","eventId":"e1","requestId":"r1"},{"type":"view","user":"u","item":"b","time":"2026-01-02T03:04:06Z"}]""";
        Assert.Equal((200, """{"given":2,"taken":2}"""), await site.PostAsync("/attune/v1/events", events));
        Assert.Equal((200, """{"given":1,"taken":0}"""), await site.PostAsync("/attune/v1/events", """[{"type":"view","user":"u","item":"a","eventId":"e1"}]"""));
        Assert.Equal((200, """{"user":{"id":"u","labels":null,"comment":""},"events":[{"type":"view","user":"u","item":"a","value":2,"time":"2026-01-02T03:04:05+00:00","labels":{"page":1},"comment":"c","eventId":"e1","requestId":"r1"},{"type":"view","user":"u","item":"b","value":0,"time":"2026-01-02T03:04:06+00:00","labels":null,"comment":"","eventId":null,"requestId":null}]}"""),
            await site.GetAsync("/attune/v1/users/u/export"));
        Assert.Equal((200, """{"user":null,"events":[]}"""), await site.GetAsync("/attune/v1/users/nobody/export"));
    }

    [Fact]
    public async Task Events_Overwrite_TakesThePlaceOfEarlierOnes()
    {
        await using var site = await Site.StartAsync();
        const string one = """[{"type":"rating","user":"u","item":"a","value":3}]""";
        await site.PostAsync("/attune/v1/events", one);
        await site.PostAsync("/attune/v1/events?mode=overwrite", one);
        Assert.Single(await site.Attune.Store().EventsOfUserAsync("u", 10, cancellation: TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Events_WithoutAddMissing_AddNobody()
    {
        await using var site = await Site.StartAsync();
        Assert.Equal((200, """{"given":1,"taken":1}"""), await site.PostAsync("/attune/v1/events?addMissing=false", """[{"type":"view","user":"u","item":"a"}]"""));
        Assert.Equal(404, (await site.GetAsync("/attune/v1/users/u")).Status);
    }

    [Theory]
    [InlineData("[{\"type\":\"view\",\"user\":\"u\"}]", 400, "does not have the shape of this route at $[0]")]
    [InlineData("[{\"type\":\"view\",\"user\":\"u\",\"item\":\"a\",\"colour\":1}]", 400, "at $[0].colour")]
    [InlineData("[{\"type\":\"view\",\"user\":\"u\",\"item\":\"\"}]", 400, "[0].item has 0 characters; an id has 1 to 256.")]
    [InlineData("[{\"type\":\"view\",\"user\":\"u\",\"item\":\"a\",\"labels\":[[[[[[[[[1]]]]]]]]]}]", 400, "[0].labels is nested more than 8 deep; flatten it.")]
    [InlineData("[null]", 400, "[0] is null")]
    [InlineData("{}", 400, "at $")]
    [InlineData("[", 400, "does not have the shape")]
    [InlineData("", 400, "does not have the shape")]
    public async Task Events_OfOtherShape_AreRefusedWithThePlace(string body, int status, string words)
    {
        await using var site = await Site.StartAsync();
        var (answered, text) = await site.PostAsync("/attune/v1/events", body);
        Assert.Equal(status, answered);
        Assert.Contains(words, System.Text.Json.JsonDocument.Parse(text).RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, (await site.Attune.Store().CountsAsync(TestContext.Current.CancellationToken)).Events);
    }

    [Fact]
    public async Task Events_AsPlainText_AreRefused_SoThatNoOtherSiteCanSendThem()
    {
        await using var site = await Site.StartAsync();
        using var answer = await site.Client.PostAsync("/attune/v1/events", new StringContent("[]"), TestContext.Current.CancellationToken);
        Assert.Equal((415, "application/problem+json"), ((int)answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
    }

    [Fact]
    public async Task Erase_LeavesNothingOfAUser_AndSaysSoInTheAuditLog()
    {
        await using var site = await Site.StartAsync();
        await site.PostAsync("/attune/v1/events", """[{"type":"view","user":"mrs-x","item":"a"},{"type":"view","user":"v","item":"b"}]""");
        var nobody = Items(await site.GetAsync("/attune/v1/placements/home/recommendations?user=nobody"));
        Assert.NotEqual(nobody, Items(await site.GetAsync("/attune/v1/placements/home/recommendations?user=mrs-x")));
        Assert.Equal((200, """{"deleted":true}"""), await site.SendAsync("DELETE", "/attune/v1/users/mrs-x"));
        Assert.Equal((200, """{"user":null,"events":[]}"""), await site.GetAsync("/attune/v1/users/mrs-x/export"));
        Assert.Equal(Items(await site.GetAsync("/attune/v1/placements/home/recommendations?user=nobody")), Items(await site.GetAsync("/attune/v1/placements/home/recommendations?user=mrs-x")));
        var (_, audit) = await site.GetAsync("/attune/v1/audit");
        Assert.Contains("\"action\":\"users.erase\"", audit, StringComparison.Ordinal);
        Assert.DoesNotContain("mrs-x", audit, StringComparison.Ordinal);
        await foreach (var e in site.Attune.Store().ReadEventsAsync(cancellation: TestContext.Current.CancellationToken)) Assert.NotEqual("mrs-x", e.User);

        static string Items((int, string Body) answer) => answer.Body[answer.Body.IndexOf("\"items\"", StringComparison.Ordinal)..];
    }

    [Fact]
    public async Task Erase_LeavesNothingInTheNextModel()
    {
        await using var site = await Site.StartAsync(o =>
        {
            o.Retrain.LeastEvents = 10;
            o.Retrain.Settings["factors"] = "2";
        });
        var events = Enumerable.Range(0, 200).Select(i => new StoredEvent { Type = "view", User = $"u{i % 20}", Item = $"i{i * 7 % 31}", Time = DateTimeOffset.UnixEpoch.AddHours(i) });
        await site.Attune.Store().AddEventsAsync([.. events], cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(200, (await site.PostAsync("/attune/v1/models/retrain?wait=true")).Status);
        Assert.True(Model().Catalog.Users.IndexOf("u3") >= 0);
        await site.SendAsync("DELETE", "/attune/v1/users/u3");
        Assert.Equal(200, (await site.PostAsync("/attune/v1/models/retrain?wait=true")).Status);
        var newest = (await site.Attune.Store().ModelsAsync(TestContext.Current.CancellationToken))[0];
        Assert.Equal(200, (await site.PostAsync($"/attune/v1/models/{newest.Version}/activate")).Status);
        Assert.Equal((-1, 19), (Model().Catalog.Users.IndexOf("u3"), Model().Catalog.Users.Count));

        IRecommender Model() => site.Services.GetRequiredService<ActiveModels>().Of("default")!.Model;
    }
}
