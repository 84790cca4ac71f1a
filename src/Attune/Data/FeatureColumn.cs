using System.Globalization;

namespace Attune;

/// <summary>What the text of a feature means.</summary>
public enum FeatureKind
{
    /// <summary>Words for people: a title, a description.</summary>
    Text,

    /// <summary>A label, or several separated by '|' (genres, categories).</summary>
    Tokens,

    /// <summary>A number in invariant notation.</summary>
    Number,
}

/// <summary>One feature of all users or items, in the order of the vocabulary; null where it is not known.</summary>
/// <param name="Name">The column's name, unique in its table.</param>
/// <param name="Kind">What the text means.</param>
/// <param name="Values">One text per index.</param>
public sealed record FeatureColumn(string Name, FeatureKind Kind, IReadOnlyList<string?> Values)
{
    /// <summary>The different labels of an index, in the order in which they are written; capitals matter.</summary>
    internal string[] Labels(int index) => [.. Split(Values[index] ?? "").Distinct(StringComparer.Ordinal)];

    /// <summary>The labels of a text of tokens, as they are written.</summary>
    internal static string[] Split(string text) => text.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>One number per index; NaN where it is missing (no text, or "NaN").</summary>
    /// <param name="ids">Whose features these are: an error names the id.</param>
    /// <exception cref="DataException">A text is no number, or an infinite one.</exception>
    internal double[] Numbers(Vocabulary ids) => [.. Values.Select((text, i) => string.IsNullOrWhiteSpace(text) ? double.NaN
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && !double.IsInfinity(number) ? number
        : throw new DataException($"The feature '{Name}' is a number, but that of '{ids[i]}' is '{text}'. Write finite numbers as 1234.5 and leave out what is missing, or make the column one of tokens."))];
}
