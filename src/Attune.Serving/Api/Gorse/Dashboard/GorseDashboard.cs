using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Attune.Serving;

/// <summary>What Gorse's dashboard asks its master, as far as it has a meaning here: what there is, with the items and users themselves beside their scores.</summary>
static class GorseDashboard
{
    /// <summary>What must be checked before everything is deleted.</summary>
    static readonly string[] Confirmations = ["delete_users", "delete_items", "delete_feedback", "delete_cache"];

    internal static void Map(IEndpointRouteBuilder api)
    {
        GorseState.Map(api);
        GorseRoutes.Map(api, "GET", "/dashboard/users", ApiScope.Admin, UsersAsync);
        GorseRoutes.Map(api, "GET", "/dashboard/user/{user}", ApiScope.Admin, async call =>
            await GorseAnswer.JsonAsync(call.Http, await DetailAsync(call, await GorseUsers.FindAsync(call).ConfigureAwait(false)).ConfigureAwait(false), WriteDetail).ConfigureAwait(false));
        GorseRoutes.Map(api, "GET", "/dashboard/user/{user}/feedback/{type?}", ApiScope.Admin, FeedbackAsync);
        GorseRoutes.Map(api, "GET", "/dashboard/latest", ApiScope.Admin, async call => await ItemsAsync(call, await GorseLists.LatestAsync(call).ConfigureAwait(false)).ConfigureAwait(false));
        GorseRoutes.Map(api, "GET", "/dashboard/non-personalized/{name}", ApiScope.Admin, async call => await ItemsAsync(call, await GorseLists.NamedAsync(call, call.Id("name")).ConfigureAwait(false)).ConfigureAwait(false));
        GorseRoutes.Map(api, "GET", "/dashboard/item-to-item/{name}/{item}", ApiScope.Admin, async call => await ItemsAsync(call, await GorseLists.LikeItemAsync(call, call.Id("name")).ConfigureAwait(false)).ConfigureAwait(false));
        GorseRoutes.Map(api, "GET", "/dashboard/user-to-user/{name}/{user}", ApiScope.Admin, NeighborsAsync);
        GorseRoutes.Map(api, "GET", "/dashboard/recommend/{user}/{recommender?}/{name?}", ApiScope.Admin, async call => await ItemsAsync(call, await ListAsync(call).ConfigureAwait(false)).ConfigureAwait(false));
        GorseRoutes.Map(api, "POST", "/purge", ApiScope.Admin, PurgeAsync);
    }

    static async Task<IReadOnlyList<ScoredId>> ListAsync(GorseCall call) => call.OptionalId("recommender") switch
    {
        null => [.. (await GorseLists.OfAsync(call, new RecommendationRequest { User = call.Id("user") }).ConfigureAwait(false)).Select(i => new ScoredId(i.Id, i.Score))],
        "latest" => await GorseLists.LatestAsync(call).ConfigureAwait(false),
        "collaborative" => await GorseLists.OfTheModelAsync(call).ConfigureAwait(false),
        "non-personalized" => await GorseLists.NamedAsync(call, call.OptionalId("name") ?? "").ConfigureAwait(false),
        var other => throw GorseCall.NotFound($"recommender {other} not found. There are latest, collaborative and non-personalized/NAME."),
    };

    static async Task ItemsAsync(GorseCall call, IReadOnlyList<ScoredId> scores)
    {
        var items = new List<(StoredItem Item, double Score)>(scores.Count);
        foreach (var score in scores)
            if (await call.Store.ItemAsync(score.Id, call.Cancellation).ConfigureAwait(false) is { } item) items.Add((item, score.Score));
        await GorseAnswer.JsonAsync(call.Http, items, static (json, rows) => Array(json, rows, static (json, row) =>
        {
            GorseWriter.ItemFields(json, row.Item);
            json.WriteNumber("Score"u8, GorseWriter.Finite(row.Score));
        })).ConfigureAwait(false);
    }

    static async Task NeighborsAsync(GorseCall call)
    {
        var users = new List<(StoredUser User, double Score)>();
        foreach (var score in await GorseLists.LikeUserAsync(call, call.Id("name")).ConfigureAwait(false))
            if (await call.Store.UserAsync(score.Id, call.Cancellation).ConfigureAwait(false) is { } user) users.Add((user, score.Score));
        await GorseAnswer.JsonAsync(call.Http, users, static (json, rows) => Array(json, rows, static (json, row) =>
        {
            GorseWriter.UserFields(json, row.User);
            json.WriteNumber("Score"u8, GorseWriter.Finite(row.Score));
        })).ConfigureAwait(false);
    }

    static async Task UsersAsync(GorseCall call)
    {
        var page = await call.Store.UsersAsync(call.Cursor, call.PageCount, call.Cancellation).ConfigureAwait(false);
        var users = new List<(StoredUser, DateTimeOffset?)>(page.Rows.Count);
        foreach (var user in page.Rows) users.Add(await DetailAsync(call, user).ConfigureAwait(false));
        await GorseAnswer.JsonAsync(call.Http, new Page<(StoredUser, DateTimeOffset?)>(users, page.Next), static (json, p) => GorseWriter.Page(json, p, "Users"u8, WriteDetail)).ConfigureAwait(false);
    }

    // A user with the time of the newest event.
    static async Task<(StoredUser User, DateTimeOffset? Active)> DetailAsync(GorseCall call, StoredUser user)
    {
        var newest = await call.Store.EventsOfUserAsync(user.Id, 1, cancellation: call.Cancellation).ConfigureAwait(false);
        return (user, newest.Count == 0 ? null : newest[^1].Time);
    }

    // Without a type what is a preference; newest first.
    static async Task FeedbackAsync(GorseCall call)
    {
        var (kind, offset, count, now) = (call.OptionalId("type") is { } text ? FeedbackKind.Parse(text) : default, call.Offset, call.Count, call.Now);
        var events = new List<StoredEvent>();
        await foreach (var block in GorseFeedback.BlocksAsync(call.Store, new EventFilter(kind.Type, call.Id("user")), cancellation: call.Cancellation).ConfigureAwait(false))
            events.AddRange(block.Where(e => e.Time <= now && kind.Matches(e.Value) && (kind.Type is not null || !call.Options.Feedback.ReadTypes.Contains(e.Type))));
        var rows = new List<(StoredEvent Event, StoredItem Item)>();
        foreach (var e in events.OrderByDescending(e => e.Time).Skip(offset).Take(count))
            rows.Add((e, await call.Store.ItemAsync(e.Item, call.Cancellation).ConfigureAwait(false) ?? new StoredItem { Id = e.Item, Comment = "** There is no such item. **" }));
        await GorseAnswer.JsonAsync(call.Http, rows, static (json, rows) => Array(json, rows, WriteFeedback)).ConfigureAwait(false);
    }

    static async Task PurgeAsync(GorseCall call)
    {
        var checkedNames = call.Http.Request.HasFormContentType ? (await FormAsync(call).ConfigureAwait(false))["check_list"] : call.Http.Request.Query["check_list"];
        if (!Confirmations.Order().SequenceEqual(checkedNames.ToString().Split(',').Distinct().Order()))
            throw new RequestException(StatusCodes.Status401Unauthorized, $"please confirm by checking all: check_list={string.Join(',', Confirmations)}");
        await call.Store.PurgeAsync(call.Cancellation).ConfigureAwait(false);
        await GorseBulk.AuditAsync(call, "gorse.purge", "users, items, feedback", "deleted").ConfigureAwait(false);
    }

    static async Task<IFormCollection> FormAsync(GorseCall call)
    {
        try
        {
            return await call.Http.Request.ReadFormAsync(call.Cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is InvalidDataException || (e is IOException and not BadHttpRequestException))
        {
            throw RequestException.Bad($"The form cannot be read: {e.Message}");
        }
    }

    static void Array<T>(Utf8JsonWriter json, IReadOnlyList<T> rows, Action<Utf8JsonWriter, T> fields)
    {
        json.WriteStartArray();
        foreach (var row in rows)
        {
            json.WriteStartObject();
            fields(json, row);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    static void WriteDetail(Utf8JsonWriter json, (StoredUser User, DateTimeOffset? Active) row)
    {
        json.WriteStartObject();
        GorseWriter.UserFields(json, row.User);
        GorseTime.Write(json, "LastActiveTime"u8, row.Active);
        // Lists are made when they are asked for: there is no time at which they were updated.
        GorseTime.Write(json, "LastUpdateTime"u8, null);
        json.WriteEndObject();
    }

    static void WriteFeedback(Utf8JsonWriter json, (StoredEvent Event, StoredItem Item) row)
    {
        json.WriteString("FeedbackType"u8, row.Event.Type);
        json.WriteString("UserId"u8, row.Event.User);
        json.WritePropertyName("Item"u8);
        GorseWriter.Item(json, row.Item);
        json.WriteNumber("Value"u8, GorseWriter.Finite(row.Event.Value));
        GorseTime.Write(json, "Timestamp"u8, row.Event.Time);
        json.WriteString("Comment"u8, row.Event.Comment);
    }
}
