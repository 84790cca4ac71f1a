using System.Globalization;
using System.Text.RegularExpressions;

namespace Attune.Serving;

/// <summary>A type of feedback, or a type with a bound on its value, as "read>=3".</summary>
/// <param name="Type">The type; null for any.</param>
/// <param name="Sign">The comparison: empty for none.</param>
/// <param name="Bound">What the value is compared with.</param>
readonly partial record struct FeedbackKind(string? Type, string? Sign, double Bound)
{
    /// <summary>Reads one.</summary>
    internal static FeedbackKind Parse(string text)
    {
        var match = Pattern().Match(text);
        // What has no bound is a type, whatever its characters.
        return match.Success && double.TryParse(match.Groups["bound"].ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out var bound)
            ? new(match.Groups["type"].Value, match.Groups["sign"].Value, bound) : new(text, null, 0);
    }

    internal bool Matches(double value) => Sign switch
    {
        "<" => value < Bound,
        "<=" => value <= Bound,
        ">" => value > Bound,
        ">=" => value >= Bound,
        _ => true,
    };

    [GeneratedRegex("^(?<type>[a-zA-Z][a-zA-Z0-9_]*)(?<sign><=|>=|<|>)(?<bound>[0-9]*\\.?[0-9]+)$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex Pattern();
}
