namespace Attune;

/// <summary>Numbers ids in the order in which they are met; reads spans without making strings of ids that are known.</summary>
sealed class IdTable
{
    readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);
    readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    readonly List<string> _ids = [];

    internal IdTable() => _bySpan = _index.GetAlternateLookup<ReadOnlySpan<char>>();

    internal int Count => _ids.Count;

    internal IReadOnlyList<string> Ids => _ids;

    internal bool Knows(ReadOnlySpan<char> id) => _bySpan.ContainsKey(id);

    internal int Intern(ReadOnlySpan<char> id)
    {
        if (_bySpan.TryGetValue(id, out var index)) return index;
        var text = id.ToString();
        _index.Add(text, _ids.Count);
        _ids.Add(text);
        return _ids.Count - 1;
    }
}
