namespace Attune;

/// <summary>Numbers ids in the order in which they are met; reads spans without making strings of ids that are known.</summary>
sealed class IdTable
{
    readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);
    readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    readonly List<string> _ids = [];
    int _last;

    internal IdTable() => _bySpan = _index.GetAlternateLookup<ReadOnlySpan<char>>();

    internal int Count => _ids.Count;

    internal IReadOnlyList<string> Ids => _ids;

    internal bool Knows(ReadOnlySpan<char> id) => _bySpan.ContainsKey(id);

    internal int Intern(ReadOnlySpan<char> id)
    {
        // Rows come in runs of one user or one kind.
        if (_ids.Count > 0 && id.SequenceEqual(_ids[_last])) return _last;
        if (_bySpan.TryGetValue(id, out _last)) return _last;
        var text = id.ToString();
        _last = _ids.Count;
        _index.Add(text, _last);
        _ids.Add(text);
        return _last;
    }
}
