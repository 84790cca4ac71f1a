namespace Attune;

/// <summary>The lists of many users, by any model or any other tool. Immutable.</summary>
public sealed class Recommendations
{
    readonly int[] _offsets, _items;
    readonly float[] _scores;

    internal Recommendations(string name, Vocabulary users, Vocabulary items, int[] offsets, int[] listed, float[] scores) =>
        (Name, Users, Items, _offsets, _items, _scores) = (name, users, items, offsets, listed, scores);

    /// <summary>Which model or tool made them.</summary>
    public string Name { get; }

    /// <summary>The users' ids; each has a list, which may be empty.</summary>
    public Vocabulary Users { get; }

    /// <summary>The ids of all items listed.</summary>
    public Vocabulary Items { get; }

    /// <summary>The items of one user's list, best first.</summary>
    public ReadOnlySpan<int> ListOf(int user) => _items.AsSpan(_offsets[user], _offsets[user + 1] - _offsets[user]);

    /// <summary>Their scores; NaN where the lists came without.</summary>
    public ReadOnlySpan<float> ScoresOf(int user) => _scores.AsSpan(_offsets[user], _offsets[user + 1] - _offsets[user]);
}
