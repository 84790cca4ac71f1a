using Attune.Numerics;

namespace Attune;

/// <summary>The negatives of one evaluation's test users, in the item numbering of the model; keeps count of those that cannot be ranked or drawn.</summary>
sealed class CandidateLists
{
    readonly TestCandidates _asked;
    readonly Catalog _catalog;
    readonly Seed _seed;
    readonly int[] _given = [], _new = [];

    internal CandidateLists(TestCandidates asked, Catalog catalog, Seen seen, Seed seed)
    {
        if (asked.Lists is null && seen == Seen.Only)
            throw new ArgumentException($"The candidates {asked.Name} are items that users have not had, and Seen.Only lists none of these; measure without candidates, or with Seen.Exclude.");
        (_asked, _catalog, _seed) = (asked, catalog, seed);
        if (asked.Lists is { } lists) _given = catalog.Items.MapFrom(lists.Items);
        if (asked == TestCandidates.NewItems) _new = [.. catalog.AllItems.ToArray().Where(i => catalog.Popularity[i] == 0)];
    }

    internal TestCandidates Asked => _asked;

    /// <summary>How many items nobody in training has, where these are the candidates.</summary>
    internal int New => _new.Length;

    /// <summary>Given negatives that training does not know.</summary>
    internal int Unknown { get; private set; }

    /// <summary>Users with fewer negatives than were to be drawn.</summary>
    internal int Short { get; private set; }

    /// <summary>The negatives of a user, ascending.</summary>
    /// <param name="user">The user's id.</param>
    /// <param name="known">Items that may not be drawn: the history and what is held out.</param>
    internal int[] For(string user, HashSet<int> known) => [.. (_asked.Lists is { } lists ? Given(lists, user) : _asked == TestCandidates.NewItems ? _new.Where(i => !known.Contains(i)) : Drawn(user, known)).Order()];

    IEnumerable<int> Given(Dataset lists, string user)
    {
        var listed = lists.Sequence(lists.Users.IndexOf(user)).ToArray().Distinct().ToArray();
        if (listed.Length == 0) throw new DataException($"{_asked.Name} has no candidates for the test user '{user}'; every test user needs a line of its own with the user's id and items.");
        var ranked = listed.Select(i => _given[i]).Where(i => i >= 0).ToArray();
        Unknown += listed.Length - ranked.Length;
        return ranked;
    }

    IEnumerable<int> Drawn(string user, HashSet<int> known)
    {
        var items = _catalog.Items.Count;
        var unseen = items - known.Count(i => i < items);
        if (unseen < _asked.Count) Short++;
        if (unseen <= _asked.Count) return _catalog.AllItems.ToArray().Where(i => !known.Contains(i));
        var stream = _seed.Derive(user).Stream();
        var drawn = new HashSet<int>(_asked.Count);
        while (drawn.Count < _asked.Count)
            if (stream.NextInt(items) is var item && !known.Contains(item)) drawn.Add(item);
        return drawn;
    }
}
