using System.Runtime.CompilerServices;
using System.Text;

namespace Attune;

/// <summary>
/// Parses chunks of whole lines on one thread. Ids, short numbers and Unix times are read from the bytes; all else goes through the code of the careful reader,
/// and whatever that would refuse is noted with its line. What even that does not cover breaks off the reading, and the careful reader begins anew.
/// </summary>
sealed partial class ChunkParser(ByteChunks chunks, ChunkPlan plan)
{
    // More bad rows in one chunk than this: something is wrong with the file.
    const int MostBad = 1000;
    readonly ByteIds _users = new(), _items = new(), _kinds = new();
    readonly int[] _roles = plan.Roles;
    readonly byte _first = (byte)plan.Separator[0];
    readonly bool _pair = plan.Separator.Length == 2;
    readonly List<ParsedChunk> _parsed = [];
    readonly char[] _chars = new char[256];
    byte[] _text = [];
    ParsedChunk _chunk = null!;
    int[] _user = [], _item = [];
    long[] _time = [];
    float[] _value = [];
    byte[] _kind = [];
    int _row;
    bool _rated, _inSeconds;

    internal IReadOnlyList<ParsedChunk> Parsed => _parsed;

    internal string[] Users => _users.Texts();

    internal string[] Items => _items.Texts();

    internal string[] Kinds => _kinds.Texts();

    /// <summary>Takes chunks until there are none.</summary>
    internal void Run(bool hasHeader)
    {
        while (chunks.Next(ref _text, out var from, out var end, out var index))
        {
            _chunk = new ParsedChunk { Index = index };
            (_row, _inSeconds) = (0, true);
            Reserve(end - from);
            if (hasHeader && index == 0) from = Header(from, end);
            Rows(from, end);
            if (!chunks.Broken) Seal();
        }
    }

    // A row takes one byte for each end of a field and one at least for each id.
    void Reserve(int bytes)
    {
        var most = bytes / (plan.Columns.Width + 2) + 1;
        if (_user.Length >= most) return;
        (_user, _item, _value) = (new int[most], new int[most], new float[most]);
        if (plan.Columns[ColumnRole.Time] >= 0) _time = new long[most];
        if (plan.Columns[ColumnRole.Kind] >= 0) _kind = new byte[most];
    }

    int Header(int at, int end)
    {
        for (; at < end; _chunk.Lines++)
        {
            var line = _text.AsSpan(at, end - at).IndexOf((byte)'\n');
            var row = _text.AsSpan(at, line);
            at += line + 1;
            if (plan.Quotes && row.Contains((byte)'"')) break;
            if (row.IsEmpty || row.SequenceEqual("\r"u8)) continue;
            _chunk.Lines++;
            return at;
        }
        chunks.Break();
        return end;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Rows(int at, int end)
    {
        for (; at < end && !chunks.Broken; _chunk.Lines++)
        {
            if (_text[at] == '\n')
            {
                at++;
                continue;
            }
            var from = at;
            if (_plain && PlainRow(_text, at, _row) is > 0 and var next)
            {
                at = next;
                _row++;
            }
            else if (Row(ref at)) _row++;
            else at = Bad(from, end);
            if (at - from > ByteChunks.LongestLine) chunks.Break();
        }
    }

    bool Row(ref int at)
    {
        _rated = false;
        for (var c = 0; c < _roles.Length; c++)
        {
            var stop = _roles[c] switch
            {
                (int)ColumnRole.User => Id(_users, at, out _user[_row]),
                (int)ColumnRole.Item => Id(_items, at, out _item[_row]),
                (int)ColumnRole.Time => Time(at),
                (int)ColumnRole.Kind => Kind(at),
                ChunkPlan.Unread => End(at),
                _ => Number(at),
            };
            if (stop < 0) return false;
            if (c == _roles.Length - 1)
            {
                at = stop + (_text[stop] == '\r' ? 2 : 1);
                return _text[at - 1] == '\n' && Finish();
            }
            if (_text[stop] != _first) return false;
            at = stop + plan.Separator.Length;
        }
        return false;
    }

    bool Finish()
    {
        if (_kind.Length > 0 && _kind[_row] == byte.MaxValue) return Named(Encoding.UTF8.GetBytes(_rated && plan.Columns[ColumnRole.Rating] >= 0 ? EventKind.Rating : plan.Kind));
        return _rated || !plan.IsRatingRequired;
    }

    // Whether a field that begins before this place ends here.
    bool Ends(int at)
    {
        var b = _text[at];
        return b == _first ? !_pair || _text[at + 1] == plan.Separator[1] : b == '\n' || (b == '\r' && _text[at + 1] == '\n');
    }

    // The end of a field by the rules of the careful reader; −1 where a quote opens it.
    int End(int from)
    {
        if (_text[from] == '"' && plan.Quotes)
        {
            chunks.Break();
            return -1;
        }
        for (var at = from; ; at++)
        {
            at += _text.AsSpan(at).IndexOfAny(_first, (byte)'\n');
            if (_text[at] == '\n') return at > from && _text[at - 1] == '\r' ? at - 1 : at;
            if (!_pair || _text[at + 1] == plan.Separator[1]) return at;
        }
    }

    int Id(ByteIds ids, int at, out int id)
    {
        var digits = Digits.Read(_text, at, out var number);
        if (digits > 0 && digits < 8 && (_text[at] != '0' || digits == 1) && Ends(at + digits) && (id = ids.OfNumber(number)) >= 0) return at + digits;
        var stop = End(at);
        id = stop <= at ? ByteIds.Blank : ids.Intern(_text.AsSpan(at, stop - at));
        if (id == ByteIds.Crowded) chunks.Break();
        return id < 0 ? -1 : stop;
    }

    int Number(int at)
    {
        var whole = Digits.Read(_text, at, out var number);
        var stop = at + whole;
        double value = number;
        var digits = whole;
        if (_text[stop] == '.')
        {
            var decimals = Digits.Read(_text, stop + 1, out var fraction);
            digits += decimals;
            stop += decimals + 1;
            if (digits < 8) value = ((double)number * Digits.Power(decimals) + fraction) / Digits.Power(decimals);
        }
        if (digits is > 0 and < 8 && Ends(stop))
        {
            _value[_row] = (float)value;
            _rated = true;
            return stop;
        }
        stop = End(at);
        if (stop < 0) return -1;
        _value[_row] = float.NaN;
        _rated = stop > at;
        return !_rated || TextValues.TryNumber(Text(at, stop), out _value[_row]) ? stop : -1;
    }

    int Time(int at)
    {
        var digits = Digits.Read(_text, at, out var high);
        ulong value = high;
        if (digits == 8)
        {
            var more = Digits.Read(_text, at + 8, out var low);
            digits += more;
            value = (ulong)high * Digits.Power(more) + low;
        }
        if (digits is > 0 and < 15 && Ends(at + digits))
        {
            SetTime(TextValues.Milliseconds((long)value));
            return at + digits;
        }
        var stop = End(at);
        if (stop == at) chunks.Break();
        if (stop <= at || !TextValues.TryTime(Text(at, stop), out var time)) return -1;
        SetTime(time);
        return stop;
    }

    void SetTime(long milliseconds)
    {
        _time[_row] = milliseconds;
        _inSeconds &= milliseconds == (int)(milliseconds / 1000) * 1000L;
    }

    int Kind(int at)
    {
        var stop = End(at);
        _kind[_row] = byte.MaxValue;
        return stop <= at || Named(_text.AsSpan(at, stop - at)) ? stop : -1;
    }

    bool Named(ReadOnlySpan<byte> kind)
    {
        var number = _kinds.Intern(kind);
        // A kind of blanks is one like any other, and too many are an error: both rare enough.
        if (number is < 0 or >= byte.MaxValue) chunks.Break();
        else _kind[_row] = (byte)number;
        return !chunks.Broken;
    }

    ReadOnlySpan<char> Text(int from, int to) =>
        to - from <= _chars.Length ? _chars.AsSpan(0, Encoding.UTF8.GetChars(_text.AsSpan(from..to), _chars)) : Encoding.UTF8.GetString(_text, from, to - from);

    // The careful reader on this one row says what is wrong; where it finds nothing, it must read the file.
    int Bad(int from, int end)
    {
        var line = _text.AsSpan(from, end - from).IndexOf((byte)'\n');
        if (chunks.Broken || (line == 1 && _text[from] == '\r')) return from + line + 1;
        // A quote behind the place where the parser gave up may reach over the end of the line.
        if (plan.Quotes && _text.AsSpan(from, line).Contains((byte)'"')) chunks.Break();
        if (chunks.Broken) return end;
        var reason = Delimited.Reason(Encoding.UTF8.GetString(_text, from, line), plan);
        if (reason is null || _chunk.Bad.Count == MostBad) chunks.Break();
        else _chunk.Bad.Add((_chunk.Lines, reason));
        return from + line + 1;
    }

    void Seal()
    {
        var timed = plan.Columns[ColumnRole.Time] >= 0;
        var valued = plan.Columns[ColumnRole.Rating] >= 0 || plan.Columns[ColumnRole.Value] >= 0;
        var times = _time.AsSpan(0, timed ? _row : 0);
        var inSeconds = timed && _inSeconds;
        _chunk.Block = new EventBlock
        {
            Count = _row,
            User = _user[.._row],
            Item = _item[.._row],
            Seconds = inSeconds ? Seconds(times) : null,
            Time = timed && !inSeconds ? times.ToArray() : null,
            Value = valued && _value.AsSpan(0, _row).ContainsAnyInRange(float.NegativeInfinity, float.PositiveInfinity) ? _value[.._row] : null,
            Kind = _kind.Length > 0 ? _kind[.._row] : null,
        };
        _parsed.Add(_chunk);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static int[] Seconds(ReadOnlySpan<long> times)
    {
        var seconds = GC.AllocateUninitializedArray<int>(times.Length);
        for (var i = 0; i < seconds.Length; i++) seconds[i] = (int)(times[i] / 1000);
        return seconds;
    }
}
