namespace Attune.Serving;

/// <summary>
/// How often items were wanted of late: positive events within a window that ends with the newest event, or now where that lies in the future. Counted by day and read
/// from the store on from where reading ended before. One thread at a time writes.
/// </summary>
sealed class PopularItems(ItemIndex items, FeedbackOptions feedback, TimeProvider time)
{
    readonly Dictionary<int, Dictionary<int, int>> _byDay = [];
    readonly Dictionary<int, int> _counts = [];
    int _firstDay = int.MinValue;

    /// <summary>The number of the last event that was counted.</summary>
    internal long LastEvent { get; private set; }

    /// <summary>Items by their counts.</summary>
    internal RankedItems Ranked { get; } = new(items.IdOf);

    /// <summary>Counts what the store has taken since; false where that is nothing.</summary>
    /// <param name="store">The store.</param>
    /// <param name="readItems">Takes in the store's items. It runs once the newest event is known and before events are read, for an item comes with its first event: what
    /// another process has written in between would be counted for no item, and never again.</param>
    /// <param name="cancellation">Ends it.</param>
    internal async Task<bool> CatchUpAsync(IStore store, Func<CancellationToken, Task> readItems, CancellationToken cancellation)
    {
        var newest = (await store.CountsAsync(cancellation).ConfigureAwait(false)).LastEvent;
        if (newest <= LastEvent) return false;
        await readItems(cancellation).ConfigureAwait(false);
        var touched = new HashSet<int>();
        await foreach (var e in store.ReadEventsAsync(newest, LastEvent, cancellation).ConfigureAwait(false)) Count(e, touched);
        LastEvent = newest;
        Publish(touched);
        return true;
    }

    void Count(StoredEvent e, HashSet<int> touched)
    {
        if (Preferences.WeightOf(e, feedback) <= 0 || items.SlotOf(e.Item) is not (>= 0 and var slot)) return;
        var day = DayOf(e.Time < time.GetUtcNow() ? e.Time : time.GetUtcNow());
        if (day < _firstDay) return;
        Drop(day - feedback.PopularDays + 1, touched);
        if (!_byDay.TryGetValue(day, out var counts)) _byDay.Add(day, counts = []);
        counts[slot] = counts.GetValueOrDefault(slot) + 1;
        _counts[slot] = _counts.GetValueOrDefault(slot) + 1;
        touched.Add(slot);
    }

    // Takes back the days that the window has left behind.
    void Drop(int firstDay, HashSet<int> touched)
    {
        if (firstDay <= _firstDay) return;
        _firstDay = firstDay;
        foreach (var day in _byDay.Keys.Where(d => d < firstDay).ToArray())
        {
            foreach (var (slot, count) in _byDay[day])
            {
                _counts[slot] -= count;
                touched.Add(slot);
            }
            _byDay.Remove(day);
        }
    }

    void Publish(HashSet<int> touched)
    {
        foreach (var slot in touched)
            if (_counts.GetValueOrDefault(slot) == 0) _counts.Remove(slot);
        Ranked.Update([.. touched.Select(s => (s, _counts.TryGetValue(s, out var count) ? count : double.NaN))]);
    }

    static int DayOf(DateTimeOffset time) => (int)Math.Floor((time - DateTimeOffset.UnixEpoch).TotalDays);
}
