using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Attune.Serving;

/// <summary>A connection to a SQLite file. Statements stay compiled as long as it is open. SQLite works on the caller's thread: the tasks are complete when they are returned.</summary>
sealed class SqliteSession(SqliteConnection connection) : SqlSession(Dialect.Sqlite)
{
    const string PutUser = $"INSERT INTO users (space, {Columns.User}) VALUES ($1, $2, $3, $4) ON CONFLICT (space, id) DO UPDATE SET labels = excluded.labels, comment = excluded.comment";

    const string PutItem = $"""
        INSERT INTO items (space, {Columns.Item}, change) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (space, id) DO UPDATE SET
          hidden = excluded.hidden, categories = excluded.categories, came = excluded.came, labels = excluded.labels, comment = excluded.comment, change = excluded.change
        """;

    const string InsertEvent = $"INSERT INTO events (space, number, {Columns.Event}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";

    readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);

    internal override Task<int> ExecuteAsync(string sql, params object?[] values) => Command(sql, values).ExecuteNonQueryAsync();

    internal override async Task<int> ExecuteEachAsync(string sql, IEnumerable<object?[]> rows)
    {
        var changed = 0;
        foreach (var row in rows) changed += await ExecuteAsync(sql, row).ConfigureAwait(false);
        return changed;
    }

    internal override Task PutUsersAsync(int space, IReadOnlyList<StoredUser> users) => ExecuteEachAsync(PutUser, users.Select(u => new object?[] { space, u.Id, u.Labels, u.Comment }));

    internal override Task PutItemsAsync(int space, IReadOnlyList<StoredItem> items, long change) => ExecuteEachAsync(PutItem, items.Select(i => new object?[]
    {
        space, i.Id, i.IsHidden, Columns.Json(i.Categories), i.Timestamp is { } time ? Columns.Ticks(time) : null, i.Labels, i.Comment, change++,
    }));

    internal override Task InsertEventsAsync(int space, IReadOnlyList<NumberedEvent> events, DateTimeOffset updated) => ExecuteEachAsync(InsertEvent, events.Select(n => n.Event is var e ? new object?[]
    {
        space, n.Number, e.Type, e.User, e.Item, e.Value, Columns.Ticks(e.Time), Columns.Ticks(updated), e.Labels, e.Comment, e.EventId, e.RequestId,
    } : []));

    internal override Task BeginAsync() => ExecuteAsync("BEGIN IMMEDIATE");

    internal override Task CommitAsync() => ExecuteAsync("COMMIT");

    internal override async Task RollBackAsync()
    {
        try
        {
            await ExecuteAsync("ROLLBACK").ConfigureAwait(false);
        }
        catch (SqliteException)
        {
            // After some errors, a full disk among them, SQLite has rolled back by itself.
        }
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var command in _commands.Values) await command.DisposeAsync().ConfigureAwait(false);
        await connection.DisposeAsync().ConfigureAwait(false);
    }

    protected override async Task<DbDataReader> OpenAsync(string sql, object?[] values, CancellationToken cancellation) => await Command(sql, values).ExecuteReaderAsync(cancellation).ConfigureAwait(false);

    SqliteCommand Command(string sql, object?[] values)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = sql;
            for (var i = 1; i <= values.Length; i++) command.Parameters.Add(new SqliteParameter { ParameterName = string.Create(CultureInfo.InvariantCulture, $"${i}") });
            _commands.Add(sql, command);
        }
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i] is string[] list ? JsonSerializer.Serialize(list, StoredJson.Default.StringArray) : Bound(values[i]);
        return command;
    }
}
