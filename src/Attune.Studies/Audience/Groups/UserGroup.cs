using System.Globalization;

namespace Attune.Studies;

/// <summary>A group of users by the value of an attribute: some values, or numbers from one to another, both included.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Values">What belongs to it, as written.</param>
sealed record UserGroup(string Name, IReadOnlyList<string> Values)
{
    readonly (double From, double To)[] _ranges = [.. Values.Select(Range).Where(r => !double.IsNaN(r.From))];

    internal bool Has(string value) => Values.Contains(value, StringComparer.OrdinalIgnoreCase) || (double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && _ranges.Any(r => number >= r.From && number <= r.To));

    // "18-49", "-17", "50-" or "18"; anything else is a word.
    static (double From, double To) Range(string text)
    {
        var (bar, none) = (text.IndexOf('-', StringComparison.Ordinal), (double.NaN, double.NaN));
        if (bar < 0) return Number(text) is { } one ? (one, one) : none;
        var (from, to) = (text[..bar].Trim(), text[(bar + 1)..].Trim());
        if (from.Length + to.Length == 0) return none;
        return (from.Length == 0 ? double.NegativeInfinity : Number(from), to.Length == 0 ? double.PositiveInfinity : Number(to)) is ({ } low, { } high) ? (low, high) : none;
    }

    static double? Number(string text) => double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;
}
