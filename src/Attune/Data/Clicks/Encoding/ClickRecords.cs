namespace Attune;

/// <summary>Click rows as they stand in a source, not yet encoded: named columns of text. They can be passed through again and again, and are never held in memory as a whole.</summary>
public abstract class ClickRecords
{
    /// <summary>The names of the columns.</summary>
    public abstract IReadOnlyList<string> Names { get; }

    /// <summary>What the rows are called in messages: the file's name.</summary>
    public abstract string Name { get; }

    /// <summary>What is assumed of the columns where nobody says anything else.</summary>
    public virtual ClickSchema Schema => new() { Fields = [.. Names.Where(n => n != "label").Select(n => new ClickFieldOptions(n))] };

    /// <summary>Passes through all rows; the object is the same for all. Ends between rows where <paramref name="cancel"/> says so.</summary>
    internal abstract IEnumerable<ClickRecord> Read(CancellationToken cancel);

    /// <summary>A row that cannot be used: fails, or is counted and left out.</summary>
    internal abstract void Bad(ClickRecord row, string reason);

    /// <summary>Rows that are in memory.</summary>
    /// <param name="names">Names of the columns.</param>
    /// <param name="rows">A text for every column; null or "" where nothing stands.</param>
    public static ClickRecords Of(IReadOnlyList<string> names, IReadOnlyList<IReadOnlyList<string?>> rows) => new Listed(names, rows);

    /// <summary>The place of a column.</summary>
    /// <exception cref="DataException">There is none of this name.</exception>
    internal int PlaceOf(string column)
    {
        for (var c = 0; c < Names.Count; c++)
            if (Names[c] == column) return c;
        throw new DataException($"{Name} has no column '{column}'; it has {string.Join(", ", Names)}. Name one of these in the schema.");
    }

    sealed class Listed(IReadOnlyList<string> names, IReadOnlyList<IReadOnlyList<string?>> rows) : ClickRecords
    {
        public override IReadOnlyList<string> Names => names;

        public override string Name => "the rows";

        internal override IEnumerable<ClickRecord> Read(CancellationToken cancel)
        {
            var record = new ClickRecord(names.Count);
            for (var r = 0; r < rows.Count; r++)
            {
                cancel.ThrowIfCancellationRequested();
                record.Clear();
                record.Place = $"row {r}, ";
                if (rows[r].Count != names.Count) throw new DataException($"Row {r} has {rows[r].Count} texts for {names.Count} columns; give one each.");
                for (var c = 0; c < names.Count; c++) record.Set(c, rows[r][c]);
                yield return record;
            }
        }

        internal override void Bad(ClickRecord row, string reason) => throw new DataException($"{row.Place}{reason}. Correct the row.");
    }
}
