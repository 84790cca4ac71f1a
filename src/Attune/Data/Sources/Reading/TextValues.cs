using System.Globalization;

namespace Attune;

/// <summary>Numbers and times as they stand in files; independent of the machine's language and time zone.</summary>
static class TextValues
{
    const double FirstMillisecond = 1e11;
    static readonly double[] s_powers = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7];
    static readonly long s_earliest = DateTimeOffset.MinValue.ToUnixTimeMilliseconds(), s_latest = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>A finite number.</summary>
    internal static bool TryNumber(ReadOnlySpan<char> text, out float value)
    {
        if (TryShort(text, out var plain))
        {
            value = (float)plain;
            return true;
        }
        return float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && float.IsFinite(value);
    }

    // Up to seven digits with a point among them: exact as a fraction of two exact doubles, and several times faster than the general way.
    static bool TryShort(ReadOnlySpan<char> text, out double value)
    {
        var (digits, decimals) = (0, -1);
        value = 0;
        if (text.Length is 0 or > 8) return false;
        foreach (var c in text)
        {
            if (c == '.' && decimals < 0) decimals = 0;
            else if (char.IsAsciiDigit(c) && digits < 7)
            {
                value = 10 * value + (c - '0');
                digits++;
                if (decimals >= 0) decimals++;
            }
            else return false;
        }
        value /= s_powers[Math.Max(0, decimals)];
        return digits > 0;
    }

    /// <summary>Unix milliseconds of Unix seconds (below 1e11 in size), Unix milliseconds or ISO 8601 text; UTC where no offset stands.</summary>
    internal static bool TryTime(ReadOnlySpan<char> text, out long milliseconds)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out milliseconds))
        {
            milliseconds = Milliseconds(milliseconds);
        }
        else if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            if (!(Math.Abs(number) < 1e15)) return false;
            milliseconds = (long)Math.Round(Math.Abs(number) < FirstMillisecond ? number * 1000 : number);
        }
        else if (!TryIso(text, out milliseconds)) return false;
        return milliseconds >= s_earliest && milliseconds <= s_latest;
    }

    /// <summary>Unix milliseconds of Unix seconds, told by their size, or of milliseconds.</summary>
    internal static long Milliseconds(long number) => number is < (long)FirstMillisecond and > -(long)FirstMillisecond ? number * 1000 : number;

    // yyyy-MM-dd[(T| )HH:mm[:ss[.f…]][Z|±HH[:]mm]]
    static bool TryIso(ReadOnlySpan<char> text, out long milliseconds)
    {
        milliseconds = 0;
        if (text.Length < 10 || text[4] != '-' || text[7] != '-') return false;
        if (!Digits(text[..4], out var year) || !Digits(text[5..7], out var month) || !Digits(text[8..10], out var day)) return false;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return false;
        var rest = text[10..];
        var clock = TimeSpan.Zero;
        if (!rest.IsEmpty && (rest[0] is not ('T' or 't' or ' ') || !TryClock(rest[1..], out clock))) return false;
        milliseconds = (long)(new DateTime(year, month, day) - DateTime.UnixEpoch).TotalMilliseconds + (long)clock.TotalMilliseconds;
        return true;
    }

    // The time of day less the offset from UTC.
    static bool TryClock(ReadOnlySpan<char> text, out TimeSpan clock)
    {
        clock = default;
        var zone = text.IndexOfAny("Zz+-");
        var time = zone < 0 ? text : text[..zone].TrimEnd();
        if (time.Length < 5 || time[2] != ':' || !Digits(time[..2], out var hour) || !Digits(time[3..5], out var minute) || hour > 23 || minute > 59) return false;
        var seconds = 0.0;
        if (time.Length > 5 && (time[5] != ':' || !char.IsAsciiDigit(time[^1])
            || !double.TryParse(time[6..], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out seconds) || seconds >= 61)) return false;
        clock = new TimeSpan(hour, minute, 0) + TimeSpan.FromSeconds(seconds);
        if (zone < 0 || text[zone] is 'Z' or 'z') return zone < 0 || zone == text.Length - 1;
        if (!TryOffset(text[(zone + 1)..], out var offset)) return false;
        clock -= text[zone] == '-' ? -offset : offset;
        return true;
    }

    static bool TryOffset(ReadOnlySpan<char> text, out TimeSpan offset)
    {
        offset = default;
        var minutes = text.Length > 2 && text[2] == ':' ? text[3..] : text[Math.Min(2, text.Length)..];
        if (text.Length < 2 || !Digits(text[..2], out var hour) || hour > 14) return false;
        var minute = 0;
        if (text.Length > 2 && (minutes.Length != 2 || !Digits(minutes, out minute) || minute > 59)) return false;
        offset = new TimeSpan(hour, minute, 0);
        return true;
    }

    static bool Digits(ReadOnlySpan<char> text, out int value)
    {
        value = 0;
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c)) return false;
            value = 10 * value + (c - '0');
        }
        return true;
    }
}
