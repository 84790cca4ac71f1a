using System.Data.Common;

namespace Attune.Serving;

/// <summary>
/// A space in a relational database: the same statements for SQLite and PostgreSQL. Ids are ordered by their UTF-8 bytes, which is the ordinal order but for characters beyond U+FFFF.
/// Every key begins with the space, and every statement names it.
/// </summary>
sealed partial class SqlStore(SqlStorage storage, string space) : IStore
{
    // Rows that one statement of a long reading gives; between two, nothing is held that others could wait for.
    const int Block = 4096;

    int _id;

    public string Space => space;

    public Task<StoreCounts> CountsAsync(CancellationToken cancellation = default) => storage.ReadAsync(async s => (await s.ListAsync(
        "SELECT users, items, events, last_event FROM spaces WHERE name = $1", r => new StoreCounts(r.GetInt64(0), r.GetInt64(1), r.GetInt64(2), r.GetInt64(3)), [space], cancellation).ConfigureAwait(false)).FirstOrDefault(), cancellation);

    public Task PurgeAsync(CancellationToken cancellation = default) => WriteAsync(async (s, row) =>
    {
        var last = row.LastChange;
        await s.ExecuteAsync("INSERT INTO deleted_items (space, id, change) SELECT space, id, $2 + ROW_NUMBER() OVER (ORDER BY id) FROM items WHERE space = $1", row.Id, last).ConfigureAwait(false);
        row.LastChange += await s.ExecuteAsync("DELETE FROM items WHERE space = $1", row.Id).ConfigureAwait(false);
        await s.ExecuteAsync("DELETE FROM users WHERE space = $1", row.Id).ConfigureAwait(false);
        await s.ExecuteAsync("DELETE FROM events WHERE space = $1", row.Id).ConfigureAwait(false);
        (row.Users, row.Items, row.Events) = (0, 0, 0);
        row.Deletions++;
        return true;
    }, cancellation);

    public Task AuditAsync(AuditEntry entry, CancellationToken cancellation = default) => WriteAsync((s, row) => s.ExecuteAsync(
        "INSERT INTO audits (space, number, happened, who, action, subject, outcome) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        row.Id, ++row.LastChange, Columns.Ticks(entry.Time), StoredLimits.Clean(entry.Who), StoredLimits.Clean(entry.Action), StoredLimits.Clean(entry.Subject), StoredLimits.Clean(entry.Outcome)), cancellation);

    public Task<IReadOnlyList<AuditEntry>> AuditsAsync(int count, CancellationToken cancellation = default) => ReadAsync<IReadOnlyList<AuditEntry>>(async (s, id) => await s.ListAsync(
        "SELECT happened, who, action, subject, outcome FROM audits WHERE space = $1 ORDER BY number DESC LIMIT $2",
        r => new AuditEntry(Columns.Time(r.GetInt64(0)), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4)), [id, Math.Max(0, count)], cancellation).ConfigureAwait(false), cancellation);

    // A write with the row of the space in hand.
    Task<T> WriteAsync<T>(Func<SqlSession, SpaceRow, Task<T>> work, CancellationToken cancellation) =>
        storage.WriteAsync(space, async s => await work(s, await s.SpaceAsync(space).ConfigureAwait(false)).ConfigureAwait(false), cancellation);

    // A space that is not there has the id 0, of which nothing is found.
    Task<T> ReadAsync<T>(Func<SqlSession, int, Task<T>> work, CancellationToken cancellation) => storage.ReadAsync(async s =>
    {
        if (_id == 0) _id = (int)await s.NumberAsync("SELECT id FROM spaces WHERE name = $1", [space], cancellation).ConfigureAwait(false);
        return await work(s, _id).ConfigureAwait(false);
    }, cancellation);

    // One row, or null.
    Task<T?> FindAsync<T>(string sql, Func<DbDataReader, T> read, string id, CancellationToken cancellation) where T : class =>
        ReadAsync(async (s, number) => (await s.ListAsync(sql, read, [number, id], cancellation).ConfigureAwait(false)).FirstOrDefault(), cancellation);

    static Page<T> PageOf<T>(List<T> rows, int count, Func<T, string> key)
    {
        if (rows.Count <= count) return new Page<T>(rows, null);
        rows.RemoveRange(count, rows.Count - count);
        return new Page<T>(rows, key(rows[^1]));
    }

    // Of one id the last counts, at the place of the last.
    static List<T> Last<T>(IReadOnlyList<T> rows, Func<T, string> key)
    {
        var seen = new HashSet<string>(rows.Count, StringComparer.Ordinal);
        var last = new List<T>(rows.Count);
        for (var i = rows.Count - 1; i >= 0; i--)
            if (seen.Add(key(rows[i]))) last.Add(rows[i]);
        last.Reverse();
        return last;
    }
}
