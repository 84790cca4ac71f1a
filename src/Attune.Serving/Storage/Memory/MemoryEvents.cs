namespace Attune.Serving;

/// <summary>The events of a space in memory, in the order in which they came.</summary>
sealed class MemoryEvents
{
    readonly SortedDictionary<long, StoredEvent> _byNumber = [];
    readonly Dictionary<string, SortedSet<long>> _byUser = new(StringComparer.Ordinal);
    readonly HashSet<string> _ids = new(StringComparer.Ordinal);

    internal long Last { get; private set; }

    internal int Count => _byNumber.Count;

    /// <summary>What feedback is ordered by.</summary>
    internal static string Key(StoredEvent e) => $"{e.Type}\0{e.User}\0{e.Item}";

    /// <summary>False where an event of this id is there.</summary>
    internal bool Add(StoredEvent e, EventMode mode)
    {
        if (e.EventId is { } id && !_ids.Add(id)) return false;
        if (mode == EventMode.Overwrite) Delete(new EventFilter(e.Type, e.User, e.Item), e.EventId);
        _byNumber.Add(++Last, e);
        if (!_byUser.TryGetValue(e.User, out var numbers)) _byUser.Add(e.User, numbers = []);
        numbers.Add(Last);
        return true;
    }

    internal IReadOnlyList<StoredEvent> OfUser(string user, int latest, long after) =>
        _byUser.TryGetValue(user, out var numbers) ? [.. numbers.Reverse().TakeWhile(n => n > after).Take(latest).Reverse().Select(n => _byNumber[n])] : [];

    internal IEnumerable<StoredEvent> Feedback(EventFilter filter) => Matching(filter).Select(e => e.Value).GroupBy(Key, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)
        .Select(g => g.Last() with { Value = g.Sum(e => e.Value), Time = g.Max(e => e.Time), Updated = g.Max(e => e.Updated) });

    internal StoredEvent[] Between(long after, long upTo) => [.. _byNumber.SkipWhile(e => e.Key <= after).TakeWhile(e => e.Key <= upTo).Select(e => e.Value)];

    /// <summary>Returns how many rows of feedback went.</summary>
    internal int Delete(EventFilter filter) => Delete(filter, null);

    internal void Clear()
    {
        _byNumber.Clear();
        _byUser.Clear();
        _ids.Clear();
    }

    int Delete(EventFilter filter, string? keptId)
    {
        var gone = Matching(filter).ToArray();
        foreach (var (number, e) in gone)
        {
            _byNumber.Remove(number);
            if (_byUser.TryGetValue(e.User, out var numbers) && numbers.Remove(number) && numbers.Count == 0) _byUser.Remove(e.User);
            if (e.EventId is { } id && id != keptId) _ids.Remove(id);
        }
        return gone.Select(e => Key(e.Value)).Distinct(StringComparer.Ordinal).Count();
    }

    IEnumerable<KeyValuePair<long, StoredEvent>> Matching(EventFilter filter) => (filter.User is { } user
            ? (_byUser.GetValueOrDefault(user) ?? []).Select(n => KeyValuePair.Create(n, _byNumber[n]))
            : _byNumber)
        .Where(e => (filter.Type is null || e.Value.Type == filter.Type) && (filter.Item is null || e.Value.Item == filter.Item));
}
