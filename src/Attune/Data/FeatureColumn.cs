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
public sealed record FeatureColumn(string Name, FeatureKind Kind, IReadOnlyList<string?> Values);
