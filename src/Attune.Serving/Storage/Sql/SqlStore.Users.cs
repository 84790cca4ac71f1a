namespace Attune.Serving;

sealed partial class SqlStore
{
    const string OneUser = $"SELECT {Columns.User} FROM users WHERE space = $1 AND id = $2";

    public Task<int> PutUsersAsync(IReadOnlyList<StoredUser> users, CancellationToken cancellation = default)
    {
        var last = Last(users, u => StoredLimits.Check(u).Id);
        if (last.Count == 0) return Task.FromResult(0);
        var ids = last.Select(u => u.Id).ToArray();
        return WriteAsync(async (s, row) =>
        {
            var known = await s.NumberAsync($"SELECT COUNT(*) FROM users WHERE space = $1 AND id IN (SELECT id FROM {s.Dialect.Rows(2)} AS g)", [row.Id, ids]).ConfigureAwait(false);
            await s.PutUsersAsync(row.Id, last).ConfigureAwait(false);
            row.Users += last.Count - known;
            return users.Count;
        }, cancellation);
    }

    public Task<StoredUser?> UserAsync(string id, CancellationToken cancellation = default) => FindAsync(OneUser, Columns.ReadUser, id, cancellation);

    public Task<bool> ChangeUserAsync(string id, Func<StoredUser, StoredUser> change, CancellationToken cancellation = default) => WriteAsync(async (s, row) =>
    {
        if ((await s.ListAsync(OneUser, Columns.ReadUser, [row.Id, id]).ConfigureAwait(false)).FirstOrDefault() is not { } user) return false;
        await s.PutUsersAsync(row.Id, [StoredLimits.Check(change(user) with { Id = id })]).ConfigureAwait(false);
        return true;
    }, cancellation);

    public Task<bool> DeleteUserAsync(string id, CancellationToken cancellation = default) => WriteAsync(async (s, row) =>
    {
        var users = await s.ExecuteAsync("DELETE FROM users WHERE space = $1 AND id = $2", row.Id, id).ConfigureAwait(false);
        var events = await s.ExecuteAsync("DELETE FROM events WHERE space = $1 AND user_id = $2", row.Id, id).ConfigureAwait(false);
        row.Users -= users;
        row.Events -= events;
        row.Deletions += users;
        await BeginErasureAsync(s, row, id).ConfigureAwait(false);
        return users + events > 0;
    }, cancellation);

    public Task<Page<StoredUser>> UsersAsync(string? after, int count, CancellationToken cancellation = default)
    {
        StoredLimits.Count(count);
        return ReadAsync(async (s, id) => PageOf(await s.ListAsync($"SELECT {Columns.User} FROM users WHERE space = $1 AND id > $2 ORDER BY id LIMIT $3",
            Columns.ReadUser, [id, after ?? "", count + 1L], cancellation).ConfigureAwait(false), count, u => u.Id), cancellation);
    }
}
