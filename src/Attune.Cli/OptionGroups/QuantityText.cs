using System.Globalization;

namespace Attune.Cli;

/// <summary>Numbers as people write them on a command line: 30M, 1.5k; and bytes per second: 1Gbit, 100MB.</summary>
static class QuantityText
{
    static readonly (string Suffix, double Factor)[] s_counts = [("k", 1e3), ("M", 1e6), ("G", 1e9), ("B", 1e9), ("", 1)];

    static readonly (string Suffix, double Factor)[] s_rates =
    [
        ("kbit", 125), ("Mbit", 125e3), ("Gbit", 125e6), ("kB", 1e3), ("MB", 1e6), ("GB", 1e9), ("bit", 0.125), ("B", 1),
    ];

    /// <summary>A number above 0 with k, M, G or B (thousands, millions, billions) or nothing behind it.</summary>
    internal static double Count(string option, string text) => Read(text, s_counts) is > 0 and < 1e18 and var count ? count
        : throw new UsageException($"{option}: '{text}' is not a number above 0; write it out or with k, M or G, as in 30M.");

    /// <summary>Bytes per second above 0, from a number with bit, kbit, Mbit, Gbit, B, kB, MB or GB behind it; units are decimal, and /s may follow.</summary>
    internal static double BytesPerSecond(string option, string text) => Read(text.EndsWith("/s", StringComparison.Ordinal) ? text[..^2] : text, s_rates) is > 0 and < 1e18 and var rate ? rate
        : throw new UsageException($"{option}: '{text}' is not a bandwidth; write a number and kbit, Mbit, Gbit, kB, MB or GB (a second), as in 1Gbit or 100MB.");

    /// <summary>Bytes per second, short: 12.5 MB/s.</summary>
    internal static string OfRate(double bytesPerSecond) => $"{OfBytes(bytesPerSecond)}/s";

    /// <summary>Bytes in decimal units with three significant digits: 114 MB.</summary>
    internal static string OfBytes(double bytes)
    {
        var (unit, factor) = bytes switch { >= 999.5e6 => ("GB", 1e9), >= 999.5e3 => ("MB", 1e6), >= 999.5 => ("kB", 1e3), _ => ("B", 1.0) };
        return string.Create(CultureInfo.InvariantCulture, $"{Rounded(bytes / factor)} {unit}");
    }

    static double Rounded(double number) => number >= 100 ? Math.Round(number) : number >= 10 ? Math.Round(number, 1) : Math.Round(number, 2);

    static double Read(string text, (string Suffix, double Factor)[] units)
    {
        foreach (var (suffix, factor) in units)
            if (text.EndsWith(suffix, StringComparison.Ordinal) && double.TryParse(text.AsSpan(0, text.Length - suffix.Length), NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number))
                return number * factor;
        return double.NaN;
    }
}
