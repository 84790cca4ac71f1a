using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Attune.Serving;

/// <summary>Placements and their lists.</summary>
sealed class ListRoutes(IAttune attune, ApiLimits limits)
{
    /// <summary>Prefix of the parameters that describe the situation: context.weather=rain.</summary>
    const string Context = "context.";

    static readonly (string Name, string Type, string Text)[] Described =
    [
        ("user", "string", "The user's id."),
        ("items", "string", "Ids of a session, oldest first, or what the list is to be like, with commas between them."),
        ("n", "integer", "Length of the list."),
        ("offset", "integer", "Places of the whole list to leave out at its beginning. Default 0."),
        ("exclude", "string", "Ids that must not be listed, with commas between them."),
        ("include", "string", "The only ids that may be listed, with commas between them."),
        ("category", "string", "Items must be in all of these categories, with commas between them."),
        ("filter", "string", "An expression over labels, categories and time, as labels.price < 20."),
        ("cap", "integer", "At most so many items of any one category."),
        ("diversity", "number", "0 = by score alone … 1 = as unlike one another as possible."),
        ("promote", "string", "Ids that come first, with commas between them."),
        ("explain", "boolean", "Whether each item says where it comes from."),
        ("seen", "string", "What happens to items that the user has had: exclude, include or only."),
        ("at", "string", "When the list is shown, as 2026-01-31 or 2026-01-31T12:00:00Z: the as-of day of a buy-again list, before which days are counted back. Now where it is absent."),
        ("asOf", "string", "Another name of at; one of the two may be given."),
        ("text", "string", "Words searched for."),
        (Context, "string", "context.NAME=VALUE: named feature values of the situation."),
    ];

    static readonly string[] Known = [.. Described.Select(d => d.Name)];

    internal void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("placements/{name}/recommendations", GetAsync).Needs(ApiScope.Read, new RouteNote("A list for a placement. An unknown user is ordinary.") { Parameters = Described, Answer = typeof(RecommendationList) });
        routes.MapPost("placements/{name}/recommendations", PostAsync).Needs(ApiScope.Read, new RouteNote("A list for a placement, with what it is asked for in the body.") { Body = typeof(ListBody), Answer = typeof(RecommendationList) });
        routes.MapPost("recommendations/batch", BatchAsync).Needs(ApiScope.Read, new RouteNote("Several lists at once, in the order of the requests.") { Body = typeof(BatchBody), Answer = typeof(BatchDocument) });
    }

    async Task GetAsync(HttpContext context) => await ListWriter.WriteAsync(context, await ListAsync(FromQuery(context), context));

    async Task PostAsync(HttpContext context)
    {
        var body = await JsonBody.ReadAsync(context, NativeJson.Default.ListBody);
        var name = NameOf(context);
        if (body.Placement is { } other && other != name) throw RequestException.Bad($"The body names the placement \"{other}\" and the path \"{name}\"; leave it out of the body.");
        await ListWriter.WriteAsync(context, await ListAsync(FromBody(context, body, name), context));
    }

    async Task BatchAsync(HttpContext context)
    {
        var batch = await JsonBody.ReadAsync(context, NativeJson.Default.BatchBody);
        limits.Count(batch.Requests.Count, "the number of requests");
        var requests = batch.Requests.Select(r => FromBody(context, r ?? throw RequestException.Bad("One of the requests is null."), r.Placement ?? "home")).ToArray();
        var body = new System.Buffers.ArrayBufferWriter<byte>();
        await using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteStartArray("lists");
            foreach (var request in requests) ListWriter.Write(json, await ListAsync(request, context));
            json.WriteEndArray();
            json.WriteEndObject();
        }
        (context.Response.ContentType, context.Response.ContentLength) = ("application/json; charset=utf-8", body.WrittenCount);
        await context.Response.Body.WriteAsync(body.WrittenMemory, context.RequestAborted);
    }

    async Task<RecommendationList> ListAsync(RecommendationRequest request, HttpContext context)
    {
        if (!attune.Placements.ContainsKey(request.Placement))
            throw new RequestException(StatusCodes.Status404NotFound, $"There is no placement \"{request.Placement}\"; there are {string.Join(", ", attune.Placements.Keys.Order(StringComparer.Ordinal))}.");
        return await attune.RecommendAsync(request, context.RequestAborted);
    }

    static string NameOf(HttpContext context) => context.Request.RouteValues["name"] as string ?? "";

    RecommendationRequest FromQuery(HttpContext context)
    {
        var given = new Parameters(context.Request, Known);
        var (user, items, include) = (given.Text("user"), given.List("items"), given.List("include"));
        return new RecommendationRequest
        {
            Placement = NameOf(context),
            Space = context.SpaceOf(),
            User = user is null ? null : limits.Id(user, "user"),
            Items = items is null ? null : limits.Ids(items, "items"),
            Count = limits.Count(given.Integer("n") ?? limits.DefaultCount),
            Offset = given.Integer("offset") ?? 0,
            Exclude = limits.Ids(given.List("exclude"), "exclude"),
            Include = include is null ? null : limits.Ids(include, "include"),
            Categories = given.List("category") ?? [],
            Filter = given.Text("filter"),
            CategoryCap = given.Integer("cap") ?? Default(context)?.CategoryCap,
            Diversity = given.Number("diversity") ?? Default(context)?.Diversity ?? 0,
            Promote = limits.Ids(given.List("promote"), "promote"),
            Explain = given.Flag("explain"),
            Seen = given.Word<Seen>("seen"),
            At = AsOf(given.Time("at"), given.Time("asOf")),
            Text = given.Text("text"),
            Context = given.Named(Context),
        };
    }

    RecommendationRequest FromBody(HttpContext context, ListBody body, string placement) => new()
    {
        Placement = placement,
        Space = context.SpaceOf(),
        User = body.User is null ? null : limits.Id(body.User, "user"),
        Items = body.Items is null ? null : limits.Ids(body.Items, "items"),
        Count = limits.Count(body.N ?? limits.DefaultCount),
        Offset = body.Offset,
        Exclude = limits.Ids(body.Exclude, "exclude"),
        Include = body.Include is null ? null : limits.Ids(body.Include, "include"),
        Categories = body.Category ?? [],
        Filter = body.Filter,
        CategoryCap = body.Cap ?? attune.Placements.GetValueOrDefault(placement)?.CategoryCap,
        Diversity = body.Diversity ?? attune.Placements.GetValueOrDefault(placement)?.Diversity ?? 0,
        Promote = limits.Ids(body.Promote, "promote"),
        Explain = body.Explain,
        Seen = body.Seen is null ? null : Parameters.Word<Seen>("seen", body.Seen),
        At = AsOf(body.At, body.AsOf),
        Text = body.Text,
        Context = body.Context,
    };

    static DateTimeOffset? AsOf(DateTimeOffset? at, DateTimeOffset? asOf) => at is null || asOf is null ? at ?? asOf : throw RequestException.Bad("at and asOf are two names of one day; give one of them.");

    Placement? Default(HttpContext context) => attune.Placements.GetValueOrDefault(NameOf(context));
}
