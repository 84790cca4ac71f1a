using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Attune.Numerics;

/// <summary>
/// The inner products of all pairs of rows of a sparse matrix, each pair once: G = A·Aᵀ below its diagonal. Rows are ranked by their number of
/// entries, longest first, and every column keeps its entries in that order, so that the partners of a row within a column are a prefix of the
/// column, and sums gather in the few places of the long rows, which stay in the nearest cache. A pair is summed by one thread in the order of the
/// columns: results do not depend on threads.
/// </summary>
sealed class PairProducts
{
    readonly int[] _columnStarts, _ranks, _rowStarts, _places, _columns, _rowAt;
    readonly float[] _values;
    readonly float[]? _squares;

    /// <summary>Lays out <paramref name="byColumn"/> (columns × rows: the transposed matrix); time and memory O(entries).</summary>
    internal PairProducts(CsrMatrix byColumn)
    {
        Rows = byColumn.Columns;
        _rowAt = Ranked(byColumn, out var rank);
        _columnStarts = byColumn.Offsets.ToArray();
        (_ranks, _values) = (new int[byColumn.Count], new float[byColumn.Count]);
        _rowStarts = new int[Rows + 1];
        for (var r = 0; r < byColumn.Count; r++) _rowStarts[rank[byColumn.ColumnIndices[r]] + 1]++;
        for (var r = 0; r < Rows; r++) _rowStarts[r + 1] += _rowStarts[r];
        (_places, _columns) = (new int[byColumn.Count], new int[byColumn.Count]);
        var next = _rowStarts.AsSpan(0, Rows).ToArray();
        for (var c = 0; c < byColumn.Rows; c++)
        {
            var (start, length) = (_columnStarts[c], byColumn.RowLength(c));
            var ranks = _ranks.AsSpan(start, length);
            var values = _values.AsSpan(start, length);
            for (var e = 0; e < length; e++) ranks[e] = rank[byColumn.Row(c)[e]];
            byColumn.RowValues(c).CopyTo(values);
            ranks.Sort(values);
            for (var e = 0; e < length; e++)
            {
                var at = next[ranks[e]]++;
                (_places[at], _columns[at]) = (start + e, c);
            }
        }
        _squares = SquaresOfFlatColumns(byColumn);
    }

    /// <summary>Number of rows.</summary>
    internal int Rows { get; }

    /// <summary>The row of each rank.</summary>
    internal ReadOnlySpan<int> RowAt => _rowAt;

    /// <summary>How many products <see cref="AddTo"/> sums for the row of this rank.</summary>
    internal long Work(int rank)
    {
        var work = 0L;
        for (var e = _rowStarts[rank]; e < _rowStarts[rank + 1]; e++) work += _places[e] - _columnStarts[_columns[e]];
        return work;
    }

    /// <summary>Adds the products of the row of rank <paramref name="rank"/> with every row of a lower rank to <paramref name="sums"/>, placed by rank.</summary>
    internal void AddTo(Span<float> sums, int rank)
    {
        ref var sum = ref MemoryMarshal.GetReference(sums[..rank]);
        ref var ranks = ref MemoryMarshal.GetArrayDataReference(_ranks);
        ref var values = ref MemoryMarshal.GetArrayDataReference(_values);
        for (var e = _rowStarts[rank]; e < _rowStarts[rank + 1]; e++)
        {
            var (start, end) = (_columnStarts[_columns[e]], _places[e]);
            if (_squares is not null) AddFlat(ref sum, ref Unsafe.Add(ref ranks, start), end - start, _squares[_columns[e]]);
            else AddScaled(ref sum, ref Unsafe.Add(ref ranks, start), ref Unsafe.Add(ref values, start), end - start, _values[end]);
        }
    }

    // The ranks before an entry of a column are all lower than its own, so they lie within the sums that AddTo has checked.
    static void AddScaled(ref float sums, ref int ranks, ref float values, int count, float scale)
    {
        nint e = 0;
        for (; e + 3 < count; e += 4)
        {
            Unsafe.Add(ref sums, Unsafe.Add(ref ranks, e)) += scale * Unsafe.Add(ref values, e);
            Unsafe.Add(ref sums, Unsafe.Add(ref ranks, e + 1)) += scale * Unsafe.Add(ref values, e + 1);
            Unsafe.Add(ref sums, Unsafe.Add(ref ranks, e + 2)) += scale * Unsafe.Add(ref values, e + 2);
            Unsafe.Add(ref sums, Unsafe.Add(ref ranks, e + 3)) += scale * Unsafe.Add(ref values, e + 3);
        }
        for (; e < count; e++) Unsafe.Add(ref sums, Unsafe.Add(ref ranks, e)) += scale * Unsafe.Add(ref values, e);
    }

    static void AddFlat(ref float sums, ref int ranks, int count, float square)
    {
        nint e = 0;
        for (; e + 3 < count; e += 4)
        {
            Unsafe.Add(ref sums, Unsafe.Add(ref ranks, e)) += square;
            Unsafe.Add(ref sums, Unsafe.Add(ref ranks, e + 1)) += square;
            Unsafe.Add(ref sums, Unsafe.Add(ref ranks, e + 2)) += square;
            Unsafe.Add(ref sums, Unsafe.Add(ref ranks, e + 3)) += square;
        }
        for (; e < count; e++) Unsafe.Add(ref sums, Unsafe.Add(ref ranks, e)) += square;
    }

    // Where the values of every column are equal (clicks, likes), their products need not be read: one number for each column.
    static float[]? SquaresOfFlatColumns(CsrMatrix byColumn)
    {
        var squares = new float[byColumn.Rows];
        for (var c = 0; c < squares.Length; c++)
        {
            var values = byColumn.RowValues(c);
            if (values.Length == 0) continue;
            if (values.IndexOfAnyExcept(values[0]) >= 0) return null;
            squares[c] = values[0] * values[0];
        }
        return squares;
    }

    static int[] Ranked(CsrMatrix byColumn, out int[] rank)
    {
        var keys = new long[byColumn.Columns];
        foreach (var r in byColumn.ColumnIndices) keys[r] -= 1L << 32;
        for (var r = 0; r < keys.Length; r++) keys[r] += r;
        keys.AsSpan().Sort();
        var rows = Array.ConvertAll(keys, k => (int)(k & 0xFFFFFFFF));
        rank = new int[rows.Length];
        for (var r = 0; r < rows.Length; r++) rank[rows[r]] = r;
        return rows;
    }
}
