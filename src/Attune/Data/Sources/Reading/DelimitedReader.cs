namespace Attune;

/// <summary>
/// Splits text into rows and fields without making strings. Fields in double quotes may hold separators, line breaks and doubled quotes (RFC 4180);
/// a quote inside an unquoted field is an ordinary character; blank lines are passed over. Spans are valid until the next <see cref="Read"/>.
/// </summary>
/// <param name="source">Where the text comes from: fills the span, gives the number of characters, 0 at the end.</param>
/// <param name="file">The file's name, for messages.</param>
/// <param name="separator">What stands between fields; " " is any run of blanks and tabs, without quoting.</param>
/// <param name="quotes">Whether quotes mean anything.</param>
/// <param name="longest">The longest field in characters.</param>
sealed class DelimitedReader(DelimitedReader.Fill source, string file, string separator, bool quotes = true, int longest = 1 << 20)
{
    /// <summary>Fills the span; <paramref name="line"/> is where the reader is, for messages.</summary>
    internal delegate int Fill(Span<char> into, long line);

    readonly bool _words = separator == " ";
    readonly List<int> _doubled = [];
    char[] _buffer = new char[1 << 16];
    int[] _from = new int[16], _to = new int[16];
    int _row, _end, _breaks;
    long _next = 1;
    bool _ended;

    /// <summary>A reader of a file's rows.</summary>
    internal static DelimitedReader Of(SourceText text, string separator, bool quotes = true) => new(text.Read, text.Path, separator, quotes);

    /// <summary>A reader of a file's lines, each one field.</summary>
    internal static DelimitedReader Lines(SourceText text) => new(text.Read, text.Path, "\n", quotes: false, longest: 1 << 26);

    /// <summary>Number of fields in the row.</summary>
    internal int Count { get; private set; }

    /// <summary>The line on which the row begins, from 1.</summary>
    internal long Line { get; private set; }

    /// <summary>What is wrong with the row's quoting, or null.</summary>
    internal string? Fault { get; private set; }

    internal ReadOnlySpan<char> this[int field] => _buffer.AsSpan(_from[field], _to[field] - _from[field]);

    /// <summary>What is wrong where the row should have this many fields, or null.</summary>
    internal string? Ragged(int width) => Count == width ? null : Count < width
        ? $"column {Count + 1} is missing: the row ends after {Count} field{(Count == 1 ? "" : "s")} ('{Shorten(this[Count - 1])}' is the last), line 1 has {width}"
        : $"column {width + 1} is one too many: the row has {Count} fields ('{Shorten(this[width])}' is the first that does not belong), line 1 has {width}";

    /// <summary>Goes to the next row; false at the end.</summary>
    internal bool Read()
    {
        while (ReadRow())
            if (Count > 1 || (Count == 1 && _to[0] > _from[0])) return true;
        return false;
    }

    bool ReadRow()
    {
        Line = _next;
        while (!_ended || _row < _end)
        {
            var after = _words ? Words() : Fields();
            if (after >= 0)
            {
                _row = after;
                _next = Line + _breaks + 1;
                foreach (var field in _doubled) Undouble(field);
                return true;
            }
            Refill();
        }
        return false;
    }

    // Every parse of a row gives the position after it, or −1 where it runs over the end of the buffer: then it starts anew with more text.
    int Fields()
    {
        Start();
        for (var at = _row; ;)
        {
            var stop = quotes && at < _end && _buffer[at] == '"' ? Quoted(at) : Bare(at);
            if (stop < 0) return TooLong(at, _end) ? throw Overlong(at, Count + 1) : -1;
            if (TooLong(at, stop)) throw Overlong(at, Count);
            if (stop >= _end || _buffer[stop] == '\n') return Math.Min(stop + 1, _end);
            at = stop + separator.Length;
        }
    }

    int Words()
    {
        Start();
        var length = _buffer.AsSpan(_row, _end - _row).IndexOf('\n');
        if (length < 0 && !_ended) return TooLong(_row, _end) ? throw Overlong(_row, 1) : -1;
        var stop = length < 0 ? _end : _row + length;
        for (var at = _row; at < stop;)
        {
            while (at < stop && IsBlank(_buffer[at])) at++;
            var from = at;
            while (at < stop && !IsBlank(_buffer[at])) at++;
            if (at > from) Add(from, at);
        }
        return Math.Min(stop + 1, _end);
    }

    void Start()
    {
        (Count, _breaks, Fault) = (0, 0, null);
        _doubled.Clear();
    }

    static bool IsBlank(char c) => c is ' ' or '\t' or '\r';

    int Bare(int from)
    {
        var stop = Stop(from);
        if (stop < 0) return -1;
        var last = stop >= _end || _buffer[stop] == '\n';
        Add(from, last && stop > from && _buffer[stop - 1] == '\r' ? stop - 1 : stop);
        return stop;
    }

    // The next separator or line break, or the end of the text, or −1.
    int Stop(int at)
    {
        while (true)
        {
            var found = _buffer.AsSpan(at, _end - at).IndexOfAny(separator[0], '\n');
            if (found < 0) return _ended ? _end : -1;
            at += found;
            if (_buffer[at] == '\n' || separator.Length == 1) return at;
            if (_buffer.AsSpan(at, _end - at).StartsWith(separator)) return at;
            if (!_ended && _end - at < separator.Length) return -1;
            at++;
        }
    }

    int Quoted(int from)
    {
        var doubled = false;
        var close = from + 1;
        while (true)
        {
            var found = _buffer.AsSpan(close, _end - close).IndexOf('"');
            if (found < 0) return _ended ? throw Unclosed(from) : -1;
            close += found;
            if (close + 1 == _end && !_ended) return -1;
            if (close + 1 == _end || _buffer[close + 1] != '"') break;
            doubled = true;
            close += 2;
        }
        var stop = Stop(close + 1);
        if (stop < 0) return -1;
        if (doubled) _doubled.Add(Count);
        Add(from + 1, close);
        _breaks += _buffer.AsSpan(from, close - from).Count('\n');
        var rest = _buffer.AsSpan(close + 1, stop - close - 1);
        if (rest is not ("" or "\r")) Fault ??= $"column {Count}: there is text after the closing quote ('{Shorten(rest)}'); a quote inside quotes is written twice";
        return stop;
    }

    void Add(int from, int to)
    {
        if (Count == _from.Length)
        {
            Array.Resize(ref _from, 2 * Count);
            Array.Resize(ref _to, 2 * Count);
        }
        (_from[Count], _to[Count]) = (from, to);
        Count++;
    }

    void Undouble(int field)
    {
        var to = _from[field];
        for (var at = to; at < _to[field]; at++, to++)
        {
            _buffer[to] = _buffer[at];
            if (_buffer[at] == '"') at++;
        }
        _to[field] = to;
    }

    void Refill()
    {
        if (_row > 0) _buffer.AsSpan(_row, _end - _row).CopyTo(_buffer);
        (_row, _end) = (0, _end - _row);
        if (_end == _buffer.Length) Array.Resize(ref _buffer, 2 * _buffer.Length);
        while (_end < _buffer.Length && !_ended)
        {
            var read = source(_buffer.AsSpan(_end), Line - 1);
            _end += read;
            _ended = read == 0;
        }
    }

    bool TooLong(int from, int to) => to - from > longest;

    bool IsQuoted(int at) => quotes && _buffer[at] == '"';

    DataException Overlong(int at, int column) => IsQuoted(at) ? Unclosed(at)
        : new($"{file}, line {Line}, column {column}: a field of more than {longest} characters, beginning '{Shorten(_buffer.AsSpan(at, 40))}'. Check the separator and the line ends.");

    DataException Unclosed(int at) => new($"{file}, line {Line + _breaks}, column {Count + 1}: the quote that opens here is not closed within "
        + $"{(_ended ? "the file" : $"{longest} characters")}, beginning '{Shorten(_buffer.AsSpan(at, Math.Min(40, _end - at)))}'. Close it, or double it where it belongs to the text.");

    internal static string Shorten(ReadOnlySpan<char> text)
    {
        var line = text.IndexOfAny('\r', '\n');
        var shown = line >= 0 ? text[..line] : text;
        return shown.Length <= 40 && line < 0 ? shown.ToString() : $"{shown[..Math.Min(40, shown.Length)]}…";
    }
}
