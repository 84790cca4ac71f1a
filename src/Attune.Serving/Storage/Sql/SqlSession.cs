using System.Data.Common;

namespace Attune.Serving;

/// <summary>One open connection: runs statements, and within a transaction knows the rows of the spaces that it writes into.</summary>
abstract class SqlSession(Dialect dialect) : IAsyncDisposable
{
    const string Row = "SELECT id, users, items, events, last_event, last_change, deletions FROM spaces WHERE name = $1";

    readonly Dictionary<string, (SpaceRow Row, SpaceRow Before)> _spaces = new(StringComparer.Ordinal);
    readonly List<Action> _afterCommit = [];

    internal Dialect Dialect { get; } = dialect;

    /// <summary>Runs one statement; returns how many rows it changed.</summary>
    internal abstract Task<int> ExecuteAsync(string sql, params object?[] values);

    /// <summary>Runs one statement for each row of values; returns how many rows they changed in all.</summary>
    internal abstract Task<int> ExecuteEachAsync(string sql, IEnumerable<object?[]> rows);

    /// <summary>Adds or replaces users; each id stands here once.</summary>
    internal abstract Task PutUsersAsync(int space, IReadOnlyList<StoredUser> users);

    /// <summary>Adds or replaces items, the changes numbered from <paramref name="change"/> on; each id stands here once.</summary>
    internal abstract Task PutItemsAsync(int space, IReadOnlyList<StoredItem> items, long change);

    /// <summary>Adds events.</summary>
    internal abstract Task InsertEventsAsync(int space, IReadOnlyList<NumberedEvent> events, DateTimeOffset updated);

    internal abstract Task BeginAsync();

    internal abstract Task RollBackAsync();

    public abstract ValueTask DisposeAsync();

    /// <summary>All rows of a query.</summary>
    internal async Task<List<T>> ListAsync<T>(string sql, Func<DbDataReader, T> read, object?[] values, CancellationToken cancellation = default)
    {
        var rows = new List<T>();
        await using var reader = await OpenAsync(sql, values, cancellation).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false)) rows.Add(read(reader));
        return rows;
    }

    /// <summary>One number; 0 where there is no row.</summary>
    internal async Task<long> NumberAsync(string sql, object?[] values, CancellationToken cancellation = default) =>
        (await ListAsync(sql, r => r.IsDBNull(0) ? 0 : r.GetInt64(0), values, cancellation).ConfigureAwait(false)).FirstOrDefault();

    /// <summary>The row of a space, held until the end of the transaction; made where it was not there.</summary>
    internal async Task<SpaceRow> SpaceAsync(string name)
    {
        if (_spaces.TryGetValue(name, out var known)) return known.Row;
        if (await RowAsync(name).ConfigureAwait(false) is not { } row)
        {
            await ExecuteAsync("INSERT INTO spaces (name) VALUES ($1) ON CONFLICT (name) DO NOTHING", name).ConfigureAwait(false);
            row = await RowAsync(name).ConfigureAwait(false) ?? throw new InvalidOperationException($"Space '{name}' could not be made.");
        }
        _spaces.Add(name, (row, row with { }));
        return row;
    }

    /// <summary>Does something once the transaction is durable; a rolled back one forgets it.</summary>
    internal void AfterCommit(Action action) => _afterCommit.Add(action);

    /// <summary>Writes the counters of the spaces: the last statement of a transaction.</summary>
    internal async Task SaveSpacesAsync()
    {
        foreach (var (row, before) in _spaces.Values)
            if (row != before)
                await ExecuteAsync("UPDATE spaces SET users = $2, items = $3, events = $4, last_event = $5, last_change = $6, deletions = $7 WHERE id = $1",
                    row.Id, row.Users, row.Items, row.Events, row.LastEvent, row.LastChange, row.Deletions).ConfigureAwait(false);
    }

    /// <summary>The last word of the transaction: when this returns, everything is durable.</summary>
    internal abstract Task CommitAsync();

    /// <summary>Forgets what belonged to the transaction, having done what was to be done after it where it was committed.</summary>
    internal void Forget(bool committed)
    {
        if (committed) foreach (var action in _afterCommit) action();
        _afterCommit.Clear();
        _spaces.Clear();
    }

    /// <summary>A value as it travels. A text that no database can hold stands for nothing that is stored: U+0001 is in no id.</summary>
    protected static object Bound(object? value) => value switch
    {
        null => DBNull.Value,
        string text when !StoredLimits.IsStorable(text) => "\u0001",
        _ => value,
    };

    protected abstract Task<DbDataReader> OpenAsync(string sql, object?[] values, CancellationToken cancellation);

    async Task<SpaceRow?> RowAsync(string name) => (await ListAsync(Row + Dialect.ForUpdate, r => new SpaceRow
    {
        Id = r.GetInt32(0),
        Users = r.GetInt64(1),
        Items = r.GetInt64(2),
        Events = r.GetInt64(3),
        LastEvent = r.GetInt64(4),
        LastChange = r.GetInt64(5),
        Deletions = r.GetInt64(6),
    }, [name]).ConfigureAwait(false)).FirstOrDefault();
}
