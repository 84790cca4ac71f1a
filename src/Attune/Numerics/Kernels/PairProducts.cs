using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Attune.Numerics;

/// <summary>
/// The inner products of all pairs of rows of a sparse matrix, each pair once: G = A·Aᵀ below its diagonal. Rows are ranked by their number of
/// entries, longest first, and every column keeps its entries in that order, so that the partners of a row within a column come before it. Ranks
/// are taken in blocks, whose sums stay in the nearest cache while the entries pass by. A pair is summed by one thread in the order of the
/// columns: results do not depend on threads.
/// </summary>
sealed class PairProducts
{
    // Sums of one block: 24 KB of the 32 or 48 that a core has nearest. More than MostBlocks of them cost more than they save.
    const int UsualBlock = 6144, MostBlocks = 16, LargestBlock = 1 << 16;

    // Columns reached for at a time, and entries in a line of the cache.
    const int Ahead = 16, Line = 32;

    readonly int _columnCount;
    readonly int[] _rowAt, _rowStarts, _columns, _places, _blockStarts;
    readonly ushort[] _ranks;
    readonly float[] _values;
    readonly float[]? _squares;

    /// <summary>Lays out <paramref name="rows"/>; time and memory O(entries + columns).</summary>
    internal PairProducts(CsrMatrix rows, int usual = UsualBlock)
    {
        _columnCount = rows.Columns;
        _rowAt = LongestFirst(rows);
        BlockLength = Math.Clamp((rows.Rows / MostBlocks + 1023) / 1024 * 1024, usual, LargestBlock);
        var blocks = (rows.Rows + BlockLength - 1) / BlockLength;
        _blockStarts = new int[(long)(blocks + 1) * _columnCount];
        (_ranks, _values, _places, _columns) = (new ushort[rows.Count], new float[rows.Count], new int[rows.Count], new int[rows.Count]);
        _rowStarts = new int[rows.Rows + 1];
        var next = ColumnStarts(rows);
        for (var rank = 0; rank < _rowAt.Length; rank++)
        {
            if (rank % BlockLength == 0) next.CopyTo(_blockStarts, rank / BlockLength * _columnCount);
            var columns = rows.Row(_rowAt[rank]);
            var values = rows.RowValues(_rowAt[rank]);
            var start = _rowStarts[rank];
            _rowStarts[rank + 1] = start + columns.Length;
            columns.CopyTo(_columns.AsSpan(start));
            for (var e = 0; e < columns.Length; e++)
            {
                var place = next[columns[e]]++;
                (_places[start + e], _ranks[place], _values[place]) = (place, (ushort)(rank % BlockLength), values[e]);
            }
        }
        next.CopyTo(_blockStarts, blocks * _columnCount);
        _squares = SquaresOfFlatColumns();
    }

    /// <summary>Number of rows.</summary>
    internal int Rows => _rowAt.Length;

    /// <summary>Number of ranks in a block; the last one may have fewer.</summary>
    internal int BlockLength { get; }

    /// <summary>The row of each rank.</summary>
    internal ReadOnlySpan<int> RowAt => _rowAt;

    /// <summary>
    /// Adds the products of the row of rank <paramref name="rank"/> with the rows of lower ranks in one block to <paramref name="sums"/>, placed by rank within
    /// the block, and returns how many there were.
    /// </summary>
    internal int AddTo(Span<float> sums, int rank, int block)
    {
        ref var sum = ref MemoryMarshal.GetReference(sums[..BlockLength]);
        ref var ranks = ref MemoryMarshal.GetArrayDataReference(_ranks);
        ref var values = ref MemoryMarshal.GetArrayDataReference(_values);
        var total = 0;
        Span<int> starts = stackalloc int[Ahead], ends = stackalloc int[Ahead];
        for (var first = _rowStarts[rank]; first < _rowStarts[rank + 1]; first += Ahead)
        {
            var ahead = Math.Min(Ahead, _rowStarts[rank + 1] - first);
            Reach(first, rank, block, starts[..ahead], ends[..ahead]);
            for (var e = 0; e < ahead; e++)
            {
                var count = ends[e] - starts[e];
                if (count == 0) continue;
                total += count;
                if (_squares is not null) AddFlat(ref sum, ref Unsafe.Add(ref ranks, starts[e]), count, _squares[_columns[first + e]]);
                else AddScaled(ref sum, ref Unsafe.Add(ref ranks, starts[e]), ref Unsafe.Add(ref values, starts[e]), count, _values[_places[first + e]]);
            }
        }
        return total;
    }

    /// <summary>The places within the block that entry <paramref name="entry"/> of a rank's row adds to; see <see cref="Entries"/>.</summary>
    internal ReadOnlySpan<ushort> Partners(int entry, int rank, int block)
    {
        var start = Start(entry, block);
        return _ranks.AsSpan(start, End(entry, rank, block) - start);
    }

    /// <summary>The entries of the row of a rank.</summary>
    internal Range Entries(int rank) => _rowStarts[rank].._rowStarts[rank + 1];

    // Columns lie anywhere in memory. Touching the beginnings of several before adding the first lets their ways to the processor overlap.
    [MethodImpl(MethodImplOptions.NoInlining)]
    int Reach(int entry, int rank, int block, Span<int> starts, Span<int> ends)
    {
        var touched = 0;
        for (var e = 0; e < starts.Length; e++)
        {
            (starts[e], ends[e]) = (Start(entry + e, block), End(entry + e, rank, block));
            if (starts[e] < ends[e]) touched += _ranks[starts[e]] + _ranks[Math.Min(starts[e] + Line, ends[e] - 1)];
        }
        return touched;
    }

    int Start(int entry, int block) => _blockStarts[block * _columnCount + _columns[entry]];

    int End(int entry, int rank, int block) => block == rank / BlockLength ? _places[entry] : _blockStarts[(block + 1) * _columnCount + _columns[entry]];

    // Places within a block are below its length, which AddTo has checked the sums against.
    static void AddScaled(ref float sums, ref ushort ranks, ref float values, int count, float scale)
    {
        nint e = 0;
        for (; e + 3 < count; e += 4)
        {
            Unsafe.Add(ref sums, (nint)Unsafe.Add(ref ranks, e)) += scale * Unsafe.Add(ref values, e);
            Unsafe.Add(ref sums, (nint)Unsafe.Add(ref ranks, e + 1)) += scale * Unsafe.Add(ref values, e + 1);
            Unsafe.Add(ref sums, (nint)Unsafe.Add(ref ranks, e + 2)) += scale * Unsafe.Add(ref values, e + 2);
            Unsafe.Add(ref sums, (nint)Unsafe.Add(ref ranks, e + 3)) += scale * Unsafe.Add(ref values, e + 3);
        }
        for (; e < count; e++) Unsafe.Add(ref sums, (nint)Unsafe.Add(ref ranks, e)) += scale * Unsafe.Add(ref values, e);
    }

    static void AddFlat(ref float sums, ref ushort ranks, int count, float square)
    {
        nint e = 0;
        for (; e + 3 < count; e += 4)
        {
            Unsafe.Add(ref sums, (nint)Unsafe.Add(ref ranks, e)) += square;
            Unsafe.Add(ref sums, (nint)Unsafe.Add(ref ranks, e + 1)) += square;
            Unsafe.Add(ref sums, (nint)Unsafe.Add(ref ranks, e + 2)) += square;
            Unsafe.Add(ref sums, (nint)Unsafe.Add(ref ranks, e + 3)) += square;
        }
        for (; e < count; e++) Unsafe.Add(ref sums, (nint)Unsafe.Add(ref ranks, e)) += square;
    }

    // Where the values of every column are equal (clicks, likes), their products need not be read: one number for each column.
    float[]? SquaresOfFlatColumns()
    {
        var squares = new float[_columnCount];
        for (var c = 0; c < squares.Length; c++)
        {
            var values = _values.AsSpan(_blockStarts[c].._blockStarts[^(_columnCount - c)]);
            if (values.Length == 0) continue;
            if (values.IndexOfAnyExcept(values[0]) >= 0) return null;
            squares[c] = values[0] * values[0];
        }
        return squares;
    }

    static int[] ColumnStarts(CsrMatrix rows)
    {
        var starts = new int[rows.Columns];
        foreach (var c in rows.ColumnIndices) starts[c]++;
        var start = 0;
        foreach (ref var s in starts.AsSpan()) (s, start) = (start, start + s);
        return starts;
    }

    static int[] LongestFirst(CsrMatrix rows)
    {
        var keys = new long[rows.Rows];
        for (var r = 0; r < keys.Length; r++) keys[r] = ((long)-rows.RowLength(r) << 32) | (uint)r;
        keys.AsSpan().Sort();
        return Array.ConvertAll(keys, k => (int)(k & 0xFFFFFFFF));
    }
}
