using Microsoft.Extensions.DependencyInjection;

namespace Attune.Serving.Tests;

/// <summary>Models, tasks, counts, placements and the audit log over Attune's own routes.</summary>
public sealed class ModelRoutesTests
{
    const string V2 = """{"version":"v2","model":"als","created":"2026-01-02T03:04:05+00:00","origin":"retrained","isActive":true,"activation":1,"decision":"Not worse.","metrics":[{"name":"ndcg@10","value":0.25,"low":null,"high":null,"users":3}],"users":3,"items":4,"events":5,"lastEvent":6,"bytes":7}""";

    readonly FixedModels _models = new();

    Task<Site> StartAsync() => Site.StartAsync(services: s => s.AddSingleton<IModels>(_models));

    [Fact]
    public async Task Models_AreListedWithWhatTheyWereMeasuredAt()
    {
        await using var site = await StartAsync();
        Assert.Equal((200, $"[{V2}]"), await site.GetAsync("/attune/v1/models"));
        Assert.Equal((200, V2), await site.GetAsync("/attune/v1/models/v2"));
        Assert.Equal(404, (await site.GetAsync("/attune/v1/models/v1")).Status);
    }

    [Fact]
    public async Task Publish_StreamsTheArchive()
    {
        await using var site = await StartAsync();
        using var answer = await site.Client.PostAsync("/attune/v1/models", new ByteArrayContent([1, 2, 3]), TestContext.Current.CancellationToken);
        Assert.Equal((201, "/attune/v1/models/v2", V2), ((int)answer.StatusCode, answer.Headers.Location!.OriginalString, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
        Assert.Equal([1, 2, 3], _models.Published);
    }

    [Fact]
    public async Task Publish_OfWhatIsNoModel_Answers400WithTheReason()
    {
        await using var site = await StartAsync();
        _models.Throws = new DataException("The archive holds no model.json.");
        Assert.Equal((400, """{"type":"about:blank","title":"Bad Request","status":400,"detail":"The archive holds no model.json."}"""), await site.PostAsync("/attune/v1/models", "x"));
        Assert.Contains("failed: The archive holds no model.json.", (await site.GetAsync("/attune/v1/audit")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ActivateRollBackRetrain_AnswerWithTheModel_AndAreAudited()
    {
        await using var site = await StartAsync();
        Assert.Equal((200, V2), await site.PostAsync("/attune/v1/models/v2/activate"));
        Assert.Equal((200, V2), await site.PostAsync("/attune/v1/models/rollback"));
        Assert.Equal((200, V2), await site.PostAsync("/attune/v1/models/retrain?wait=true"));
        Assert.Equal((202, """{"tasks":"/attune/v1/tasks"}"""), await site.PostAsync("/attune/v1/models/retrain"));
        var (_, audit) = await site.GetAsync("/attune/v1/audit?n=3");
        Assert.StartsWith("[{\"time\":", audit, StringComparison.Ordinal);
        Assert.Contains("\"who\":\"anyone\",\"action\":\"models.retrain\",\"subject\":\"\",\"outcome\":\"v2: active; Not worse.\"", audit, StringComparison.Ordinal);
        Assert.DoesNotContain("models.activate", audit, StringComparison.Ordinal);
        await site.StopAsync();
        Assert.Equal(["activate v2", "rollback", "retrain", "retrain"], _models.Calls);
    }

    [Theory, InlineData("models/v1/activate", 404), InlineData("models/rollback", 409), InlineData("models/retrain?wait=true", 409)]
    public async Task Change_ThatCannotBeMade_SaysSo(string path, int status)
    {
        await using var site = await StartAsync();
        _models.Answer = null;
        var (answered, body) = await site.PostAsync("/attune/v1/" + path);
        Assert.Equal(status, answered);
        Assert.Contains("GET /attune/v1/", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tasks_AreThoseOfTheSpace()
    {
        await using var site = await StartAsync();
        Assert.Equal((200, """[{"name":"retrain","space":"default","stage":"training","done":1,"total":4,"started":"2026-01-02T03:04:05+00:00","ended":null,"outcome":null}]"""), await site.GetAsync("/attune/v1/tasks"));
    }

    [Fact]
    public async Task Counts_SayHowMuchThereIs()
    {
        await using var site = await StartAsync();
        await site.PostAsync("/attune/v1/events", """[{"type":"view","user":"u","item":"a"}]""");
        Assert.Equal((200, """{"users":1,"items":1,"events":1,"lastEvent":1,"activeModel":"v2"}"""), await site.GetAsync("/attune/v1/counts"));
    }

    [Fact]
    public async Task Placements_AreListedByName()
    {
        await using var site = await StartAsync();
        var (status, body) = await site.GetAsync("/attune/v1/placements");
        Assert.Equal(200, status);
        Assert.StartsWith("""[{"name":"buy-again","recommenders":["model","popular","latest"],"seen":"Only","needsItems":false,"filter":null,"diversity":0,"categoryCap":null},{"name":"home",""", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenApi_DescribesEveryOwnRoute()
    {
        await using var site = await StartAsync();
        var (status, body) = await site.GetAsync("/attune/v1/openapi.json");
        Assert.Equal(200, status);
        var paths = System.Text.Json.JsonDocument.Parse(body).RootElement.GetProperty("paths");
        string[] described = [.. paths.EnumerateObject().SelectMany(p => p.Value.EnumerateObject().Select(o => $"{o.Name.ToUpperInvariant()} {p.Name}"))];
        var mapped = site.Services.GetRequiredService<Microsoft.AspNetCore.Routing.EndpointDataSource>().Endpoints.OfType<Microsoft.AspNetCore.Routing.RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.StartsWith("/attune/v1/", StringComparison.Ordinal)).Select(e => $"{e.Metadata.GetMetadata<Microsoft.AspNetCore.Routing.IHttpMethodMetadata>()!.HttpMethods[0]} {e.RoutePattern.RawText}");
        Assert.Equal(mapped.Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
        Assert.Contains("\"requestId\"", body, StringComparison.Ordinal);
    }
}
