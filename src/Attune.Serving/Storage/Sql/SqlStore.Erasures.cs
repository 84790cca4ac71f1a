namespace Attune.Serving;

sealed partial class SqlStore
{
    public Task<IReadOnlyList<Erasure>> ErasuresAsync(CancellationToken cancellation = default) => ReadAsync<IReadOnlyList<Erasure>>(async (s, id) => await s.ListAsync(
        "SELECT number, user_id, happened FROM erasures WHERE space = $1 ORDER BY number", r => new Erasure(r.GetInt64(0), r.GetString(1), Columns.Time(r.GetInt64(2))), [id], cancellation).ConfigureAwait(false), cancellation);

    public Task EndErasuresAsync(long upTo, CancellationToken cancellation = default) => WriteAsync((s, row) =>
        s.ExecuteAsync("DELETE FROM erasures WHERE space = $1 AND number <= $2", row.Id, upTo), cancellation);

    // Deleted again, a user waits under the new number, and as long as from the first time.
    Task BeginErasureAsync(SqlSession s, SpaceRow row, string user) => !StoredLimits.IsId(user) ? Task.CompletedTask : s.ExecuteAsync(
        "INSERT INTO erasures (space, user_id, number, happened) VALUES ($1, $2, $3, $4) ON CONFLICT (space, user_id) DO UPDATE SET number = excluded.number",
        row.Id, user, ++row.LastChange, Columns.Ticks(storage.Time.GetUtcNow()));
}
