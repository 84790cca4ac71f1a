using System.Data.Common;
using Npgsql;
using NpgsqlTypes;

namespace Attune.Serving;

/// <summary>A connection to PostgreSQL. Many rows at once travel as COPY in binary form.</summary>
sealed class PostgresSession(NpgsqlConnection connection, PostgresStorage storage) : SqlSession(Dialect.Postgres)
{
    // Fewer rows than this are not worth a temporary table.
    const int Many = 32;

    const string PutUser = $"INSERT INTO users (space, {Columns.User}) VALUES ($1, $2, $3, $4) {ReplaceUser}";
    const string ReplaceUser = "ON CONFLICT (space, id) DO UPDATE SET labels = excluded.labels, comment = excluded.comment";

    const string PutItem = $"INSERT INTO items (space, {Columns.Item}, change) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) {ReplaceItem}";
    const string ReplaceItem = "ON CONFLICT (space, id) DO UPDATE SET hidden = excluded.hidden, categories = excluded.categories, came = excluded.came, labels = excluded.labels, comment = excluded.comment, change = excluded.change";

    NpgsqlTransaction? _transaction;

    internal override async Task<int> ExecuteAsync(string sql, params object?[] values)
    {
        await using var command = Command(sql, values);
        return await command.ExecuteNonQueryAsync().ConfigureAwait(false);
    }

    internal override async Task<int> ExecuteEachAsync(string sql, IEnumerable<object?[]> rows)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var row in rows)
        {
            var command = new NpgsqlBatchCommand(sql);
            Bind(command.Parameters, row);
            batch.BatchCommands.Add(command);
        }
        return batch.BatchCommands.Count == 0 ? 0 : Math.Max(0, await batch.ExecuteNonQueryAsync().ConfigureAwait(false));
    }

    internal override async Task PutUsersAsync(int space, IReadOnlyList<StoredUser> users)
    {
        if (users.Count < Many)
        {
            await ExecuteEachAsync(PutUser, users.Select(u => new object?[] { space, u.Id, u.Labels, u.Comment })).ConfigureAwait(false);
            return;
        }
        await ReplaceAsync("users", $"space, {Columns.User}", ReplaceUser, users, async (copy, u) =>
        {
            await copy.WriteAsync(space, NpgsqlDbType.Integer).ConfigureAwait(false);
            await TextAsync(copy, u.Id).ConfigureAwait(false);
            await TextAsync(copy, u.Labels).ConfigureAwait(false);
            await TextAsync(copy, u.Comment).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    internal override async Task PutItemsAsync(int space, IReadOnlyList<StoredItem> items, long change)
    {
        if (items.Count < Many)
        {
            await ExecuteEachAsync(PutItem, items.Select(i => new object?[] { space, i.Id, i.IsHidden, Columns.Json(i.Categories), i.Timestamp is { } t ? Columns.Ticks(t) : NoNumber, i.Labels, i.Comment, change++ })).ConfigureAwait(false);
            return;
        }
        await ReplaceAsync("items", $"space, {Columns.Item}, change", ReplaceItem, items, async (copy, i) =>
        {
            await copy.WriteAsync(space, NpgsqlDbType.Integer).ConfigureAwait(false);
            await TextAsync(copy, i.Id).ConfigureAwait(false);
            await copy.WriteAsync(i.IsHidden, NpgsqlDbType.Boolean).ConfigureAwait(false);
            await TextAsync(copy, Columns.Json(i.Categories)).ConfigureAwait(false);
            if (i.Timestamp is { } time) await copy.WriteAsync(Columns.Ticks(time), NpgsqlDbType.Bigint).ConfigureAwait(false);
            else await copy.WriteNullAsync().ConfigureAwait(false);
            await TextAsync(copy, i.Labels).ConfigureAwait(false);
            await TextAsync(copy, i.Comment).ConfigureAwait(false);
            await copy.WriteAsync(change++, NpgsqlDbType.Bigint).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    internal override async Task InsertEventsAsync(int space, IReadOnlyList<NumberedEvent> events, DateTimeOffset updated)
    {
        if (events.Count == 0) return;
        await storage.EnsurePartitionAsync(events[^1].Number).ConfigureAwait(false);
        await CopyAsync("events", $"space, number, {Columns.Event}", events, async (copy, n) =>
        {
            var e = n.Event;
            await copy.WriteAsync(space, NpgsqlDbType.Integer).ConfigureAwait(false);
            await copy.WriteAsync(n.Number, NpgsqlDbType.Bigint).ConfigureAwait(false);
            await TextAsync(copy, e.Type).ConfigureAwait(false);
            await TextAsync(copy, e.User).ConfigureAwait(false);
            await TextAsync(copy, e.Item).ConfigureAwait(false);
            await copy.WriteAsync(e.Value, NpgsqlDbType.Double).ConfigureAwait(false);
            await copy.WriteAsync(Columns.Ticks(e.Time), NpgsqlDbType.Bigint).ConfigureAwait(false);
            await copy.WriteAsync(Columns.Ticks(updated), NpgsqlDbType.Bigint).ConfigureAwait(false);
            await TextAsync(copy, e.Labels).ConfigureAwait(false);
            await TextAsync(copy, e.Comment).ConfigureAwait(false);
            await TextAsync(copy, e.EventId).ConfigureAwait(false);
            await TextAsync(copy, e.RequestId).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    internal override async Task BeginAsync() => _transaction = await connection.BeginTransactionAsync().ConfigureAwait(false);

    internal override Task CommitAsync() => _transaction!.CommitAsync();

    internal override async Task RollBackAsync()
    {
        try
        {
            if (_transaction is not null) await _transaction.RollbackAsync().ConfigureAwait(false);
        }
        catch (Exception error) when (error is DbException or InvalidOperationException)
        {
            // A lost connection has rolled back by being lost.
        }
    }

    public override async ValueTask DisposeAsync()
    {
        if (_transaction is not null) await _transaction.DisposeAsync().ConfigureAwait(false);
        await connection.DisposeAsync().ConfigureAwait(false);
    }

    protected override async Task<DbDataReader> OpenAsync(string sql, object?[] values, CancellationToken cancellation)
    {
        var command = Command(sql, values);
        return await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
    }

    static readonly object NoNumber = new();

    NpgsqlCommand Command(string sql, object?[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        Bind(command.Parameters, values);
        return command;
    }

    // A null says nothing of its type, so it is said here: texts but for the one number that may be missing.
    static void Bind(NpgsqlParameterCollection parameters, object?[] values)
    {
        foreach (var value in values)
            parameters.Add(value == NoNumber ? new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Bigint, Value = DBNull.Value }
                : value is null ? new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text, Value = DBNull.Value }
                : new NpgsqlParameter { Value = Bound(value) });
    }

    // Rows go into a temporary table first, because COPY cannot replace.
    async Task ReplaceAsync<T>(string table, string columns, string replace, IReadOnlyList<T> rows, Func<NpgsqlBinaryImporter, T, Task> write)
    {
        await ExecuteAsync($"CREATE TEMPORARY TABLE IF NOT EXISTS given_{table} (LIKE {table}) ON COMMIT DELETE ROWS").ConfigureAwait(false);
        await CopyAsync($"given_{table}", columns, rows, write).ConfigureAwait(false);
        await ExecuteAsync($"INSERT INTO {table} ({columns}) SELECT {columns} FROM given_{table} {replace}").ConfigureAwait(false);
        await ExecuteAsync($"TRUNCATE given_{table}").ConfigureAwait(false);
    }

    async Task CopyAsync<T>(string table, string columns, IReadOnlyList<T> rows, Func<NpgsqlBinaryImporter, T, Task> write)
    {
        await using var copy = await connection.BeginBinaryImportAsync($"COPY {table} ({columns}) FROM STDIN (FORMAT BINARY)").ConfigureAwait(false);
        foreach (var row in rows)
        {
            await copy.StartRowAsync().ConfigureAwait(false);
            await write(copy, row).ConfigureAwait(false);
        }
        await copy.CompleteAsync().ConfigureAwait(false);
    }

    static Task TextAsync(NpgsqlBinaryImporter copy, string? text) => text is null ? copy.WriteNullAsync() : copy.WriteAsync(text, NpgsqlDbType.Text);
}
