using System.Text.Json;
using System.Text.Json.Nodes;
using Attune.Serving;

namespace Attune.Cli;

/// <summary>What goes to a server and comes from it, as JSON.</summary>
static class ServerJson
{
    /// <summary>The JSON of an answer; null where it is none.</summary>
    internal static JsonNode? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    internal static JsonNode Of(IReadOnlyList<StoredEvent> events) => new JsonArray([.. events.Select(e => new JsonObject
    {
        ["type"] = e.Type,
        ["user"] = e.User,
        ["item"] = e.Item,
        ["value"] = e.Value,
        ["time"] = e.Time,
        ["labels"] = Free(e.Labels),
        ["eventId"] = e.EventId,
        ["requestId"] = e.RequestId,
    })]);

    internal static JsonNode Of(IReadOnlyList<StoredItem> items) => new JsonArray([.. items.Select(i => new JsonObject
    {
        ["id"] = i.Id,
        ["comment"] = i.Comment,
        ["categories"] = new JsonArray([.. i.Categories.Select(c => (JsonNode)c)]),
        ["labels"] = Free(i.Labels),
    })]);

    internal static JsonNode Of(IReadOnlyList<StoredUser> users) => new JsonArray([.. users.Select(u => new JsonObject { ["id"] = u.Id, ["comment"] = u.Comment, ["labels"] = Free(u.Labels) })]);

    /// <summary>What a server says of a model that it has stored.</summary>
    internal static ModelRecord Model(JsonNode answer) => new()
    {
        Version = Text(answer, "version"),
        Model = Text(answer, "model"),
        IsActive = answer["isActive"]?.GetValue<bool>() ?? false,
        Decision = Text(answer, "decision"),
        Metrics = [.. (answer["metrics"] as JsonArray ?? []).OfType<JsonObject>().Select(m => new ModelMetric(Text(m, "name"), Number(m, "value"), Number(m, "low"), Number(m, "high"), (int)Number(m, "users")))],
    };

    static JsonNode? Free(string? labels) => labels is null ? null : JsonNode.Parse(labels);

    static string Text(JsonNode node, string name) => node[name]?.ToString() ?? "";

    static double Number(JsonNode node, string name) => node[name]?.GetValue<double>() ?? double.NaN;
}
