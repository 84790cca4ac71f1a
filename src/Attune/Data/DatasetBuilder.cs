namespace Attune;

/// <summary>
/// Collects events and features in any order and builds a <see cref="Dataset"/>. The one place where outside ids meet dense ones. Not thread-safe.
/// </summary>
public sealed class DatasetBuilder
{
    readonly IdTable _users = new(), _items = new(), _kinds = new();
    readonly List<EventBlock> _blocks = [];
    readonly Dictionary<string, FeatureRows> _userFeatures = [], _itemFeatures = [];
    int _timed;
    EventBlock? _open;

    /// <summary>What the data is called in reports.</summary>
    public string Name { get; init; } = "data";

    /// <summary>How events become preferences; default: every kind weighs 1, returns cancel, values count as they are.</summary>
    public EventWeights Weights { get; init; } = new();

    /// <summary>Data whose numbering of users and items is kept, so that the new data can be held against a model of the old; null for none.</summary>
    public Dataset? Extends { get; init; }

    /// <summary>How many threads sort; the data set does not depend on it.</summary>
    internal int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Number of events so far.</summary>
    public int Count { get; private set; }

    /// <summary>Adds one event; an empty id, a NaN value or a NaN price is refused.</summary>
    public DatasetBuilder Add(in Interaction e)
    {
        if (string.IsNullOrEmpty(e.User) || string.IsNullOrEmpty(e.Item))
            throw new ArgumentException($"Event {Count + 1} has an empty {(string.IsNullOrEmpty(e.User) ? "user" : "item")} id; every event needs both ids.");
        if (e.Value is { } v && !float.IsFinite(v)) throw new ArgumentException($"Event {Count + 1} (user '{e.User}', item '{e.Item}') has the value {v}; it must be a finite number or null.");
        if (e.Price is { } p && !float.IsFinite(p)) throw new ArgumentException($"Event {Count + 1} (user '{e.User}', item '{e.Item}') has the price {p}; it must be a finite number or null.");
        Append(_users.Intern(e.User), _items.Intern(e.Item), e.Time?.ToUnixTimeMilliseconds(),
            KindIndex(e.Kind ?? (e.Value is null ? EventKind.Interaction : EventKind.Rating)), e.Value ?? float.NaN, e.Price ?? float.NaN, e.Slot ?? 0, e.Request, e.Context);
        return this;
    }

    /// <summary>Adds many events.</summary>
    public DatasetBuilder AddRange(IEnumerable<Interaction> events)
    {
        foreach (var e in events) Add(e);
        return this;
    }

    /// <summary>States a feature of a user; the user need not occur in events, but only those that do are kept.</summary>
    public DatasetBuilder UserFeature(string user, string name, string? value, FeatureKind kind = FeatureKind.Tokens) => Feature(_userFeatures, user, name, value, kind);

    /// <summary>States a feature of an item (its "title", say); an item without events becomes part of the catalog by it.</summary>
    public DatasetBuilder ItemFeature(string item, string name, string? value, FeatureKind kind = FeatureKind.Tokens) => Feature(_itemFeatures, item, name, value, kind);

    internal int User(ReadOnlySpan<char> id) => _users.Intern(id);

    internal int Item(ReadOnlySpan<char> id) => _items.Intern(id);

    internal bool HasUser(string id) => _users.Knows(id) || Extends?.Users.IndexOf(id) >= 0;

    internal byte KindIndex(ReadOnlySpan<char> kind)
    {
        var index = _kinds.Intern(kind);
        return index < 256 ? (byte)index : throw new DataException($"{Name}: more than 256 kinds of events (the last is '{kind}'): is this the right column for the kind?");
    }

    internal void Append(int user, int item, long? time, byte kind, float value, float price, int slot, string? request, string? context)
    {
        if (_open is null || _open.Count == EventBlock.Most) _blocks.Add(_open = new EventBlock());
        _open.Add(user, item, time, kind, value, price, slot, request, context);
        if (time is not null) _timed++;
        Count++;
    }

    /// <summary>Takes over rows that a reader has collected; they come after those that are here.</summary>
    internal void Append(EventBlock block)
    {
        _open = null;
        _blocks.Add(block);
        Count = checked(Count + block.Count);
        if (block.IsTimed) _timed += block.Count;
    }

    /// <summary>Builds the data set; the builder can go on afterwards. No events at all, or times on only some of them, is an error.</summary>
    public Dataset Build()
    {
        if (Count == 0) throw new DataException($"{Name}: there are no events. Check the file, the column mapping and the filters.");
        if (_timed != 0 && _timed != Count)
            throw new DataException($"{Name}: {_timed} of {Count} events have a time; all must have one, or none.");
        var users = Number(_users, Extends?.Users, [], out var userMap);
        var items = Number(_items, Extends?.Items, _itemFeatures.Values.SelectMany(f => f.Values.Keys), out var itemMap);
        var events = EventSort.Sorted(_blocks, userMap, itemMap, users.Count, [.. _kinds.Ids], Threads);
        return new Dataset(Name, users, items, events, Weights,
            Table(_userFeatures, users) ?? Extends?.UserFeatures?.Reindex(Extends.Users.MapFrom(users)),
            Table(_itemFeatures, items) ?? Extends?.ItemFeatures?.Reindex(Extends.Items.MapFrom(items)));
    }

    // The map leads from the table's numbers to the vocabulary's.
    static Vocabulary Number(IdTable table, Vocabulary? known, IEnumerable<string> listed, out int[] map)
    {
        if (known is null && !listed.Any()) return Vocabulary.InOrder(table.Ids, out map);
        var ids = (known ?? Vocabulary.Empty).Grow(table.Ids.Concat(listed));
        map = [.. table.Ids.Select(ids.IndexOf)];
        return ids;
    }

    static FeatureTable? Table(Dictionary<string, FeatureRows> features, Vocabulary ids) => features.Count == 0 ? null : new FeatureTable(ids.Count,
        [.. features.Select(f => new FeatureColumn(f.Key, f.Value.Kind, [.. ids.Ids.Select(id => f.Value.Values.GetValueOrDefault(id))]))]);

    DatasetBuilder Feature(Dictionary<string, FeatureRows> features, string id, string name, string? value, FeatureKind kind)
    {
        if (!features.TryGetValue(name, out var rows)) features.Add(name, rows = new FeatureRows(kind, []));
        if (!string.IsNullOrEmpty(value)) rows.Values[id] = value;
        return this;
    }

    internal static bool IsSorted(EventColumns events)
    {
        for (var e = 1; e < events.Count; e++)
        {
            if (events.User[e] < events.User[e - 1]) return false;
            if (events.User[e] == events.User[e - 1] && events.Time is { } time && time[e] < time[e - 1]) return false;
        }
        return true;
    }

    sealed record FeatureRows(FeatureKind Kind, Dictionary<string, string> Values);
}
