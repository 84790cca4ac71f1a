using System.Text.Json;

namespace Attune;

/// <summary>One JSON object per user: <c>{"user":"ann","items":["tea",{"item":"jam","score":0.5}]}</c>; ids may be whole numbers.</summary>
sealed class JsonListLines : IListLines
{
    public ListOrder Order => ListOrder.AsGiven;

    public void Add(string row, long line, ListBuilder lists)
    {
        using var document = Parse(row);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("user", out var u) || !root.TryGetProperty("items", out var items) || items.ValueKind != JsonValueKind.Array)
            throw new FormatException("is no object with \"user\" and a list \"items\"");
        var user = Id(u, "user");
        if (!lists.AddUser(user)) throw new FormatException($"gives the user '{user}' a second list");
        foreach (var item in items.EnumerateArray())
            if (item.ValueKind != JsonValueKind.Object) lists.Add(user, Id(item, "item"), float.NaN, line);
            else if (item.TryGetProperty("item", out var id) || item.TryGetProperty("id", out id)) lists.Add(user, Id(id, "item"), Score(item), line);
            else throw new FormatException($"has the place {item.GetRawText()} without \"item\"");
    }

    static JsonDocument Parse(string row)
    {
        try
        {
            return JsonDocument.Parse(row);
        }
        catch (JsonException e)
        {
            throw new FormatException($"is not JSON (at byte {e.BytePositionInLine})", e);
        }
    }

    static string Id(JsonElement id, string what) => id.ValueKind switch
    {
        JsonValueKind.String when id.GetString() is { Length: > 0 } text => text,
        JsonValueKind.Number when id.TryGetInt64(out var number) => Vocabulary.Canonical(number),
        _ => throw new FormatException($"has the {what} {id.GetRawText()}, which is neither a text nor a whole number"),
    };

    static float Score(JsonElement item) => !item.TryGetProperty("score", out var score) || score.ValueKind == JsonValueKind.Null ? float.NaN
        : score.ValueKind == JsonValueKind.Number && score.TryGetSingle(out var value) && float.IsFinite(value) ? value
        : throw new FormatException($"has the score {score.GetRawText()}, which is not a finite number");
}
