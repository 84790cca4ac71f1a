using System.Runtime.CompilerServices;

namespace Attune;

/// <summary>
/// The rows of most large files, <c>user,item,rating,time</c> with nothing but numbers, read without a question per column. A row that is anything else is left as it is
/// to the parser of all rows.
/// </summary>
sealed partial class ChunkParser
{
    // Numbers of fewer digits than this are read at once.
    const int Most = 8;
    readonly bool _plain = plan.IsPlain;

    // The place behind the row, or −1 where it is not plain.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    int PlainRow(byte[] text, int at, int row)
    {
        var digits = Digits.Read(text, at, out var number);
        if (!IsId(text, at, digits) || text[at + digits] != _first) return -1;
        var user = _users.OfNumber(number);
        at += digits + 1;
        digits = Digits.Read(text, at, out number);
        if (user < 0 || !IsId(text, at, digits) || text[at + digits] != _first) return -1;
        var item = _items.OfNumber(number);
        if (item < 0) return -1;
        at = PlainNumber(text, at + digits + 1, out var value);
        if (at < 0) return -1;
        if (_time.Length > 0)
        {
            if (text[at] != _first || (at = PlainTime(text, at + 1, row)) < 0) return -1;
        }
        if (text[at] == '\r') at++;
        if (text[at] != '\n') return -1;
        _user[row] = user;
        _item[row] = item;
        _value[row] = value;
        return at + 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static bool IsId(byte[] text, int at, int digits) => digits is > 0 and < Most && (text[at] != '0' || digits == 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static int PlainNumber(byte[] text, int at, out float value)
    {
        var digits = Digits.Read(text, at, out var number);
        value = number;
        at += digits;
        if (text[at] != '.') return digits is > 0 and < Most ? at : -1;
        var decimals = Digits.Read(text, at + 1, out var fraction);
        if (digits == 0 || digits + decimals >= Most) return -1;
        if (fraction != 0) value = (float)(((double)number * Digits.Power(decimals) + fraction) / Digits.Power(decimals));
        return at + 1 + decimals;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    int PlainTime(byte[] text, int at, int row)
    {
        var digits = Digits.Read(text, at, out var high);
        if (digits != 8) return -1;
        var more = Digits.Read(text, at + 8, out var low);
        if (more > 2) return -1;
        // Ten digits are seconds.
        var seconds = (long)high * Digits.Power(more) + low;
        _inSeconds &= seconds <= int.MaxValue;
        _time[row] = seconds * 1000;
        return at + 8 + more;
    }
}
