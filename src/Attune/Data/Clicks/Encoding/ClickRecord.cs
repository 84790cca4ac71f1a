namespace Attune;

/// <summary>One click row as it stands in a source: a text for every column, empty where nothing stands. One object serves all rows of a pass.</summary>
sealed class ClickRecord(int columns)
{
    readonly int[] _from = new int[columns], _to = new int[columns];
    char[] _text = new char[1024];
    int _filled;

    /// <summary>Where the row stands in its source, for messages: "data.csv, line 7, ".</summary>
    internal string Place { get; set; } = "";

    /// <summary>The text of a column.</summary>
    internal ReadOnlySpan<char> this[int column] => column < 0 ? default : _text.AsSpan(_from[column], _to[column] - _from[column]);

    /// <summary>Empties all columns.</summary>
    internal void Clear()
    {
        Array.Clear(_from);
        Array.Clear(_to);
        _filled = 0;
    }

    internal void Set(int column, ReadOnlySpan<char> text)
    {
        while (_filled + text.Length > _text.Length) Array.Resize(ref _text, 2 * _text.Length);
        text.CopyTo(_text.AsSpan(_filled));
        (_from[column], _to[column]) = (_filled, _filled + text.Length);
        _filled += text.Length;
    }
}
