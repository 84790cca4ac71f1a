using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Attune.Serving;

sealed partial class SqlStore
{
    const string Log = $"SELECT {Columns.Event}, number FROM events WHERE space = $1 AND number > $2 AND number <= $3 ORDER BY number LIMIT $4";

    readonly RecentIds _users = new();
    readonly RecentIds _items = new();

    public Task<int> AddEventsAsync(IReadOnlyList<StoredEvent> events, EventMode mode = EventMode.Accumulate, bool addMissing = true, CancellationToken cancellation = default)
    {
        foreach (var e in events) StoredLimits.Check(e);
        if (events.Count == 0) return Task.FromResult(0);
        var ids = events.Where(e => e.EventId is not null).Select(e => e.EventId!).Distinct(StringComparer.Ordinal).ToArray();
        return WriteAsync(async (s, row) =>
        {
            var intake = new Intake(events, mode, await StoredIdsAsync(s, row.Id, ids).ConfigureAwait(false));
            if (intake.Overwritten.Count > 0)
                row.Events -= await s.ExecuteEachAsync("DELETE FROM events WHERE space = $1 AND type = $2 AND user_id = $3 AND item_id = $4",
                    intake.Overwritten.Select(o => new object?[] { row.Id, o.Type, o.User, o.Item })).ConfigureAwait(false);
            var kept = intake.Kept(row.LastEvent);
            await s.InsertEventsAsync(row.Id, kept, storage.Time.GetUtcNow()).ConfigureAwait(false);
            row.LastEvent += intake.Taken.Count;
            row.Events += kept.Count;
            if (addMissing) await AddMissingAsync(s, row, intake.Taken).ConfigureAwait(false);
            return intake.Taken.Count;
        }, cancellation);
    }

    public Task<IReadOnlyList<StoredEvent>> EventsOfUserAsync(string user, int latest, long after = 0, CancellationToken cancellation = default) => ReadAsync<IReadOnlyList<StoredEvent>>(async (s, id) =>
    {
        var rows = await s.ListAsync($"SELECT {Columns.Event} FROM events{s.Dialect.By("events_by_user")} WHERE space = $1 AND user_id = $2 AND number > $4 ORDER BY number DESC LIMIT $3",
            Columns.ReadEvent, [id, user, Math.Max(0, latest), after], cancellation).ConfigureAwait(false);
        rows.Reverse();
        return rows;
    }, cancellation);

    public async IAsyncEnumerable<StoredEvent> ReadEventsAsync(long upTo = long.MaxValue, long after = 0, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        upTo = Math.Min(upTo, (await CountsAsync(cancellation).ConfigureAwait(false)).LastEvent);
        while (after < upTo)
        {
            var rows = await ReadAsync((s, id) => s.ListAsync(Log, r => (Event: Columns.ReadEvent(r), Number: r.GetInt64(10)), [id, after, upTo, Block], cancellation), cancellation).ConfigureAwait(false);
            foreach (var row in rows) yield return row.Event;
            after = rows.Count < Block ? upTo : rows[^1].Number;
        }
    }

    public Task<Page<StoredEvent>> FeedbackAsync(EventFilter filter, string? after, int count, CancellationToken cancellation = default)
    {
        StoredLimits.Count(count);
        return ReadAsync(async (s, id) =>
        {
            var (where, values) = Where(id, filter);
            // The place of a page is a type, a user and an item, or what is left of them.
            if (after is not null)
            {
                var place = after.Split('\0');
                for (var i = 0; i < 3; i++) values.Add(i < place.Length ? place[i] : "");
                where += string.Create(CultureInfo.InvariantCulture, $" AND (type, user_id, item_id) > (${values.Count - 2}, ${values.Count - 1}, ${values.Count})");
            }
            values.Add(count + 1L);
            return PageOf(await s.ListAsync(FeedbackOf(s.Dialect.By(IndexFor(filter)), where, values.Count), Columns.ReadEvent, [.. values], cancellation).ConfigureAwait(false), count, e => $"{e.Type}\0{e.User}\0{e.Item}");
        }, cancellation);
    }

    public Task<int> DeleteFeedbackAsync(EventFilter filter, CancellationToken cancellation = default)
    {
        StoredLimits.Some(filter);
        return WriteAsync(async (s, row) =>
        {
            var (where, values) = Where(row.Id, filter);
            object?[] all = [.. values];
            var gone = await s.NumberAsync($"SELECT COUNT(*) FROM (SELECT DISTINCT type, user_id, item_id FROM events{s.Dialect.By(IndexFor(filter))} WHERE {where}) AS feedback", all).ConfigureAwait(false);
            row.Events -= await s.ExecuteAsync($"DELETE FROM events{s.Dialect.By(IndexFor(filter))} WHERE {where}", all).ConfigureAwait(false);
            return (int)gone;
        }, cancellation);
    }

    // Labels, comment and ids are those of the newest event of each row.
    static string FeedbackOf(string index, string where, int count) => string.Create(CultureInfo.InvariantCulture, $"""
        SELECT f.type, f.user_id, f.item_id, f.value, f.happened, f.updated, e.labels, e.comment, e.event_id, e.request_id
        FROM (SELECT type, user_id, item_id, SUM(value) AS value, MAX(happened) AS happened, MAX(updated) AS updated, MAX(number) AS number FROM events{index} WHERE {where}
              GROUP BY type, user_id, item_id ORDER BY type, user_id, item_id LIMIT ${count}) AS f
        JOIN events AS e ON e.space = $1 AND e.number = f.number ORDER BY f.type, f.user_id, f.item_id
        """);

    static string IndexFor(EventFilter filter) => filter switch
    {
        { User: not null, Type: null } => "events_by_user",
        { Item: not null, User: null } => "events_by_item",
        _ => "events_by_feedback",
    };

    static (string Where, List<object?> Values) Where(int id, EventFilter filter)
    {
        var where = new StringBuilder("space = $1");
        var values = new List<object?> { id };
        Also("type", filter.Type);
        Also("user_id", filter.User);
        Also("item_id", filter.Item);
        return (where.ToString(), values);

        void Also(string column, string? value)
        {
            if (value is null) return;
            values.Add(value);
            where.Append(CultureInfo.InvariantCulture, $" AND {column} = ${values.Count}");
        }
    }

    static async Task<Dictionary<string, (string Type, string User, string Item)>> StoredIdsAsync(SqlSession s, int id, string[] ids) => ids.Length == 0
        ? new(StringComparer.Ordinal)
        : (await s.ListAsync($"SELECT event_id, type, user_id, item_id FROM events{s.Dialect.By("events_by_event_id")} WHERE space = $1 AND event_id IS NOT NULL AND event_id IN (SELECT id FROM {s.Dialect.Rows(2)} AS g)",
                r => (Id: r.GetString(0), About: (r.GetString(1), r.GetString(2), r.GetString(3))), [id, ids]).ConfigureAwait(false))
            .ToDictionary(r => r.Id, r => r.About, StringComparer.Ordinal);

    async Task AddMissingAsync(SqlSession s, SpaceRow row, List<StoredEvent> events)
    {
        var deletions = row.Deletions;
        var users = _users.Unknown(deletions, events.Select(e => e.User));
        var items = _items.Unknown(deletions, events.Select(e => e.Item));
        if (users.Length > 0)
            row.Users += await s.ExecuteAsync($"INSERT INTO users (space, id, comment) SELECT $1, id, '' FROM {s.Dialect.Rows(2)} AS g WHERE TRUE ON CONFLICT (space, id) DO NOTHING", row.Id, users).ConfigureAwait(false);
        if (items.Length > 0) await AddBareItemsAsync(s, row, items).ConfigureAwait(false);
        s.AfterCommit(() =>
        {
            _users.Add(deletions, users);
            _items.Add(deletions, items);
        });
    }
}
