namespace Attune.Serving;

/// <summary>
/// Ids that were lately seen to be there, so that an event need not ask for its user and item again. Bounded: two generations of which the older is dropped. What is remembered holds for one number
/// of deletions of the space (<see cref="SpaceRow.Deletions"/>); after any deletion, by whatever process, everything is forgotten. Used by the one writer of a space only.
/// </summary>
sealed class RecentIds(int generation = 50_000)
{
    HashSet<string> _young = new(StringComparer.Ordinal);
    HashSet<string> _old = new(StringComparer.Ordinal);
    long _deletions = -1;

    /// <summary>Which of these ids are not known to be there, each once.</summary>
    internal string[] Unknown(long deletions, IEnumerable<string> ids)
    {
        if (deletions != _deletions)
        {
            _young.Clear();
            _old.Clear();
            _deletions = deletions;
        }
        return [.. ids.Where(id => !_young.Contains(id) && !IsOld(id)).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Remembers ids that were there at a number of deletions.</summary>
    internal void Add(long deletions, IEnumerable<string> ids)
    {
        if (deletions != _deletions) return;
        foreach (var id in ids) Add(id);
    }

    // One that is asked for again is young again.
    bool IsOld(string id)
    {
        if (!_old.Contains(id)) return false;
        Add(id);
        return true;
    }

    void Add(string id)
    {
        if (_young.Count >= generation) (_young, _old) = (new(StringComparer.Ordinal), _young);
        _young.Add(id);
    }
}
