using System.Data.Common;
using System.Text.Json;

namespace Attune.Serving;

/// <summary>How records lie in rows. Times are whole numbers of 100 nanoseconds since 1970, so that none is rounded; lists are JSON.</summary>
static class Columns
{
    internal const string User = "id, labels, comment";
    internal const string Item = "id, hidden, categories, came, labels, comment";
    internal const string Event = "type, user_id, item_id, value, happened, updated, labels, comment, event_id, request_id";
    internal const string Model = "record, active, activation, decision";

    internal static long Ticks(DateTimeOffset time) => time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks;

    internal static DateTimeOffset Time(long ticks) => new(ticks + DateTimeOffset.UnixEpoch.Ticks, TimeSpan.Zero);

    internal static string Json(IReadOnlyList<string> list) => list.Count == 0 ? "[]" : JsonSerializer.Serialize(list, StoredJson.Default.IReadOnlyListString);

    internal static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    internal static StoredUser ReadUser(DbDataReader row) => new() { Id = row.GetString(0), Labels = Text(row, 1), Comment = row.GetString(2) };

    internal static StoredItem ReadItem(DbDataReader row) => ReadItem(row, 0);

    internal static StoredItem ReadItem(DbDataReader row, int first) => new()
    {
        Id = row.GetString(first),
        IsHidden = row.GetBoolean(first + 1),
        Categories = row.GetString(first + 2) is var json && json == "[]" ? [] : JsonSerializer.Deserialize(json, StoredJson.Default.IReadOnlyListString)!,
        Timestamp = row.IsDBNull(first + 3) ? null : Time(row.GetInt64(first + 3)),
        Labels = Text(row, first + 4),
        Comment = row.GetString(first + 5),
    };

    internal static StoredEvent ReadEvent(DbDataReader row) => new()
    {
        Type = row.GetString(0),
        User = row.GetString(1),
        Item = row.GetString(2),
        Value = row.GetDouble(3),
        Time = Time(row.GetInt64(4)),
        Updated = Time(row.GetInt64(5)),
        Labels = Text(row, 6),
        Comment = row.GetString(7),
        EventId = Text(row, 8),
        RequestId = Text(row, 9),
    };

    internal static ModelRecord ReadModel(DbDataReader row) => JsonSerializer.Deserialize(row.GetString(0), StoredJson.Default.ModelRecord)! with
    {
        IsActive = row.GetBoolean(1),
        Activation = row.GetInt64(2),
        Decision = row.GetString(3),
    };
}
