using System.Runtime.CompilerServices;

namespace Attune.Serving;

/// <summary>A space in memory, under one lock.</summary>
sealed class MemoryStore(string space, TimeProvider time) : IStore
{
    readonly Lock _gate = new();
    readonly SortedDictionary<string, StoredUser> _users = new(StringComparer.Ordinal);
    readonly SortedDictionary<string, StoredItem> _items = new(StringComparer.Ordinal);
    readonly Dictionary<string, long> _changes = new(StringComparer.Ordinal);
    readonly Dictionary<string, Erasure> _erasures = new(StringComparer.Ordinal);
    readonly MemoryEvents _events = new();
    readonly MemoryModels _models = new();
    readonly List<AuditEntry> _audits = [];
    long _change;

    public string Space => space;

    /// <summary>Whether anything was ever written and not all of it is gone.</summary>
    internal bool IsWritten
    {
        get
        {
            lock (_gate) return _users.Count > 0 || _items.Count > 0 || _events.Last > 0 || _models.All.Count > 0 || _audits.Count > 0;
        }
    }

    public Task<int> PutUsersAsync(IReadOnlyList<StoredUser> users, CancellationToken cancellation = default) => Locked(() =>
    {
        foreach (var user in users) StoredLimits.Check(user);
        foreach (var user in users) _users[user.Id] = user;
        return users.Count;
    });

    public Task<StoredUser?> UserAsync(string id, CancellationToken cancellation = default) => Locked(() => _users.GetValueOrDefault(id));

    public Task<bool> ChangeUserAsync(string id, Func<StoredUser, StoredUser> change, CancellationToken cancellation = default) => Locked(() =>
    {
        if (!_users.TryGetValue(id, out var user)) return false;
        _users[id] = StoredLimits.Check(change(user) with { Id = id });
        return true;
    });

    public Task<bool> DeleteUserAsync(string id, CancellationToken cancellation = default) => Locked(() =>
    {
        if (StoredLimits.IsId(id)) _erasures[id] = new Erasure(++_change, id, _erasures.GetValueOrDefault(id)?.Time ?? time.GetUtcNow());
        return _users.Remove(id) | _events.Delete(new EventFilter(User: id)) > 0;
    });

    public Task<IReadOnlyList<Erasure>> ErasuresAsync(CancellationToken cancellation = default) => Locked<IReadOnlyList<Erasure>>(() => [.. _erasures.Values.OrderBy(e => e.Number)]);

    public Task EndErasuresAsync(long upTo, CancellationToken cancellation = default) => Locked(() =>
    {
        foreach (var done in _erasures.Values.Where(e => e.Number <= upTo).ToArray()) _erasures.Remove(done.User);
        return true;
    });

    public Task<Page<StoredUser>> UsersAsync(string? after, int count, CancellationToken cancellation = default) => Locked(() => PageOf(_users.Values, u => u.Id, after, count));

    public Task<int> PutItemsAsync(IReadOnlyList<StoredItem> items, CancellationToken cancellation = default) => Locked(() =>
    {
        foreach (var item in items) StoredLimits.Check(item);
        foreach (var item in items) Put(item);
        return items.Count;
    });

    public Task<StoredItem?> ItemAsync(string id, CancellationToken cancellation = default) => Locked(() => _items.GetValueOrDefault(id));

    public Task<bool> ChangeItemAsync(string id, Func<StoredItem, StoredItem> change, CancellationToken cancellation = default) => Locked(() =>
    {
        if (!_items.TryGetValue(id, out var item)) return false;
        Put(StoredLimits.Check(change(item) with { Id = id }));
        return true;
    });

    public Task<bool> DeleteItemAsync(string id, CancellationToken cancellation = default) => Locked(() =>
    {
        var was = _items.Remove(id);
        if (was) _changes[id] = ++_change;
        return was | _events.Delete(new EventFilter(Item: id)) > 0;
    });

    public Task<Page<StoredItem>> ItemsAsync(string? after, int count, string? search = null, CancellationToken cancellation = default) => Locked(() =>
        PageOf(search is null ? _items.Values : _items.Values.Where(i => Holds(i.Id, search) || Holds(i.Comment, search)), i => i.Id, after, count));

    public async IAsyncEnumerable<ItemChange> ItemChangesAsync(long after, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        foreach (var change in await Locked(() => _changes.Where(c => c.Value > after).OrderBy(c => c.Value).Select(c => new ItemChange(c.Value, c.Key, _items.GetValueOrDefault(c.Key))).ToArray()).ConfigureAwait(false))
        {
            cancellation.ThrowIfCancellationRequested();
            yield return change;
        }
    }

    public Task<int> AddEventsAsync(IReadOnlyList<StoredEvent> events, EventMode mode = EventMode.Accumulate, bool addMissing = true, CancellationToken cancellation = default) => Locked(() =>
    {
        var taken = 0;
        foreach (var e in events) StoredLimits.Check(e);
        foreach (var e in events)
        {
            if (!_events.Add(e with { Updated = time.GetUtcNow() }, mode)) continue;
            taken++;
            if (!addMissing) continue;
            _users.TryAdd(e.User, new StoredUser { Id = e.User });
            if (!_items.ContainsKey(e.Item)) Put(new StoredItem { Id = e.Item });
        }
        return taken;
    });

    public Task<IReadOnlyList<StoredEvent>> EventsOfUserAsync(string user, int latest, long after = 0, CancellationToken cancellation = default) => Locked(() => _events.OfUser(user, latest, after));

    public Task<Page<StoredEvent>> FeedbackAsync(EventFilter filter, string? after, int count, CancellationToken cancellation = default) => Locked(() => PageOf(_events.Feedback(filter), MemoryEvents.Key, after, count));

    public Task<int> DeleteFeedbackAsync(EventFilter filter, CancellationToken cancellation = default) =>
        Locked(() => _events.Delete(StoredLimits.Some(filter)));

    public async IAsyncEnumerable<StoredEvent> ReadEventsAsync(long upTo = long.MaxValue, long after = 0, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        foreach (var e in await Locked(() => _events.Between(after, upTo)).ConfigureAwait(false))
        {
            cancellation.ThrowIfCancellationRequested();
            yield return e;
        }
    }

    public Task<StoreCounts> CountsAsync(CancellationToken cancellation = default) => Locked(() => new StoreCounts(_users.Count, _items.Count, _events.Count, _events.Last));

    public Task PurgeAsync(CancellationToken cancellation = default) => Locked(() =>
    {
        foreach (var id in _items.Keys) _changes[id] = ++_change;
        _users.Clear();
        _items.Clear();
        _events.Clear();
        return true;
    });

    public async Task PutModelAsync(ModelRecord model, Stream content, CancellationToken cancellation = default)
    {
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes, cancellation).ConfigureAwait(false);
        await Locked(() => _models.Put(model, bytes.ToArray())).ConfigureAwait(false);
    }

    public Task<IReadOnlyList<ModelRecord>> ModelsAsync(CancellationToken cancellation = default) => Locked(() => _models.All);

    public Task<Stream?> OpenModelAsync(string version, CancellationToken cancellation = default) => Locked(() => _models.Open(version));

    public Task<bool> ActivateModelAsync(string version, string decision, CancellationToken cancellation = default) => Locked(() => _models.Activate(version, decision));

    public Task<bool> RollBackModelAsync(string version, string decision, CancellationToken cancellation = default) => Locked(() => _models.RollBack(version, decision));

    public Task<bool> WithdrawModelAsync(string decision, CancellationToken cancellation = default) => Locked(() => _models.Withdraw(decision));

    public Task<bool> DeleteModelAsync(string version, CancellationToken cancellation = default) => Locked(() => _models.Delete(version));

    public Task AuditAsync(AuditEntry entry, CancellationToken cancellation = default) => Locked(() =>
    {
        _audits.Add(entry);
        return true;
    });

    public Task<IReadOnlyList<AuditEntry>> AuditsAsync(int count, CancellationToken cancellation = default) => Locked<IReadOnlyList<AuditEntry>>(() => [.. Enumerable.Reverse(_audits).Take(count)]);

    void Put(StoredItem item) => (_items[item.Id], _changes[item.Id]) = (item, ++_change);

    static bool Holds(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);

    static Page<T> PageOf<T>(IEnumerable<T> ordered, Func<T, string> key, string? after, int count)
    {
        StoredLimits.Count(count);
        var rows = ordered.Where(r => after is null || string.CompareOrdinal(key(r), after) > 0).Take(count + 1).ToList();
        return rows.Count <= count ? new(rows, null) : new(rows[..count], key(rows[count - 1]));
    }

    Task<T> Locked<T>(Func<T> work)
    {
        lock (_gate) return Task.FromResult(work());
    }
}
