namespace Attune;

/// <summary>Takes items list by list: as baskets each list of a user gets its number, from 1, as the request.</summary>
sealed class IdLists(DatasetBuilder builder, bool baskets)
{
    readonly Dictionary<int, int> _numbers = [];
    readonly byte _kind = builder.KindIndex(EventKind.Interaction);
    readonly List<string> _texts = [];
    int _user;
    bool _fresh;
    string? _request;

    internal void User(ReadOnlySpan<char> id) => _user = builder.User(id);

    /// <summary>What follows belongs to the user's next list; lists without items are not counted.</summary>
    internal void NextList() => _fresh = true;

    internal void Item(ReadOnlySpan<char> id)
    {
        if (baskets && _fresh) _request = Text(_numbers[_user] = _numbers.GetValueOrDefault(_user) + 1);
        _fresh = false;
        builder.Append(_user, builder.Item(id), null, _kind, float.NaN, float.NaN, 0, _request, null);
    }

    string Text(int number)
    {
        while (_texts.Count < number) _texts.Add(Vocabulary.Canonical(_texts.Count + 1));
        return _texts[number - 1];
    }
}
