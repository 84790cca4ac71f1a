namespace Attune.Serving;

/// <summary>
/// What a batch of events comes to when its events are taken one after another: which are left out because their ids are stored, which take the place of others of the batch, and which earlier events
/// give way. Worked out in memory, so that the database is asked once before and written to in bulk after.
/// </summary>
sealed class Intake
{
    readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    readonly Dictionary<(string Type, string User, string Item), List<string>> _idsAbout = [];
    readonly Dictionary<(string Type, string User, string Item), int> _places = [];
    readonly List<StoredEvent?> _kept = [];

    /// <param name="events">The batch.</param>
    /// <param name="mode">What a new event does to earlier ones.</param>
    /// <param name="stored">The ids of the batch that are stored already, with what their events are about.</param>
    internal Intake(IReadOnlyList<StoredEvent> events, EventMode mode, Dictionary<string, (string Type, string User, string Item)> stored)
    {
        foreach (var (id, key) in stored) Remember(id, key);
        foreach (var e in events)
            if (e.EventId is null || !_ids.Contains(e.EventId)) Take(e, mode == EventMode.Overwrite);
    }

    /// <summary>The events that were taken, those among them that gave way to later ones too.</summary>
    internal List<StoredEvent> Taken { get; } = [];

    /// <summary>Those that are there afterwards. Every event that was taken has had a number, also those that gave way to later ones of the batch.</summary>
    /// <param name="last">The number of the newest event before the batch.</param>
    internal List<NumberedEvent> Kept(long last) => [.. _kept.Select((e, i) => (Event: e, Number: last + 1 + i)).Where(e => e.Event is not null).Select(e => new NumberedEvent(e.Number, e.Event!))];

    /// <summary>Of what earlier events must go; none where new events come after them.</summary>
    internal IReadOnlyCollection<(string Type, string User, string Item)> Overwritten => _places.Keys;

    void Take(StoredEvent e, bool overwrites)
    {
        Taken.Add(e);
        var key = (e.Type, e.User, e.Item);
        if (overwrites)
        {
            // An event that is gone frees its id.
            if (_idsAbout.Remove(key, out var ids)) foreach (var id in ids) _ids.Remove(id);
            if (_places.TryGetValue(key, out var before)) _kept[before] = null;
            _places[key] = _kept.Count;
        }
        if (e.EventId is not null) Remember(e.EventId, key);
        _kept.Add(e);
    }

    void Remember(string id, (string Type, string User, string Item) key)
    {
        _ids.Add(id);
        if (!_idsAbout.TryGetValue(key, out var ids)) _idsAbout.Add(key, ids = []);
        ids.Add(id);
    }
}
