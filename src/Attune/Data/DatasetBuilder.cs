namespace Attune;

/// <summary>
/// Collects events and features in any order and builds a <see cref="Dataset"/>. The one place where outside ids meet dense ones. Not thread-safe.
/// </summary>
public sealed class DatasetBuilder
{
    readonly IdTable _users = new(), _items = new(), _kinds = new();
    readonly List<int> _user = [], _item = [];
    readonly Column<long> _time = new(0);
    readonly Column<byte> _kind = new(0);
    readonly Column<float> _value = new(float.NaN), _price = new(float.NaN);
    readonly Column<int> _slot = new(0);
    readonly Column<string?> _request = new(null), _context = new(null);
    readonly Dictionary<string, FeatureRows> _userFeatures = [], _itemFeatures = [];
    int _timed;

    /// <summary>What the data is called in reports.</summary>
    public string Name { get; init; } = "data";

    /// <summary>How events become preferences; default: every kind weighs 1, returns cancel, values count as they are.</summary>
    public EventWeights Weights { get; init; } = new();

    /// <summary>Data whose numbering of users and items is kept, so that the new data can be held against a model of the old; null for none.</summary>
    public Dataset? Extends { get; init; }

    /// <summary>Number of events so far.</summary>
    public int Count => _user.Count;

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
        var before = Count;
        _user.Add(user);
        _item.Add(item);
        _time.Add(before, time ?? 0, time is not null);
        if (time is not null) _timed++;
        _kind.Add(before, kind, kind != 0);
        _value.Add(before, value, !float.IsNaN(value));
        _price.Add(before, price, !float.IsNaN(price));
        _slot.Add(before, slot, slot != 0);
        _request.Add(before, request, request is not null);
        _context.Add(before, context, context is not null);
    }

    /// <summary>Builds the data set; the builder can go on afterwards. No events at all, or times on only some of them, is an error.</summary>
    public Dataset Build()
    {
        if (Count == 0) throw new DataException($"{Name}: there are no events. Check the file, the column mapping and the filters.");
        if (_timed != 0 && _timed != Count)
            throw new DataException($"{Name}: {_timed} of {Count} events have a time; all must have one, or none.");
        var users = Number(_users, Extends?.Users, []);
        var items = Number(_items, Extends?.Items, _itemFeatures.Values.SelectMany(f => f.Values.Keys));
        var columns = Columns().Take([.. Enumerable.Range(0, Count)], Map(_users, users), Map(_items, items));
        return new Dataset(Name, users, items, SortByUserAndTime(columns), Weights,
            Table(_userFeatures, users) ?? Extends?.UserFeatures?.Reindex(Extends.Users.MapFrom(users)),
            Table(_itemFeatures, items) ?? Extends?.ItemFeatures?.Reindex(Extends.Items.MapFrom(items)));
    }

    EventColumns Columns() => new()
    {
        User = [.. _user],
        Item = [.. _item],
        Time = _time.ToArray(),
        Kind = _kinds.Count > 1 ? _kind.ToArray() : null,
        Value = _value.ToArray(),
        Price = _price.ToArray(),
        Slot = _slot.ToArray(),
        Request = _request.ToArray(),
        Context = _context.ToArray(),
        KindNames = [.. _kinds.Ids],
    };

    static Vocabulary Number(IdTable table, Vocabulary? known, IEnumerable<string> listed) => (known ?? Vocabulary.Empty).Grow(table.Ids.Concat(listed));

    static int[] Map(IdTable table, Vocabulary ids) => [.. table.Ids.Select(ids.IndexOf)];

    static FeatureTable? Table(Dictionary<string, FeatureRows> features, Vocabulary ids) => features.Count == 0 ? null : new FeatureTable(ids.Count,
        [.. features.Select(f => new FeatureColumn(f.Key, f.Value.Kind, [.. ids.Ids.Select(id => f.Value.Values.GetValueOrDefault(id))]))]);

    DatasetBuilder Feature(Dictionary<string, FeatureRows> features, string id, string name, string? value, FeatureKind kind)
    {
        if (!features.TryGetValue(name, out var rows)) features.Add(name, rows = new FeatureRows(kind, []));
        if (!string.IsNullOrEmpty(value)) rows.Values[id] = value;
        return this;
    }

    /// <summary>Stable: events of one user at one time keep their order of arrival.</summary>
    internal static EventColumns SortByUserAndTime(EventColumns events)
    {
        if (IsSorted(events)) return events;
        var users = events.User.Max() + 1;
        var same = Enumerable.Range(0, Math.Max(users, events.Item.Max() + 1)).ToArray();
        return events.Take(Order(events, users), same, same);
    }

    // A counting sort by user, then each user's events by time where they are not in order yet.
    static int[] Order(EventColumns events, int users)
    {
        var starts = new int[users + 1];
        foreach (var u in events.User) starts[u + 1]++;
        for (var u = 0; u < users; u++) starts[u + 1] += starts[u];
        var order = new int[events.Count];
        var next = starts.ToArray();
        for (var e = 0; e < order.Length; e++) order[next[events.User[e]]++] = e;
        if (events.Time is not { } time) return order;
        var times = Array.ConvertAll(order, e => time[e]);
        for (var u = 0; u < users; u++) SortByTime(times.AsSpan(starts[u]..starts[u + 1]), order.AsSpan(starts[u]..starts[u + 1]));
        return order;
    }

    static void SortByTime(Span<long> times, Span<int> order)
    {
        var sorted = true;
        for (var i = 1; i < times.Length; i++) sorted &= times[i] >= times[i - 1];
        if (sorted) return;
        times.Sort(order);
        // The sort is not stable, but positions are distinct: equal times, by position, are in order of arrival.
        for (var from = 0; from < times.Length;)
        {
            var to = from + 1;
            while (to < times.Length && times[to] == times[from]) to++;
            if (to - from > 1) order[from..to].Sort();
            from = to;
        }
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

    /// <summary>A column that takes no room until a value is present.</summary>
    sealed class Column<T>(T absent)
    {
        List<T>? _values;

        internal void Add(int before, T value, bool present)
        {
            if (_values is null && !present) return;
            if (_values is null)
            {
                _values = new List<T>(before + 1);
                for (var i = 0; i < before; i++) _values.Add(absent);
            }
            _values.Add(value);
        }

        internal T[]? ToArray() => _values?.ToArray();
    }

    sealed record FeatureRows(FeatureKind Kind, Dictionary<string, string> Values);
}
