using System.Globalization;

namespace Attune.Cli;

/// <summary>Spans of time as they are written on a command line: a number and s, m, h or d.</summary>
static class TimeText
{
    internal static TimeSpan Read(string option, string text)
    {
        var number = text.Length > 1 && double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var read) ? read : double.NaN;
        var seconds = number * UnitOf(text);
        return seconds is > 0 and < 3.6e11 ? TimeSpan.FromSeconds(seconds) : throw new UsageException($"{option}: '{text}' is not a time; write a number and s, m, h or d, as in 10m.");
    }

    static double UnitOf(string text) => text.Length == 0 ? double.NaN : text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86_400, _ => double.NaN };
}
