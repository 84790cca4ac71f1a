using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Attune.Serving;

/// <summary>Feedback: one row for each type, user and item. Rows of the future (a write-back with a delay) are not listed before their time.</summary>
static class GorseFeedback
{
    /// <summary>Rows that are read at once where all are listed.</summary>
    const int Block = 1000;

    internal static void Map(IEndpointRouteBuilder api)
    {
        GorseRoutes.Map(api, "POST", "/feedback", ApiScope.Write, call => PutAsync(call, EventMode.Accumulate));
        GorseRoutes.Map(api, "PUT", "/feedback", ApiScope.Write, call => PutAsync(call, EventMode.Overwrite));
        GorseRoutes.Map(api, "GET", "/feedback/{type?}", ApiScope.Read, ListAsync);
        GorseRoutes.Map(api, "GET", "/feedback/{user}/{item}", ApiScope.Read, call => AllAsync(call, new EventFilter(User: call.Id("user"), Item: call.Id("item"))));
        GorseRoutes.Map(api, "DELETE", "/feedback/{user}/{item}", ApiScope.Write, DeleteAsync);
        GorseRoutes.Map(api, "GET", "/feedback/{type}/{user}/{item}", ApiScope.Read, GetAsync);
        GorseRoutes.Map(api, "DELETE", "/feedback/{type}/{user}/{item}", ApiScope.Write, DeleteAsync);
        GorseRoutes.Map(api, "GET", "/user/{user}/feedback/{type?}", ApiScope.Read, OfUserAsync);
        GorseRoutes.Map(api, "GET", "/item/{item}/feedback/{type?}", ApiScope.Read, call => AllAsync(call, new EventFilter(call.OptionalId("type"), Item: call.Id("item"))));
    }

    static async Task PutAsync(GorseCall call, EventMode mode)
    {
        List<StoredEvent> events;
        using (var body = await GorseBody.ReadAsync(call).ConfigureAwait(false)) events = Read(body.Span, call.Api, call.Now);
        await GorseAnswer.RowsAsync(call.Http, events.Count == 0 ? 0 : await call.Store.AddEventsAsync(events, mode, addMissing: true, call.Cancellation).ConfigureAwait(false)).ConfigureAwait(false);
    }

    /// <summary>An array of events.</summary>
    /// <exception cref="RequestException">One of them cannot be taken; then none is.</exception>
    internal static List<StoredEvent> Read(ReadOnlySpan<byte> json, ApiOptions limits, DateTimeOffset now)
    {
        var reader = new GorseReader(limits);
        return GorseReader.Many(json, (ref System.Text.Json.Utf8JsonReader row, ReadOnlySpan<byte> all) => reader.Event(ref row, all, now));
    }

    static async Task ListAsync(GorseCall call)
    {
        var page = await call.Store.FeedbackAsync(new EventFilter(call.OptionalId("type")), call.Cursor, call.PageCount, call.Cancellation).ConfigureAwait(false);
        await GorseAnswer.JsonAsync(call.Http, Until(page, call.Now), static (json, p) => GorseWriter.Page(json, p, "Feedback"u8, GorseWriter.Event)).ConfigureAwait(false);
    }

    static async Task GetAsync(GorseCall call)
    {
        var page = await call.Store.FeedbackAsync(new EventFilter(call.Id("type"), call.Id("user"), call.Id("item")), null, 1, call.Cancellation).ConfigureAwait(false);
        if (page.Rows is [var row, ..]) await GorseAnswer.JsonAsync(call.Http, row, GorseWriter.Event).ConfigureAwait(false);
        else await GorseAnswer.TextAsync(call.Http, StatusCodes.Status200OK, "{}").ConfigureAwait(false);
    }

    static async Task DeleteAsync(GorseCall call) => await GorseAnswer.RowsAsync(call.Http,
        await call.Store.DeleteFeedbackAsync(new EventFilter(call.OptionalId("type"), call.Id("user"), call.Id("item")), call.Cancellation).ConfigureAwait(false)).ConfigureAwait(false);

    static Task OfUserAsync(GorseCall call)
    {
        var kind = call.OptionalId("type") is { } text ? FeedbackKind.Parse(text) : default;
        var now = call.Now;
        return AllAsync(call, new EventFilter(kind.Type, call.Id("user")), e => e.Time <= now && kind.Matches(e.Value));
    }

    // One block is the ordinary case and is answered with its length; more are sent block by block.
    static async Task AllAsync(GorseCall call, EventFilter filter, Func<StoredEvent, bool>? isListed = null)
    {
        var first = await call.Store.FeedbackAsync(filter, null, Block, call.Cancellation).ConfigureAwait(false);
        if (first.Next is null)
            await GorseAnswer.JsonAsync(call.Http, Listed(first, isListed), static (json, rows) =>
            {
                json.WriteStartArray();
                foreach (var row in rows) GorseWriter.Event(json, row);
                json.WriteEndArray();
            }).ConfigureAwait(false);
        else await GorseAnswer.StreamAsync(call.Http, "application/json", BlocksAsync(call.Store, filter, first, isListed), GorseWriter.Event, asLines: false).ConfigureAwait(false);
    }

    /// <summary>All rows of feedback, block by block.</summary>
    internal static async IAsyncEnumerable<IReadOnlyList<StoredEvent>> BlocksAsync(IStore store, EventFilter filter, Page<StoredEvent>? first = null, Func<StoredEvent, bool>? isListed = null,
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var page = first ?? await store.FeedbackAsync(filter, null, Block, cancellation).ConfigureAwait(false);
        while (true)
        {
            yield return Listed(page, isListed);
            if (page.Next is null) break;
            page = await store.FeedbackAsync(filter, page.Next, Block, cancellation).ConfigureAwait(false);
        }
    }

    static IReadOnlyList<StoredEvent> Listed(Page<StoredEvent> page, Func<StoredEvent, bool>? isListed) => isListed is null ? page.Rows : [.. page.Rows.Where(isListed)];

    static Page<StoredEvent> Until(Page<StoredEvent> page, DateTimeOffset now) => page.Rows.All(e => e.Time <= now) ? page : page with { Rows = [.. page.Rows.Where(e => e.Time <= now)] };
}
