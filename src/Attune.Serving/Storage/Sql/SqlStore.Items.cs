using System.Runtime.CompilerServices;

namespace Attune.Serving;

sealed partial class SqlStore
{
    const string OneItem = $"SELECT {Columns.Item} FROM items WHERE space = $1 AND id = $2";

    const string ItemPage = $"SELECT {Columns.Item} FROM items WHERE space = $1 AND id > $2 ORDER BY id LIMIT $3";

    const string ItemSearch = $@"SELECT {Columns.Item} FROM items WHERE space = $1 AND id > $2 AND (lower(id) LIKE $4 ESCAPE '\' OR lower(comment) LIKE $4 ESCAPE '\') ORDER BY id LIMIT $3";

    const string Changes = $"""
        SELECT change, {Columns.Item}, TRUE AS is_there FROM items WHERE space = $1 AND change > $2 AND change <= $3
        UNION ALL
        SELECT change, id, FALSE, '[]', NULL, NULL, '', FALSE FROM deleted_items WHERE space = $1 AND change > $2 AND change <= $3
        ORDER BY change LIMIT $4
        """;

    public Task<int> PutItemsAsync(IReadOnlyList<StoredItem> items, CancellationToken cancellation = default)
    {
        var last = Last(items, i => StoredLimits.Check(i).Id);
        if (last.Count == 0) return Task.FromResult(0);
        var ids = last.Select(i => i.Id).ToArray();
        return WriteAsync(async (s, row) =>
        {
            var known = await s.NumberAsync($"SELECT COUNT(*) FROM items WHERE space = $1 AND id IN (SELECT id FROM {s.Dialect.Rows(2)} AS g)", [row.Id, ids]).ConfigureAwait(false);
            await s.PutItemsAsync(row.Id, last, row.LastChange + 1).ConfigureAwait(false);
            await UndeleteAsync(s, row, ids).ConfigureAwait(false);
            row.LastChange += last.Count;
            row.Items += last.Count - known;
            return items.Count;
        }, cancellation);
    }

    public Task<StoredItem?> ItemAsync(string id, CancellationToken cancellation = default) => FindAsync(OneItem, Columns.ReadItem, id, cancellation);

    public Task<bool> ChangeItemAsync(string id, Func<StoredItem, StoredItem> change, CancellationToken cancellation = default) => WriteAsync(async (s, row) =>
    {
        if ((await s.ListAsync(OneItem, Columns.ReadItem, [row.Id, id]).ConfigureAwait(false)).FirstOrDefault() is not { } item) return false;
        await s.PutItemsAsync(row.Id, [StoredLimits.Check(change(item) with { Id = id })], ++row.LastChange).ConfigureAwait(false);
        return true;
    }, cancellation);

    public Task<bool> DeleteItemAsync(string id, CancellationToken cancellation = default) => WriteAsync(async (s, row) =>
    {
        var items = await s.ExecuteAsync("DELETE FROM items WHERE space = $1 AND id = $2", row.Id, id).ConfigureAwait(false);
        if (items > 0) await s.ExecuteAsync("INSERT INTO deleted_items (space, id, change) VALUES ($1, $2, $3)", row.Id, id, ++row.LastChange).ConfigureAwait(false);
        var events = await s.ExecuteAsync("DELETE FROM events WHERE space = $1 AND item_id = $2", row.Id, id).ConfigureAwait(false);
        row.Items -= items;
        row.Events -= events;
        row.Deletions += items;
        return items + events > 0;
    }, cancellation);

    public Task<Page<StoredItem>> ItemsAsync(string? after, int count, string? search = null, CancellationToken cancellation = default)
    {
        StoredLimits.Count(count);
        object?[] values = search is null ? [0, after ?? "", count + 1L] : [0, after ?? "", count + 1L, Like(search)];
        return ReadAsync(async (s, id) =>
        {
            values[0] = id;
            return PageOf(await s.ListAsync(search is null ? ItemPage : ItemSearch, Columns.ReadItem, values, cancellation).ConfigureAwait(false), count, i => i.Id);
        }, cancellation);
    }

    public async IAsyncEnumerable<ItemChange> ItemChangesAsync(long after, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        // What changes while this runs gets a larger number and waits for the next call, so no item comes twice.
        var last = await storage.ReadAsync(s => s.NumberAsync("SELECT last_change FROM spaces WHERE name = $1", [space], cancellation), cancellation).ConfigureAwait(false);
        while (after < last)
        {
            var rows = await ReadAsync((s, id) => s.ListAsync(Changes, r => new ItemChange(r.GetInt64(0), r.GetString(1), r.GetBoolean(7) ? Columns.ReadItem(r, 1) : null),
                [id, after, last, Block], cancellation), cancellation).ConfigureAwait(false);
            foreach (var row in rows) yield return row;
            after = rows.Count < Block ? last : rows[^1].Number;
        }
    }

    // Those that are there already stay as they are.
    static async Task AddBareItemsAsync(SqlSession s, SpaceRow row, string[] ids)
    {
        var added = await s.ExecuteAsync($"""
            INSERT INTO items (space, id, hidden, categories, comment, change) SELECT $1, id, FALSE, '[]', '', $3 + place FROM {s.Dialect.Rows(2)} AS g WHERE TRUE ON CONFLICT (space, id) DO NOTHING
            """, row.Id, ids, row.LastChange).ConfigureAwait(false);
        if (added == 0) return;
        await UndeleteAsync(s, row, ids).ConfigureAwait(false);
        row.LastChange += ids.Length;
        row.Items += added;
    }

    static Task UndeleteAsync(SqlSession s, SpaceRow row, string[] ids) =>
        s.ExecuteAsync($"DELETE FROM deleted_items WHERE space = $1 AND id IN (SELECT id FROM {s.Dialect.Rows(2)} AS g)", row.Id, ids);

    static string Like(string text) => $"%{string.Concat(text.Select(c => c is '%' or '_' or '\\' ? $"\\{c}" : char.IsAsciiLetterUpper(c) ? $"{char.ToLowerInvariant(c)}" : $"{c}"))}%";
}
