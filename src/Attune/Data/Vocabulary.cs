using System.Globalization;

namespace Attune;

/// <summary>
/// The only bridge between ids outside (string, int, long or Guid) and dense indices inside (0, 1, 2, …). Immutable; it grows by making a new
/// one whose first indices are the same. Ids are compared ordinally in their canonical text form.
/// </summary>
public sealed class Vocabulary
{
    readonly string[] _ids;
    Dictionary<string, int>? _index;

    Vocabulary(string[] distinct) => _ids = distinct;

    /// <summary>A vocabulary of these ids in the order given; a repeated id is an error.</summary>
    public Vocabulary(IEnumerable<string> ids)
    {
        _ids = [.. ids];
        _index = new Dictionary<string, int>(_ids.Length, StringComparer.Ordinal);
        for (var i = 0; i < _ids.Length; i++)
            if (!_index.TryAdd(_ids[i], i)) throw new ArgumentException($"The id '{_ids[i]}' occurs twice in the vocabulary.", nameof(ids));
    }

    // Made when first asked for where the ids are known to differ.
    Dictionary<string, int> Index => Volatile.Read(ref _index) ?? Interlocked.CompareExchange(ref _index, Indexed(_ids), null) ?? _index;

    /// <summary>A vocabulary without ids.</summary>
    public static Vocabulary Empty { get; } = new([]);

    /// <summary>Number of ids; indices run from 0 to Count − 1.</summary>
    public int Count => _ids.Length;

    /// <summary>All ids in index order.</summary>
    public IReadOnlyList<string> Ids => _ids;

    /// <summary>The id at a dense index.</summary>
    public string this[int index] => _ids[index];

    /// <summary>The dense index of an id, or −1 where it is unknown: an unknown id is ordinary input, not an error.</summary>
    public int IndexOf(string id) => Index.TryGetValue(id, out var index) ? index : -1;

    /// <inheritdoc cref="IndexOf(string)"/>
    public int IndexOf(ReadOnlySpan<char> id) => Index.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(id, out var index) ? index : -1;

    /// <summary>This vocabulary with the ids that it lacks appended in their natural order (<see cref="NaturalOrder"/>); known indices stay.</summary>
    public Vocabulary Grow(IEnumerable<string> ids)
    {
        var added = ids.Where(id => !Index.ContainsKey(id)).Distinct(StringComparer.Ordinal).ToList();
        if (added.Count == 0) return this;
        return new Vocabulary([.. _ids, .. Positions(added).Select(i => added[i])]);
    }

    /// <summary>A vocabulary of ids that differ, in their natural order; <paramref name="map"/> says which index each got.</summary>
    internal static Vocabulary InOrder(IReadOnlyList<string> distinct, out int[] map)
    {
        var order = Positions(distinct);
        var ids = new string[order.Length];
        map = new int[order.Length];
        for (var i = 0; i < order.Length; i++) (ids[i], map[order[i]]) = (distinct[order[i]], i);
        return new Vocabulary(ids);
    }

    /// <summary>For every index of <paramref name="other"/> the index of the same id here, or −1.</summary>
    public int[] MapFrom(Vocabulary other) => [.. other._ids.Select(IndexOf)];

    /// <summary>
    /// The order in which a data set numbers its ids: whole numbers by value and before all others, the rest ordinally. So indices do not
    /// depend on the order of rows, and ties in a ranking are broken by ascending id.
    /// </summary>
    public static int NaturalOrder(string a, string b)
    {
        var na = IsNumber(a, out var x);
        var nb = IsNumber(b, out var y);
        if (na != nb) return na ? -1 : 1;
        var byValue = na ? x.CompareTo(y) : 0;
        return byValue != 0 ? byValue : string.CompareOrdinal(a, b);
    }

    // The same order, as positions, with every number read once.
    static int[] Positions(IReadOnlyList<string> ids)
    {
        var values = new long[ids.Count];
        var order = new int[ids.Count];
        var (numbers, texts) = (0, ids.Count);
        for (var i = 0; i < order.Length; i++)
        {
            if (IsNumber(ids[i], out var value)) (values[numbers], order[numbers++]) = (value, i);
            else order[--texts] = i;
        }
        Array.Sort(values, order, 0, numbers);
        Comparison<int> ordinal = (a, b) => string.CompareOrdinal(ids[a], ids[b]);
        for (var (from, to) = (0, 1); to <= numbers; to++)
        {
            if (to < numbers && values[to] == values[from]) continue;
            if (to - from > 1) order.AsSpan(from..to).Sort(ordinal);
            from = to;
        }
        order.AsSpan(numbers).Sort(ordinal);
        return order;
    }

    static Dictionary<string, int> Indexed(string[] distinct)
    {
        var index = new Dictionary<string, int>(distinct.Length, StringComparer.Ordinal);
        for (var i = 0; i < distinct.Length; i++) index.Add(distinct[i], i);
        return index;
    }

    static bool IsNumber(string s, out long value) => long.TryParse(s, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    /// <summary>The canonical text of an id: strings as they are, whole numbers in invariant digits, Guids in form D.</summary>
    public static string Canonical<T>(T id) where T : notnull => id switch
    {
        string s => s,
        int i => i.ToString(CultureInfo.InvariantCulture),
        long l => l.ToString(CultureInfo.InvariantCulture),
        Guid g => g.ToString("D", CultureInfo.InvariantCulture),
        _ => throw new ArgumentException($"An id of type {id.GetType().Name} is not supported; use string, int, long or Guid."),
    };
}
