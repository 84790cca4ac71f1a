using System.Text.Json;

namespace Attune.Serving;

/// <summary>Writes Gorse's entities as JSON, fields in Gorse's order.</summary>
static class GorseWriter
{
    internal static void User(Utf8JsonWriter json, StoredUser user)
    {
        json.WriteStartObject();
        UserFields(json, user);
        json.WriteEndObject();
    }

    internal static void UserFields(Utf8JsonWriter json, StoredUser user)
    {
        json.WriteString("UserId"u8, user.Id);
        Labels(json, user.Labels);
        json.WriteString("Comment"u8, user.Comment);
    }

    internal static void Item(Utf8JsonWriter json, StoredItem item)
    {
        json.WriteStartObject();
        ItemFields(json, item);
        json.WriteEndObject();
    }

    internal static void ItemFields(Utf8JsonWriter json, StoredItem item)
    {
        json.WriteString("ItemId"u8, item.Id);
        json.WriteBoolean("IsHidden"u8, item.IsHidden);
        json.WriteStartArray("Categories"u8);
        foreach (var category in item.Categories) json.WriteStringValue(category);
        json.WriteEndArray();
        GorseTime.Write(json, "Timestamp"u8, item.Timestamp);
        Labels(json, item.Labels);
        json.WriteString("Comment"u8, item.Comment);
    }

    internal static void Event(Utf8JsonWriter json, StoredEvent e)
    {
        json.WriteStartObject();
        json.WriteString("FeedbackType"u8, e.Type);
        json.WriteString("UserId"u8, e.User);
        json.WriteString("ItemId"u8, e.Item);
        json.WriteNumber("Value"u8, Finite(e.Value));
        GorseTime.Write(json, "Timestamp"u8, e.Time);
        // To Gorse this is the newest time that an event of the row had, not when it was taken.
        GorseTime.Write(json, "Updated"u8, e.Time);
        Labels(json, e.Labels);
        json.WriteString("Comment"u8, e.Comment);
        json.WriteEndObject();
    }

    internal static void Score(Utf8JsonWriter json, string id, double score)
    {
        json.WriteStartObject();
        json.WriteString("Id"u8, id);
        json.WriteNumber("Score"u8, Finite(score));
        json.WriteEndObject();
    }

    /// <summary>A page of rows under their name, with the cursor of the next.</summary>
    internal static void Page<T>(Utf8JsonWriter json, Page<T> page, ReadOnlySpan<byte> name, Action<Utf8JsonWriter, T> row)
    {
        json.WriteStartObject();
        json.WriteString("Cursor"u8, GorseCall.CursorOf(page.Next));
        json.WriteStartArray(name);
        foreach (var r in page.Rows) row(json, r);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    // JSON has no other numbers.
    internal static double Finite(double value) => double.IsFinite(value) ? value : 0;

    static void Labels(Utf8JsonWriter json, string? labels)
    {
        json.WritePropertyName("Labels"u8);
        if (labels is null) json.WriteNullValue();
        else json.WriteRawValue(labels, skipInputValidation: true);
    }
}
