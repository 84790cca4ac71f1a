using System.Text.Json;
using System.Text;

namespace Attune.Serving;

/// <summary>
/// Reads Gorse's JSON: names of fields in any case, unknown fields left out, null like an absent field. One reader is for one request.
/// </summary>
/// <param name="options">What is allowed.</param>
sealed class GorseReader(ApiOptions options)
{
    readonly ApiLimits _limits = new(options);

    /// <summary>Deeper JSON is refused before anything is read from it.</summary>
    internal const int DeepestJson = 128;

    // In a batch the types, and often the users, are those of the row before.
    string? _lastType;
    string? _lastUser;

    internal delegate T Element<T>(ref Utf8JsonReader json, ReadOnlySpan<byte> all);

    /// <summary>One entity.</summary>
    internal static T One<T>(ReadOnlySpan<byte> all, Element<T> read) => Guarded(all, read, Row);

    /// <summary>An array of entities.</summary>
    internal static List<T> Many<T>(ReadOnlySpan<byte> all, Element<T> read) => Guarded(all, read, static (ref Utf8JsonReader json, ReadOnlySpan<byte> all, Element<T> read) =>
    {
        var rows = new List<T>();
        if (json.TokenType == JsonTokenType.Null) return rows;
        if (json.TokenType != JsonTokenType.StartArray) throw RequestException.Bad("The body must be a JSON array.");
        while (json.Read() && json.TokenType != JsonTokenType.EndArray) rows.Add(Row(ref json, all, read));
        return rows;
    });

    internal StoredUser User(ref Utf8JsonReader json, ReadOnlySpan<byte> all)
    {
        var (id, comment, labels) = ("", "", (string?)null);
        while (Field(ref json))
        {
            if (Is(ref json, "UserId"u8)) id = Text(ref json, "UserId") ?? id;
            else if (Is(ref json, "Labels"u8)) labels = Labels(ref json, all) ?? labels;
            else if (Is(ref json, "Comment"u8)) comment = Text(ref json, "Comment") ?? comment;
            else Skip(ref json);
        }
        return new StoredUser { Id = Id(id, "UserId"), Labels = labels, Comment = comment };
    }

    internal StoredItem Item(ref Utf8JsonReader json, ReadOnlySpan<byte> all)
    {
        var id = "";
        var patch = Patch(ref json, all, ref id);
        return patch.Apply(new StoredItem { Id = Id(id, "ItemId") });
    }

    /// <summary>A change of an item; its id, should it be there, is left out.</summary>
    internal ItemPatch ItemPatch(ref Utf8JsonReader json, ReadOnlySpan<byte> all)
    {
        var id = "";
        return Patch(ref json, all, ref id);
    }

    internal UserPatch UserPatch(ref Utf8JsonReader json, ReadOnlySpan<byte> all)
    {
        var patch = default(UserPatch);
        while (Field(ref json))
        {
            if (Is(ref json, "Labels"u8)) patch.Labels = Labels(ref json, all) ?? patch.Labels;
            else if (Is(ref json, "Comment"u8)) patch.Comment = Text(ref json, "Comment") ?? patch.Comment;
            else Skip(ref json);
        }
        return patch;
    }

    /// <summary>An event. One without a time gets the time that is given.</summary>
    internal StoredEvent Event(ref Utf8JsonReader json, ReadOnlySpan<byte> all, DateTimeOffset now)
    {
        var (type, user, item, comment) = ("", "", "", "");
        var (labels, eventId, requestId) = ((string?)null, (string?)null, (string?)null);
        var time = (DateTimeOffset?)null;
        var value = 0.0;
        while (Field(ref json))
        {
            if (Is(ref json, "FeedbackType"u8)) type = _lastType = Same(ref json, _lastType, "FeedbackType");
            else if (Is(ref json, "UserId"u8)) user = _lastUser = Same(ref json, _lastUser, "UserId");
            else if (Is(ref json, "ItemId"u8)) item = Text(ref json, "ItemId") ?? item;
            else if (Is(ref json, "Timestamp"u8)) time = Next(ref json) ? GorseTime.Read(ref json, "Timestamp") : null;
            else if (Is(ref json, "Value"u8)) value = Number(ref json, "Value");
            else if (Is(ref json, "Comment"u8)) comment = Text(ref json, "Comment") ?? comment;
            else if (Is(ref json, "Labels"u8)) labels = Labels(ref json, all) ?? labels;
            else if (Is(ref json, "EventId"u8)) eventId = Text(ref json, "EventId");
            else if (Is(ref json, "RequestId"u8)) requestId = Text(ref json, "RequestId");
            else Skip(ref json);
        }
        return new StoredEvent
        {
            Type = Id(type, "FeedbackType"), User = Id(user, "UserId"), Item = Id(item, "ItemId"), Value = value, Time = time ?? now, Labels = labels, Comment = comment,
            EventId = eventId is null ? null : Id(eventId, "EventId"), RequestId = requestId is null ? null : Id(requestId, "RequestId"),
        };
    }

    ItemPatch Patch(ref Utf8JsonReader json, ReadOnlySpan<byte> all, ref string id)
    {
        var patch = default(ItemPatch);
        while (Field(ref json))
        {
            if (Is(ref json, "ItemId"u8)) id = Text(ref json, "ItemId") ?? id;
            else if (Is(ref json, "IsHidden"u8)) patch.IsHidden = Flag(ref json, "IsHidden") ?? patch.IsHidden;
            else if (Is(ref json, "Categories"u8)) patch.Categories = Texts(ref json, "Categories") ?? patch.Categories;
            else if (Is(ref json, "Timestamp"u8)) patch.Timestamp = Next(ref json) ? GorseTime.Read(ref json, "Timestamp") : patch.Timestamp;
            else if (Is(ref json, "Labels"u8)) patch.Labels = Labels(ref json, all) ?? patch.Labels;
            else if (Is(ref json, "Comment"u8)) patch.Comment = Text(ref json, "Comment") ?? patch.Comment;
            else Skip(ref json);
        }
        return patch;
    }

    delegate R Whole<T, R>(ref Utf8JsonReader json, ReadOnlySpan<byte> all, Element<T> read);

    static R Guarded<T, R>(ReadOnlySpan<byte> all, Element<T> read, Whole<T, R> whole)
    {
        var json = new Utf8JsonReader(all, new JsonReaderOptions { MaxDepth = DeepestJson });
        try
        {
            if (!json.Read()) throw RequestException.Bad("The body is empty; it must be JSON.");
            var result = whole(ref json, all, read);
            return json.Read() ? throw RequestException.Bad("The body goes on after its JSON value.") : result;
        }
        catch (JsonException e)
        {
            throw RequestException.Bad($"The body is no JSON: {e.Message}");
        }
        catch (InvalidOperationException)
        {
            // What the reader says of bytes that are no UTF-8 and of halves of surrogate pairs.
            throw RequestException.Bad($"The body holds text that is not Unicode, at byte {json.BytesConsumed}.");
        }
    }

    // Steps to the next field of an object: true on its name.
    static bool Field(ref Utf8JsonReader json) => json.Read() && json.TokenType == JsonTokenType.PropertyName;

    static T Row<T>(ref Utf8JsonReader json, ReadOnlySpan<byte> all, Element<T> read) =>
        json.TokenType == JsonTokenType.StartObject ? read(ref json, all) : throw RequestException.Bad("A row must be a JSON object.");

    static bool Is(ref Utf8JsonReader json, ReadOnlySpan<byte> name) => json.ValueTextEquals(name) || (!json.ValueIsEscaped && Ascii.EqualsIgnoreCase(json.ValueSpan, name));

    // Steps to a field's value: false where it is null.
    static bool Next(ref Utf8JsonReader json) => json.Read() && json.TokenType != JsonTokenType.Null;

    static void Skip(ref Utf8JsonReader json)
    {
        json.Read();
        json.Skip();
    }

    static string? Text(ref Utf8JsonReader json, string field)
    {
        if (!Next(ref json)) return null;
        if (json.TokenType != JsonTokenType.String) throw RequestException.Bad($"{field} must be a string.");
        return Storable(json.GetString()!, field);
    }

    static string Same(ref Utf8JsonReader json, string? last, string field)
    {
        if (!Next(ref json)) return "";
        if (json.TokenType != JsonTokenType.String) throw RequestException.Bad($"{field} must be a string.");
        return last is not null && json.ValueTextEquals(last) ? last : Storable(json.GetString()!, field);
    }

    static string Storable(string text, string field) => text.Contains('\0') ? throw RequestException.Bad($"{field} contains the character U+0000, which cannot be stored.") : text;

    static bool? Flag(ref Utf8JsonReader json, string field) => !Next(ref json) ? null
        : json.TokenType is JsonTokenType.True or JsonTokenType.False ? json.GetBoolean() : throw RequestException.Bad($"{field} must be true or false.");

    static double Number(ref Utf8JsonReader json, string field) => !Next(ref json) ? 0
        : json.TokenType == JsonTokenType.Number && json.TryGetDouble(out var value) && double.IsFinite(value) ? value : throw RequestException.Bad($"{field} must be a number.");

    List<string>? Texts(ref Utf8JsonReader json, string field)
    {
        if (!Next(ref json)) return null;
        if (json.TokenType != JsonTokenType.StartArray) throw RequestException.Bad($"{field} must be an array of strings.");
        var texts = new List<string>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.String) throw RequestException.Bad($"{field} must be an array of strings.");
            var text = Id(Storable(json.GetString()!, field), field);
            if (!texts.Contains(text)) texts.Add(text);
        }
        return texts;
    }

    string? Labels(ref Utf8JsonReader json, ReadOnlySpan<byte> all) => json.Read() ? GorseLabels.Read(ref json, all, options.DeepestLabels) : null;

    string Id(string id, string field) => _limits.Id(id, field);
}
