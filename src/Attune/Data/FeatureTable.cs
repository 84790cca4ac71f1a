namespace Attune;

/// <summary>The features of users or items: named columns aligned with a vocabulary. Immutable.</summary>
public sealed class FeatureTable
{
    /// <summary>A table over <paramref name="count"/> indices; every column has that many values.</summary>
    public FeatureTable(int count, IReadOnlyList<FeatureColumn> columns)
    {
        foreach (var column in columns)
            if (column.Values.Count != count)
                throw new ArgumentException($"The feature '{column.Name}' has {column.Values.Count} values for {count} indices.", nameof(columns));
        (Count, Columns) = (count, columns);
    }

    /// <summary>Number of users or items that the table is aligned with.</summary>
    public int Count { get; }

    /// <summary>The columns in file order.</summary>
    public IReadOnlyList<FeatureColumn> Columns { get; }

    /// <summary>The column of this name (any case), or null.</summary>
    public FeatureColumn? this[string name] => Columns.FirstOrDefault(c => c.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether anything is known of this index.</summary>
    public bool Knows(int index) => index >= 0 && index < Count && Columns.Any(c => c.Values[index] is not null);

    /// <summary>What people call it: the column "title", else "name", else null.</summary>
    public string? Title(int index) => index < 0 || index >= Count ? null : (this["title"] ?? this["name"])?.Values[index];

    /// <summary>All its words: text and token columns, separated by spaces ('|' counts as a space).</summary>
    public string Text(int index) => string.Join(' ', Columns
        .Where(c => c.Kind != FeatureKind.Number)
        .Select(c => c.Values[index]?.Replace('|', ' '))
        .Where(t => !string.IsNullOrEmpty(t)));

    /// <summary>The table for another numbering: row i takes the old row <paramref name="from"/>[i], or nothing where that is −1.</summary>
    internal FeatureTable Reindex(int[] from) => new(from.Length,
        [.. Columns.Select(c => c with { Values = Array.ConvertAll(from, i => i < 0 || i >= Count ? null : c.Values[i]) })]);
}
