namespace Attune;

/// <summary>Rows of a source as encoded blocks: one pass, one block at a time.</summary>
sealed class ClickBlocks(ClickRecords rows, ClickEncoder encoder)
{
    readonly List<long> _times = [];

    /// <summary>The times of the rows of the last block; empty where there are none.</summary>
    internal IReadOnlyList<long> Times => _times;

    internal IEnumerable<ClickRows> Read(int size, CancellationToken cancel)
    {
        var (columns, encoding) = (encoder.Fields.Columns, encoder.Over(rows));
        var block = new Block(size, columns);
        _times.Clear();
        foreach (var row in rows.Read(cancel))
        {
            if (encoding.Write(row, block.Codes.AsSpan(block.Count * columns, columns), block.Values.AsSpan(block.Count * columns, columns)) is { } reason)
            {
                rows.Bad(row, reason);
                continue;
            }
            (block.Labels[block.Count], block.Weights[block.Count]) = (encoding.Head!.Label, encoding.Head.Weight);
            if (encoding.Head.HasTimes) _times.Add(encoding.Head.Time);
            if (++block.Count < size) continue;
            yield return block.Rows(encoder);
            block = new Block(size, columns);
            _times.Clear();
        }
        if (block.Count > 0) yield return block.Rows(encoder);
    }

    sealed class Block(int size, int columns)
    {
        internal readonly int[] Codes = new int[size * columns];
        internal readonly float[] Values = new float[size * columns], Labels = new float[size], Weights = new float[size];

        internal int Count;

        internal ClickRows Rows(ClickEncoder encoder) => new(columns, Codes[..(Count * columns)], encoder.Fields.AreLabels ? null : Values[..(Count * columns)], Labels[..Count], encoder.Schema.Weight is null ? null : Weights[..Count]);
    }
}
