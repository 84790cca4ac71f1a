namespace Attune.Numerics;

/// <summary>
/// An immutable sparse matrix in compressed rows: row r owns the entries <c>Offsets[r] .. Offsets[r + 1]</c>, with column indices ascending and
/// unique. Shape (Rows, Columns); values are 32-bit floats.
/// </summary>
public sealed class CsrMatrix
{
    readonly int[] _offsets, _columns;
    readonly float[] _values;

    /// <summary>Wraps the arrays without copying; <paramref name="offsets"/> has Rows + 1 entries.</summary>
    public CsrMatrix(int columns, int[] offsets, int[] columnIndices, float[] values)
    {
        if (offsets.Length == 0 || offsets[^1] != columnIndices.Length || columnIndices.Length != values.Length)
            throw new ArgumentException($"The arrays of a CSR matrix do not fit: {offsets.Length} offsets ending at {(offsets.Length == 0 ? 0 : offsets[^1])}, {columnIndices.Length} column indices, {values.Length} values.");
        (Columns, _offsets, _columns, _values) = (columns, offsets, columnIndices, values);
    }

    /// <summary>Number of rows.</summary>
    public int Rows => _offsets.Length - 1;

    /// <summary>Number of columns.</summary>
    public int Columns { get; }

    /// <summary>Number of stored entries.</summary>
    public int Count => _columns.Length;

    /// <summary>Where each row starts: Rows + 1 numbers.</summary>
    public ReadOnlySpan<int> Offsets => _offsets;

    /// <summary>The column of every entry, row after row.</summary>
    public ReadOnlySpan<int> ColumnIndices => _columns;

    /// <summary>The value of every entry, row after row.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>The columns of row <paramref name="row"/>, ascending.</summary>
    public ReadOnlySpan<int> Row(int row) => _columns.AsSpan(_offsets[row], _offsets[row + 1] - _offsets[row]);

    /// <summary>The values of row <paramref name="row"/>, aligned with <see cref="Row"/>.</summary>
    public ReadOnlySpan<float> RowValues(int row) => _values.AsSpan(_offsets[row], _offsets[row + 1] - _offsets[row]);

    /// <summary>Number of entries of row <paramref name="row"/>.</summary>
    public int RowLength(int row) => _offsets[row + 1] - _offsets[row];

    /// <summary>The same entries with other values; columns and offsets are shared, not copied.</summary>
    internal CsrMatrix Map(Func<float, float> value)
    {
        var values = new float[Count];
        for (var e = 0; e < values.Length; e++) values[e] = value(_values[e]);
        return new CsrMatrix(Columns, _offsets, _columns, values);
    }

    /// <summary>The transposed matrix; time O(entries + columns).</summary>
    public CsrMatrix Transpose()
    {
        var offsets = new int[Columns + 1];
        foreach (var c in _columns) offsets[c + 1]++;
        for (var c = 0; c < Columns; c++) offsets[c + 1] += offsets[c];
        var next = offsets.AsSpan(0, Columns).ToArray();
        var rows = new int[Count];
        var values = new float[Count];
        for (var r = 0; r < Rows; r++)
            for (var e = _offsets[r]; e < _offsets[r + 1]; e++)
            {
                var at = next[_columns[e]]++;
                rows[at] = r;
                values[at] = _values[e];
            }
        return new CsrMatrix(Rows, offsets, rows, values);
    }

    /// <summary>
    /// Builds the matrix from triples in any order; entries of the same place are summed in the order given, and entries that
    /// <paramref name="keep"/> refuses (default: none) are left out.
    /// </summary>
    public static CsrMatrix FromTriples(int rows, int columns, ReadOnlySpan<int> row, ReadOnlySpan<int> column, ReadOnlySpan<float> value, Predicate<float>? keep = null)
    {
        var order = new int[row.Length];
        var starts = CountingSort(rows, row, order);
        var offsets = new int[rows + 1];
        var columns2 = new List<int>(row.Length);
        var values = new List<float>(row.Length);
        for (var r = 0; r < rows; r++)
        {
            var entries = order.AsSpan(starts[r], starts[r + 1] - starts[r]);
            SortByColumn(entries, column);
            for (var i = 0; i < entries.Length;)
            {
                var c = column[entries[i]];
                var sum = 0f;
                for (; i < entries.Length && column[entries[i]] == c; i++) sum += value[entries[i]];
                if (keep is not null && !keep(sum)) continue;
                columns2.Add(c);
                values.Add(sum);
            }
            offsets[r + 1] = columns2.Count;
        }
        return new CsrMatrix(columns, offsets, [.. columns2], [.. values]);
    }

    static int[] CountingSort(int rows, ReadOnlySpan<int> row, int[] order)
    {
        var starts = new int[rows + 1];
        foreach (var r in row) starts[r + 1]++;
        for (var r = 0; r < rows; r++) starts[r + 1] += starts[r];
        var next = starts.AsSpan(0, rows).ToArray();
        for (var e = 0; e < row.Length; e++) order[next[row[e]]++] = e;
        return starts;
    }

    static void SortByColumn(Span<int> entries, ReadOnlySpan<int> column)
    {
        Span<long> keys = entries.Length <= 256 ? stackalloc long[entries.Length] : new long[entries.Length];
        for (var i = 0; i < entries.Length; i++) keys[i] = ((long)column[entries[i]] << 32) | (uint)entries[i];
        keys.Sort();
        for (var i = 0; i < entries.Length; i++) entries[i] = (int)(keys[i] & 0xFFFFFFFF);
    }
}
