using System.Globalization;
using System.Text.Json;

namespace Attune.Serving;

/// <summary>Times and durations as Gorse's clients write them.</summary>
static class GorseTime
{
    /// <summary>What Gorse writes for a time that nobody gave.</summary>
    internal static ReadOnlySpan<byte> Zero => "0001-01-01T00:00:00Z"u8;

    /// <summary>A JSON string as a time; null for an empty one and for Gorse's zero time. Without an offset it is UTC.</summary>
    /// <exception cref="RequestException">It is no time.</exception>
    internal static DateTimeOffset? Read(ref Utf8JsonReader json, string field)
    {
        if (json.TokenType == JsonTokenType.Null) return null;
        if (json.TokenType != JsonTokenType.String) throw RequestException.Bad($"{field} must be a string with a time, as \"2026-01-31T12:00:00Z\".");
        if (json.TryGetDateTime(out var time)) return Known(time.Kind == DateTimeKind.Unspecified ? DateTime.SpecifyKind(time, DateTimeKind.Utc) : time.ToUniversalTime());
        return Parse(json.GetString()!, field);
    }

    /// <summary>Text as a time, in the notations that are common in logs and databases.</summary>
    /// <exception cref="RequestException">It is no time.</exception>
    internal static DateTimeOffset? Parse(string text, string field)
    {
        text = text.Trim();
        if (text.Length == 0) return null;
        if (FromUnix(text) is { } unix) return unix;
        // Go prints a time as "2020-01-01 01:01:01.5 +0000 UTC": the name of the zone says nothing that the offset does not.
        var end = text.Length;
        while (end > 0 && char.IsAsciiLetterUpper(text[end - 1]) && text[end - 1] != 'Z') end--;
        var shortened = end < text.Length && end > 1 && text[end - 1] == ' ' ? text[..(end - 1)] : text;
        if (DateTimeOffset.TryParse(Shorten(shortened), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)) return Known(time.UtcDateTime);
        if (DateTime.TryParseExact(text, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var day)) return Known(day);
        throw RequestException.Bad($"{field} is no time: '{GorseCall.Start(text)}'. Write it as \"2026-01-31T12:00:00Z\".");
    }

    /// <summary>Writes a time in UTC as RFC 3339, without the zeros at the end of its fraction; nobody's time as Gorse's zero.</summary>
    internal static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, DateTimeOffset? time)
    {
        Span<byte> text = stackalloc byte[40];
        if (time is { } known && known.UtcDateTime.TryFormat(text, out var length, "yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture)) json.WriteString(name, text[..length]);
        else json.WriteString(name, Zero);
    }

    /// <summary>A duration in Go's notation, as "1h30m", "-2.5s", "300ms".</summary>
    /// <exception cref="RequestException">It is no duration, or one of more than 100 years.</exception>
    internal static TimeSpan ParseDuration(string text, string field)
    {
        var rest = text.AsSpan();
        var sign = rest is ['-', ..] ? -1 : 1;
        if (rest is ['-' or '+', ..]) rest = rest[1..];
        var ticks = rest is "0" ? 0 : SumOf(rest);
        return ticks <= TimeSpan.TicksPerDay * 36_525.0 ? TimeSpan.FromTicks((long)(sign * ticks))
            : throw RequestException.Bad($"{field} is no duration: '{GorseCall.Start(text)}'. Write it as \"1h30m\" or \"10s\".");
    }

    // The parts added up, in ticks; NaN where one of them is no number with a unit.
    static double SumOf(ReadOnlySpan<char> rest)
    {
        var sum = rest.IsEmpty ? double.NaN : 0;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept("0123456789.");
            var unit = digits < 0 ? -1 : UnitOf(rest[digits..]);
            if (unit < 0 || !double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return double.NaN;
            sum += number * Ticks[unit];
            rest = rest[(digits + Units[unit].Length)..];
        }
        return sum;
    }

    // A longer name comes before one that it begins with.
    static readonly string[] Units = ["ns", "us", "µs", "ms", "s", "m", "h"];

    static readonly double[] Ticks = [0.01, 10, 10, TimeSpan.TicksPerMillisecond, TimeSpan.TicksPerSecond, TimeSpan.TicksPerMinute, TimeSpan.TicksPerHour];

    static int UnitOf(ReadOnlySpan<char> text)
    {
        for (var unit = 0; unit < Units.Length; unit++)
            if (text.StartsWith(Units[unit], StringComparison.Ordinal)) return unit;
        return -1;
    }

    // Seconds, milliseconds, microseconds or nanoseconds since 1970, told apart by their length.
    static DateTimeOffset? FromUnix(string text)
    {
        if (text.Length is not (10 or 13 or 16 or 19) || !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;
        return DateTimeOffset.UnixEpoch.AddTicks(text.Length switch
        {
            10 => number * TimeSpan.TicksPerSecond,
            13 => number * TimeSpan.TicksPerMillisecond,
            16 => number * TimeSpan.TicksPerMicrosecond,
            _ => number / TimeSpan.NanosecondsPerTick,
        });
    }

    // A fraction of nanoseconds has more digits than a time holds.
    static string Shorten(string text)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal);
        if (point < 0) return text;
        var end = point + 1;
        while (end < text.Length && char.IsAsciiDigit(text[end])) end++;
        return end - point <= 8 ? text : text[..(point + 8)] + text[end..];
    }

    static DateTimeOffset? Known(DateTime utc) => utc.Ticks < TimeSpan.TicksPerDay ? null : new DateTimeOffset(utc);
}
