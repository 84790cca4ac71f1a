namespace Attune;

/// <summary>The fields of encoded click rows. Immutable.</summary>
public sealed class ClickFields
{
    readonly ClickField[] _ofColumn;

    /// <summary>Makes them of fields whose codes and columns follow one another from 0.</summary>
    public ClickFields(IReadOnlyList<ClickField> fields)
    {
        var (codes, columns) = (0, 0);
        foreach (var f in fields)
        {
            if (f.Offset != codes || f.Column != columns || f.Size < 1 || f.Columns < 1)
                throw new ArgumentException($"The field '{f.Name}' has codes from {f.Offset} and columns from {f.Column} where {codes} and {columns} follow; fields lie one after another without gaps.", nameof(fields));
            (codes, columns) = (codes + f.Size, columns + f.Columns);
        }
        (Fields, Codes, Columns) = (fields, codes, columns);
        _ofColumn = [.. fields.SelectMany(f => Enumerable.Repeat(f, f.Columns))];
    }

    /// <summary>The field that owns a column.</summary>
    internal ClickField OfColumn(int column) => _ofColumn[column];

    /// <summary>The fields in their order.</summary>
    public IReadOnlyList<ClickField> Fields { get; }

    /// <summary>How many codes there are, over all fields: the rows of a table of vectors.</summary>
    public int Codes { get; }

    /// <summary>How many codes a row has, over all fields.</summary>
    public int Columns { get; }

    /// <summary>What makes codes of texts; null where the rows were numbered elsewhere.</summary>
    public ClickEncoder? Encoder { get; internal init; }

    /// <summary>The field with the user's id, or null.</summary>
    public ClickField? UserId => Fields.FirstOrDefault(f => f.Role == ClickFieldRole.UserId);

    /// <summary>The field with the item's id, or null.</summary>
    public ClickField? ItemId => Fields.FirstOrDefault(f => f.Role == ClickFieldRole.ItemId);

    /// <summary>Whether every field is one label of a vocabulary, so that a row's vectors are rows of the table as they stand.</summary>
    public bool AreLabels => Fields.All(f => f.Kind == ClickFieldKind.Categorical);

    /// <summary>What tells these fields from others: the first that is unlike; null where rows of the one are rows of the other.</summary>
    public string? Unlike(ClickFields other)
    {
        for (var f = 0; f < Math.Max(Fields.Count, other.Fields.Count); f++)
        {
            var (mine, theirs) = (Fields.ElementAtOrDefault(f), other.Fields.ElementAtOrDefault(f));
            if (mine is null || theirs is null) return $"there are {Fields.Count} fields where the others are {other.Fields.Count}";
            if (mine != theirs) return $"field {f} is '{mine.Name}' ({mine.Kind}, {mine.Size} codes, {mine.Columns} columns) where the other is '{theirs.Name}' ({theirs.Kind}, {theirs.Size} codes, {theirs.Columns} columns)";
            if (Encoder?[f].Fingerprint is { } here && other.Encoder?[f].Fingerprint is { } there && here != there) return $"field {f}, '{mine.Name}', has other labels or numbers, though as many";
        }
        return null;
    }
}
