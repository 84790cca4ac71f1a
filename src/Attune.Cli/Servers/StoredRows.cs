using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Attune.Serving;

namespace Attune.Cli;

/// <summary>The rows of a data set as a server stores them.</summary>
static class StoredRows
{
    static readonly string[] Categories = ["category", "categories", "genre", "genres"];

    /// <summary>
    /// The events, in the order of the data. Each has an id that is a hash of all that it says, and of how many equal events came before it: the same data
    /// pushed again gives the same ids, and a server leaves them out.
    /// </summary>
    /// <param name="data">The data.</param>
    /// <param name="now">The time of events that have none.</param>
    internal static IEnumerable<StoredEvent> Events(Dataset data, DateTimeOffset now)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var (user, time) = (-1, long.MinValue);
        for (var e = 0; e < data.Count; e++)
        {
            // Equal events stand under one user and time.
            var (nextUser, nextTime) = (data.Events.Users[e], data.HasTimes ? data.Events.Times[e] : 0);
            if ((nextUser, nextTime) != (user, time)) seen.Clear();
            (user, time) = (nextUser, nextTime);
            yield return Event(data, e, now, seen);
        }
    }

    /// <summary>The items of which the data says more than their ids.</summary>
    internal static IEnumerable<StoredItem> Items(Dataset data) => data.ItemFeatures is not { } features ? [] : Enumerable.Range(0, data.Items.Count).Where(features.Knows).Select(i => new StoredItem
    {
        Id = data.Items[i],
        Comment = features.Title(i) ?? "",
        Categories = [.. features.Columns.Where(IsCategory).SelectMany(c => c.Labels(i)).Distinct(StringComparer.Ordinal)],
        Labels = Labels(features.Columns.Where(c => !IsCategory(c) && c.Values[i] is { Length: > 0 } && !IsTitle(c, features)).Select(c => (c.Name, Node(c, i)))),
    });

    /// <summary>The users of whom the data says more than their ids.</summary>
    internal static IEnumerable<StoredUser> Users(Dataset data) => data.UserFeatures is not { } features ? [] : Enumerable.Range(0, data.Users.Count).Where(features.Knows).Select(u => new StoredUser
    {
        Id = data.Users[u],
        Labels = Labels(features.Columns.Where(c => c.Values[u] is { Length: > 0 }).Select(c => (c.Name, Node(c, u)))),
    });

    static StoredEvent Event(Dataset data, int e, DateTimeOffset now, Dictionary<string, int> seen)
    {
        var (events, value) = (data.Events, data.Events.ValueOf(e));
        var stored = new StoredEvent
        {
            Type = events.KindOf(e),
            User = data.Users[events.Users[e]],
            Item = data.Items[events.Items[e]],
            Value = float.IsNaN(value) ? 0 : value,
            Time = events.TimeOf(e) ?? now,
            RequestId = events.Requests.IsEmpty ? null : events.Requests[e],
            Labels = Labels(Circumstances(events, e)),
        };
        var said = string.Create(CultureInfo.InvariantCulture, $"{stored.Type}\n{stored.User}\n{stored.Item}\n{value:r}\n{(data.HasTimes ? events.Times[e] : 0)}\n{stored.RequestId}\n{stored.Labels}");
        var before = seen[said] = seen.GetValueOrDefault(said) + 1;
        return stored with { EventId = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{said}\n{before}"))).AsSpan(0, 16)) };
    }

    static IEnumerable<(string, JsonNode?)> Circumstances(EventColumns events, int e)
    {
        if (!events.Prices.IsEmpty && float.IsFinite(events.Prices[e])) yield return ("price", events.Prices[e]);
        if (!events.Slots.IsEmpty && events.Slots[e] > 0) yield return ("slot", events.Slots[e]);
        if (!events.Contexts.IsEmpty && events.Contexts[e] is { } context) yield return ("context", context);
    }

    static string? Labels(IEnumerable<(string Name, JsonNode? Value)> values)
    {
        var labels = new JsonObject(values.Select(v => KeyValuePair.Create(v.Name, v.Value)));
        return labels.Count == 0 ? null : labels.ToJsonString();
    }

    static JsonNode? Node(FeatureColumn column, int index) => column.Kind switch
    {
        FeatureKind.Tokens => new JsonArray([.. column.Labels(index).Select(l => (JsonNode)l)]),
        FeatureKind.Number when double.TryParse(column.Values[index], CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) => number,
        _ => column.Values[index],
    };

    static bool IsCategory(FeatureColumn column) => column.Kind == FeatureKind.Tokens && Categories.Contains(column.Name, StringComparer.OrdinalIgnoreCase);

    static bool IsTitle(FeatureColumn column, FeatureTable features) => column == (features["title"] ?? features["name"]);
}
