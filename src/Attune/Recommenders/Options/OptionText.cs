using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;

namespace Attune;

/// <summary>The values of options as people write and read them.</summary>
static class OptionText
{
    /// <summary>Reads a value; <c>null</c> and <c>none</c> are values of options that may be null.</summary>
    internal static bool TryParse(Type type, string text, out object? value)
    {
        value = null;
        text = type == typeof(string) ? text : text.Trim();
        if (Nullable.GetUnderlyingType(type) is { } inner) return text is "null" or "none" || TryParse(inner, text, out value);
        value = type.IsEnum ? NamesOf(type).Zip(Enum.GetValues(type).Cast<object>()).FirstOrDefault(v => SameWord(v.First, text)).Second
            : type == typeof(string) ? text
            : type == typeof(bool) ? bool.TryParse(text, out var b) ? b : null
            : type == typeof(int) ? int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var i) ? i : null
            : type == typeof(long) ? long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var l) ? l : null
            : type == typeof(float) ? float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var f) && float.IsFinite(f) ? f : null
            : type == typeof(double) ? double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var d) && double.IsFinite(d) ? d : null
            : type.IsAssignableFrom(typeof(string[])) ? text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            : null;
        return value is not null;
    }

    /// <summary>The kind of value: "int", "number", "bool", "text", "choice" or "list".</summary>
    internal static string KindOf(Type type) => Nullable.GetUnderlyingType(type) is { } inner ? KindOf(inner)
        : type.IsEnum ? "choice" : type == typeof(int) || type == typeof(long) ? "int" : type == typeof(bool) ? "bool"
        : type == typeof(float) || type == typeof(double) ? "number" : type == typeof(string) ? "text" : "list";

    internal static string Describe(Type type) => Nullable.GetUnderlyingType(type) is { } inner ? $"{Describe(inner)} or null" : KindOf(type) switch
    {
        "choice" => $"one of {string.Join(", ", NamesOf(type))}",
        "int" => "a whole number",
        "bool" => "true or false",
        "number" => "a number",
        "text" => "a text",
        _ => "a list of texts",
    };

    internal static string Describe(RangeAttribute? range)
    {
        if (range is null) return "any finite number";
        var (min, max) = Bounds(range);
        var from = string.Create(CultureInfo.InvariantCulture, $"{(range.MinimumIsExclusive ? "above " : "")}{min}");
        if (max >= int.MaxValue) return range.MinimumIsExclusive ? from : $"{from} or more";
        return string.Create(CultureInfo.InvariantCulture, $"{from} to {(range.MaximumIsExclusive ? "below " : "")}{max}");
    }

    internal static (double Min, double Max) Bounds(RangeAttribute range) =>
        (Convert.ToDouble(range.Minimum, CultureInfo.InvariantCulture), Convert.ToDouble(range.Maximum, CultureInfo.InvariantCulture));

    /// <summary>The number in a value, a float by its shortest decimal form (0.1f is 0.1); null for what is no number.</summary>
    internal static double? Number(object? value) => value switch
    {
        int i => i,
        long l => l,
        double d => d,
        float f when float.IsFinite(f) => double.Parse(f.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture),
        float f => f,
        _ => null,
    };

    /// <summary>The names of an enumeration in the order of <see cref="Enum.GetValues(Type)"/>.</summary>
    internal static IEnumerable<string> NamesOf(Type type) => Enum.GetNames(type).Select(JsonNamingPolicy.KebabCaseLower.ConvertName);

    static bool SameWord(string name, string text) =>
        name.Replace("-", "", StringComparison.Ordinal).Equals(text.Replace("-", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
}
