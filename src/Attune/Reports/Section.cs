namespace Attune;

/// <summary>One section of a <see cref="Report"/>, shown in the order facts, text, charts, tables, notes. Immutable.</summary>
/// <param name="Heading">Its heading; may be empty.</param>
public sealed record Section(string Heading)
{
    /// <summary>1 for a section, 2 for a section within the one before. Default 1.</summary>
    public int Level { get; init; } = 1;

    /// <summary>Headline facts.</summary>
    public IReadOnlyList<Fact> Facts { get; init; } = [];

    /// <summary>Paragraphs of plain text.</summary>
    public IReadOnlyList<string> Text { get; init; } = [];

    /// <summary>Charts.</summary>
    public IReadOnlyList<Chart> Charts { get; init; } = [];

    /// <summary>Tables.</summary>
    public IReadOnlyList<Table> Tables { get; init; } = [];

    /// <summary>What a reader must know.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
