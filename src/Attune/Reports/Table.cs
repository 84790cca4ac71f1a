namespace Attune;

/// <summary>Rows of typed cells under named columns. Immutable.</summary>
public sealed record Table
{
    /// <summary>A table; every row has one cell per column.</summary>
    /// <exception cref="ArgumentException">A row has more or fewer cells than there are columns.</exception>
    public Table(IReadOnlyList<Column> columns, IEnumerable<IReadOnlyList<Cell>> rows)
    {
        (Columns, Rows) = ([.. columns], [.. rows]);
        for (var r = 0; r < Rows.Count; r++)
            if (Rows[r].Count != Columns.Count)
                throw new ArgumentException($"Row {r} of the table has {Rows[r].Count} cells for {Columns.Count} columns; give one cell per column.", nameof(rows));
    }

    /// <summary>The columns, from left to right.</summary>
    public IReadOnlyList<Column> Columns { get; }

    /// <summary>The rows, from top to bottom.</summary>
    public IReadOnlyList<IReadOnlyList<Cell>> Rows { get; }

    /// <summary>What the table shows; empty for none.</summary>
    public string Caption { get; init; } = "";

    /// <summary>Whether a page shows only the caption until a reader opens the table. Default false; other formats show all.</summary>
    public bool Folded { get; init; }
}
