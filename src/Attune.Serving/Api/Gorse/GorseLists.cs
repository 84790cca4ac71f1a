using System.Text.Json;
using Microsoft.AspNetCore.Routing;

namespace Attune.Serving;

/// <summary>Lists: for a user, for a session, for everybody, and neighbors.</summary>
static class GorseLists
{
    /// <summary>What the built-in list of neighbors is called: the name in Gorse's own example, and ours.</summary>
    static readonly string[] Neighbors = ["neighbors", "similar"];

    internal static void Map(IEndpointRouteBuilder api)
    {
        GorseRoutes.Map(api, "GET", "/recommend/{user}/{category?}", ApiScope.Read, RecommendAsync);
        GorseRoutes.Map(api, "POST", "/session/recommend/{category?}", ApiScope.Read, SessionAsync);
        GorseRoutes.Map(api, "GET", "/collaborative-filtering/{user}/{category?}", ApiScope.Read, async call => await ScoresAsync(call, await OfTheModelAsync(call).ConfigureAwait(false)).ConfigureAwait(false));
        GorseRoutes.Map(api, "GET", "/latest/{category?}", ApiScope.Read, async call => await ScoresAsync(call, await LatestAsync(call).ConfigureAwait(false)).ConfigureAwait(false));
        // Of Gorse 0.4, whose clients are still about.
        GorseRoutes.Map(api, "GET", "/popular/{category?}", ApiScope.Read, async call => await ScoresAsync(call, await NamedAsync(call, "popular").ConfigureAwait(false)).ConfigureAwait(false));
        GorseRoutes.Map(api, "GET", "/non-personalized/{name}", ApiScope.Read, async call => await ScoresAsync(call, await NamedAsync(call, call.Id("name")).ConfigureAwait(false)).ConfigureAwait(false));
        GorseRoutes.Map(api, "GET", "/item-to-item/{name}/{item}", ApiScope.Read, async call => await ScoresAsync(call, await LikeItemAsync(call, call.Id("name")).ConfigureAwait(false)).ConfigureAwait(false));
        GorseRoutes.Map(api, "GET", "/item/{item}/neighbors/{category?}", ApiScope.Read, async call => await ScoresAsync(call, await LikeItemAsync(call, Neighbors[0]).ConfigureAwait(false)).ConfigureAwait(false));
        GorseRoutes.Map(api, "GET", "/user-to-user/{name}/{user}", ApiScope.Read, async call => await ScoresAsync(call, await LikeUserAsync(call, call.Id("name")).ConfigureAwait(false)).ConfigureAwait(false));
        GorseRoutes.Map(api, "GET", "/user/{user}/neighbors", ApiScope.Read, async call => await ScoresAsync(call, await LikeUserAsync(call, Neighbors[0]).ConfigureAwait(false)).ConfigureAwait(false));
    }

    static async Task RecommendAsync(GorseCall call)
    {
        var (user, kind) = (call.Id("user"), call.Text("write-back-type"));
        var delay = call.Text("write-back-delay") is { } text ? GorseTime.ParseDuration(text, "write-back-delay") : TimeSpan.Zero;
        var items = await OfAsync(call, new RecommendationRequest { User = user }).ConfigureAwait(false);
        if (kind is not null && items.Count > 0)
        {
            var time = call.Now + delay;
            await call.Store.AddEventsAsync([.. items.Select(i => new StoredEvent { Type = kind, User = user, Item = i.Id, Time = time })], addMissing: false, cancellation: call.Cancellation).ConfigureAwait(false);
        }
        if (call.Http.Request.Headers["X-API-Version"] is [{ } version, ..] && version.Trim() == "2") await GorseAnswer.JsonAsync(call.Http, items, WriteScored).ConfigureAwait(false);
        else await GorseAnswer.JsonAsync(call.Http, items, WriteIds).ConfigureAwait(false);
    }

    // As Gorse does: what only says that an item was seen is no wish for more like it, but is not listed again.
    static async Task SessionAsync(GorseCall call)
    {
        List<StoredEvent> events;
        using (var body = await GorseBody.ReadAsync(call).ConfigureAwait(false)) events = GorseFeedback.Read(body.Span, call.Api, call.Now);
        string[] seen = [.. events.OrderBy(e => e.Time).Select(e => e.Item).Distinct(StringComparer.Ordinal)];
        string[] wanted = [.. events.Where(e => !call.Options.Feedback.ReadTypes.Contains(e.Type)).OrderBy(e => e.Time).Select(e => e.Item)];
        var items = wanted.Length == 0 ? [] : await OfAsync(call, new RecommendationRequest { Placement = "session", Items = wanted, Exclude = seen }).ConfigureAwait(false);
        await GorseAnswer.JsonAsync(call.Http, items, WriteScored).ConfigureAwait(false);
    }

    /// <summary>What the model itself lists for a user: fallbacks are left out.</summary>
    internal static async Task<IReadOnlyList<ScoredId>> OfTheModelAsync(GorseCall call)
    {
        var request = new RecommendationRequest { User = call.Id("user"), Exclude = await ReadOfAsync(call).ConfigureAwait(false) };
        var items = await OfAsync(call, request with { Explain = true }).ConfigureAwait(false);
        return [.. items.Where(i => i.Reasons?.ModelVersion is not null).Select(i => new ScoredId(i.Id, i.Score))];
    }

    /// <summary>The newest items.</summary>
    internal static async Task<IReadOnlyList<ScoredId>> LatestAsync(GorseCall call) => Asked(call) is { } request ? await call.Attune.LatestAsync(request, call.Cancellation).ConfigureAwait(false) : [];

    /// <summary>A list for everybody: the popular, the latest, or a placement of this name.</summary>
    internal static async Task<IReadOnlyList<ScoredId>> NamedAsync(GorseCall call, string name) => name switch
    {
        "latest" => await LatestAsync(call).ConfigureAwait(false),
        "popular" => Asked(call) is { } request ? await call.Attune.PopularAsync(request, call.Cancellation).ConfigureAwait(false) : [],
        _ when call.Attune.Placements.TryGetValue(name, out var placement) && !placement.NeedsItems =>
            Scored(await OfAsync(call, new RecommendationRequest { Placement = name, Exclude = await ReadOfAsync(call).ConfigureAwait(false) }).ConfigureAwait(false)),
        _ => throw GorseCall.NotFound($"non-personalized recommender {name} not found. There are popular, latest, and the configured placements."),
    };

    /// <summary>Items like an item, by the model or by a placement of this name.</summary>
    internal static async Task<IReadOnlyList<ScoredId>> LikeItemAsync(GorseCall call, string name)
    {
        var item = call.Id("item");
        if (Neighbors.Contains(name)) return Asked(call) is { } request ? await call.Attune.SimilarItemsAsync(item, request, call.Cancellation).ConfigureAwait(false) : [];
        if (!call.Attune.Placements.TryGetValue(name, out var placement) || !placement.NeedsItems)
            throw GorseCall.NotFound($"item-to-item recommender {name} not found");
        return Scored(await OfAsync(call, new RecommendationRequest { Placement = name, Items = [item], Exclude = [item, .. await ReadOfAsync(call).ConfigureAwait(false)] }).ConfigureAwait(false));
    }

    /// <summary>Users like a user.</summary>
    internal static async Task<IReadOnlyList<ScoredId>> LikeUserAsync(GorseCall call, string name)
    {
        var user = call.Id("user");
        if (!Neighbors.Contains(name)) throw GorseCall.NotFound($"user-to-user recommender {name} not found");
        return Asked(call) is { } request ? await call.Attune.SimilarUsersAsync(user, request, call.Cancellation).ConfigureAwait(false) : [];
    }

    /// <summary>A list of a placement, of the length that is asked for. Its request's number goes into the header.</summary>
    internal static async Task<IReadOnlyList<RecommendedItem>> OfAsync(GorseCall call, RecommendationRequest request)
    {
        var (count, offset, categories) = (call.Count, call.Offset, call.Categories);
        if (count == 0) return [];
        var list = await call.Attune.RecommendAsync(request with { Space = call.Space, Count = count, Offset = offset, Categories = categories }, call.Cancellation).ConfigureAwait(false);
        GorseAnswer.Number(call.Http, list.RequestId);
        return list.Items;
    }

    static Task ScoresAsync(GorseCall call, IReadOnlyList<ScoredId> scores) => GorseAnswer.JsonAsync(call.Http, scores, WriteScores);

    static IReadOnlyList<ScoredId> Scored(IReadOnlyList<RecommendedItem> items) => [.. items.Select(i => new ScoredId(i.Id, i.Score))];

    // Null where nothing is asked for.
    static ListRequest? Asked(GorseCall call)
    {
        var request = new ListRequest { Space = call.Space, Count = call.Count, Offset = call.Offset, Categories = call.Categories, WithoutReadOf = call.Text("user-id") };
        return request.Count == 0 ? null : request;
    }

    // The items that the user of the query has had.
    static async Task<IReadOnlyList<string>> ReadOfAsync(GorseCall call) => call.Text("user-id") is { } reader
        ? [.. (await call.Store.EventsOfUserAsync(reader, call.Options.Feedback.LongestHistory, cancellation: call.Cancellation).ConfigureAwait(false)).Select(e => e.Item).Distinct(StringComparer.Ordinal)] : [];

    static void WriteIds(Utf8JsonWriter json, IReadOnlyList<RecommendedItem> items)
    {
        json.WriteStartArray();
        foreach (var item in items) json.WriteStringValue(item.Id);
        json.WriteEndArray();
    }

    static void WriteScored(Utf8JsonWriter json, IReadOnlyList<RecommendedItem> items)
    {
        json.WriteStartArray();
        foreach (var item in items) GorseWriter.Score(json, item.Id, item.Score);
        json.WriteEndArray();
    }

    static void WriteScores(Utf8JsonWriter json, IReadOnlyList<ScoredId> scores)
    {
        json.WriteStartArray();
        foreach (var score in scores) GorseWriter.Score(json, score.Id, score.Score);
        json.WriteEndArray();
    }
}
