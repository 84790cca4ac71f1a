using System.Text;

namespace Attune;

/// <summary>How the rows of one user become a list.</summary>
enum ListOrder
{
    /// <summary>As they came.</summary>
    AsGiven,

    /// <summary>By ascending rank, then as they came.</summary>
    ByRank,

    /// <summary>By descending score, then as they came.</summary>
    ByScore,

    /// <summary>By descending score, then by descending item id in the order of its bytes: what trec_eval does.</summary>
    ByScoreThenId,
}

/// <summary>Collects the rows of lists in any order and sorts them into <see cref="Recommendations"/>.</summary>
sealed class ListBuilder
{
    readonly IdTable _users = new(), _items = new();
    readonly List<(int User, int Item, float Score, int Rank, long Line)> _rows = [];

    internal int Count => _rows.Count;

    internal int Users => _users.Count;

    /// <summary>Makes sure that the user has a list; false where there was one already.</summary>
    internal bool AddUser(string user)
    {
        var before = _users.Count;
        return _users.Intern(user) == before;
    }

    internal void Add(ReadOnlySpan<char> user, ReadOnlySpan<char> item, float score, long line, int rank = 0) =>
        _rows.Add((_users.Intern(user), _items.Intern(item), score, rank, line));

    /// <summary>Sorts; <paramref name="twice"/> makes the error for an item that comes twice in a list, at the line of its second coming.</summary>
    internal Recommendations Build(string name, ListOrder order, Func<string, string, long, Exception> twice)
    {
        var offsets = new int[_users.Count + 1];
        foreach (var row in _rows) offsets[row.User + 1]++;
        for (var u = 0; u < _users.Count; u++) offsets[u + 1] += offsets[u];
        var next = offsets[..^1];
        var positions = new int[_rows.Count];
        for (var r = 0; r < _rows.Count; r++) positions[next[_rows[r].User]++] = r;
        CheckDistinct(positions, twice);
        if (order != ListOrder.AsGiven)
            for (var u = 0; u < _users.Count; u++) positions.AsSpan(offsets[u]..offsets[u + 1]).Sort((a, b) => Compare(order, a, b));
        return new Recommendations(name, new Vocabulary(_users.Ids), new Vocabulary(_items.Ids), offsets,
            Array.ConvertAll(positions, r => _rows[r].Item), Array.ConvertAll(positions, r => _rows[r].Score));
    }

    void CheckDistinct(int[] positions, Func<string, string, long, Exception> twice)
    {
        var listedFor = new int[_items.Count];
        Array.Fill(listedFor, -1);
        foreach (var r in positions)
        {
            var row = _rows[r];
            if (listedFor[row.Item] == row.User) throw twice(_users.Ids[row.User], _items.Ids[row.Item], row.Line);
            listedFor[row.Item] = row.User;
        }
    }

    int Compare(ListOrder order, int a, int b)
    {
        var (x, y) = (_rows[a], _rows[b]);
        var first = order == ListOrder.ByRank ? x.Rank.CompareTo(y.Rank) : y.Score.CompareTo(x.Score);
        if (first != 0) return first;
        return order == ListOrder.ByScoreThenId ? CompareBytes(_items.Ids[y.Item], _items.Ids[x.Item]) : a.CompareTo(b);
    }

    // UTF-16 and UTF-8 order characters alike except beyond the basic plane, where only the code points agree with the bytes.
    static int CompareBytes(string a, string b)
    {
        var (x, y) = (a.EnumerateRunes(), b.EnumerateRunes());
        while (true)
        {
            var (left, right) = (x.MoveNext(), y.MoveNext());
            if (!left || !right) return left.CompareTo(right);
            if (x.Current != y.Current) return x.Current.CompareTo(y.Current);
        }
    }
}
