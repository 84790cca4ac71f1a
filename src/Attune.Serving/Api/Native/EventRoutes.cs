using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Attune.Serving;

/// <summary>Takes events.</summary>
sealed class EventRoutes(IAttune attune, ApiLimits limits, TimeProvider time)
{
    internal void Map(IEndpointRouteBuilder routes) => routes.MapPost("events", PostAsync).Needs(ApiScope.Write, new RouteNote("Takes events; those that it says it took outlive the process, and the next list knows them.")
    {
        Parameters = [("mode", "string", "accumulate (default): they come after earlier ones; overwrite: they take the place of earlier ones of the same type, user and item."),
            ("addMissing", "boolean", "Whether users and items that are not there are added bare. Default true.")],
        Body = typeof(IReadOnlyList<EventDocument>),
        Answer = typeof(TakenDocument),
    });

    async Task PostAsync(HttpContext context)
    {
        var given = new Parameters(context.Request, "mode", "addMissing");
        var (mode, addMissing) = (given.Word<EventMode>("mode") ?? EventMode.Accumulate, given.Text("addMissing") is null || given.Flag("addMissing"));
        var documents = await JsonBody.ReadAsync(context, NativeJson.Default.IReadOnlyListEventDocument);
        var now = time.GetUtcNow();
        var events = new StoredEvent[documents.Count];
        for (var i = 0; i < events.Length; i++) events[i] = Of(documents[i], i).Stored(limits, string.Create(CultureInfo.InvariantCulture, $"[{i}]."), now);
        var taken = events.Length == 0 ? 0 : await attune.Store(context.SpaceOf()).AddEventsAsync(events, mode, addMissing, context.RequestAborted);
        await JsonBody.WriteAsync(context, new TakenDocument(events.Length, taken), NativeJson.Default.TakenDocument);
    }

    static EventDocument Of(EventDocument? document, int i) => document ?? throw RequestException.Bad(string.Create(CultureInfo.InvariantCulture, $"[{i}] is null; each entry is an event."));
}
