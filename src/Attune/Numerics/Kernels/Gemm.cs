using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Attune.Numerics;

/// <summary>
/// Products of dense row-major matrices, C ← C + α·A·Bᵀ. Both operands are packed into panels that the register tile of <see cref="GemmTile"/> reads
/// front to back, a stretch of columns at a time; the tiles of C are computed by one thread each, in a fixed order of sums, so results
/// depend on the width of vectors but never on the number of threads (Goto and van de Geijn, "Anatomy of high-performance matrix
/// multiplication", ACM TOMS 2008).
/// </summary>
static class Gemm
{
    // A block of A (Rows × Depth, 147 KB) stays in the second-level cache while the panels of B (Depth × 16 or 32) pass through the first.
    const int Rows = 144, Columns = 512, Depth = 256;

    /// <summary>
    /// C ← C + α·A·Bᵀ, for A rows × depth, B columns × depth, C rows × columns. With <paramref name="lower"/> only what touches the lower triangle of C is
    /// computed, and what C holds above it is undefined afterwards. Without <paramref name="parallel"/> everything runs on this thread.
    /// </summary>
    internal static void Add(float alpha, in Dense a, in Dense b, in Dense c, bool lower = false, ParallelOptions? parallel = null)
    {
        var depth = a.Columns;
        if (b.Columns != depth || c.Rows != a.Rows || c.Columns != b.Rows)
            throw new ArgumentException($"The product of {a.Rows} × {depth} and the transpose of {b.Rows} × {b.Columns} does not fit into {c.Rows} × {c.Columns}.");
        var step = Math.Min(depth, Depth);
        var left = ArrayPool<float>.Shared.Rent(PackedLength(a.Rows, step, GemmTile.Rows));
        var right = ArrayPool<float>.Shared.Rent(PackedLength(b.Rows, step, GemmTile.Columns));
        for (var k = 0; k < depth; k += Depth)
        {
            step = Math.Min(Depth, depth - k);
            Pack(a with { Offset = a.Offset + k, Columns = step }, GemmTile.Rows, left, parallel);
            Pack(b with { Offset = b.Offset + k, Columns = step }, GemmTile.Columns, right, parallel);
            Multiply(alpha, left, right, step, c, lower, parallel);
        }
        ArrayPool<float>.Shared.Return(left);
        ArrayPool<float>.Shared.Return(right);
    }

    /// <summary>The floats that <paramref name="rows"/> vectors of length <paramref name="depth"/> take in panels of <paramref name="tile"/>.</summary>
    internal static int PackedLength(int rows, int depth, int tile) => checked((rows + tile - 1) / tile * tile * depth);

    /// <summary>
    /// One panel: <paramref name="count"/> rows of <paramref name="depth"/> numbers become depth × tile numbers, number p of row r at p · tile + r; rows
    /// that are missing are zero.
    /// </summary>
    internal static void PackPanel(ReadOnlySpan<float> rows, int stride, int count, int depth, int tile, Span<float> panel)
    {
        // Slicing checks the bounds; the loops stay within them.
        ref var to = ref MemoryMarshal.GetReference(panel[..(depth * tile)]);
        if (count < tile) panel[..(depth * tile)].Clear();
        var r = 0;
        for (; r + 4 <= count; r += 4)
        {
            ref var from = ref MemoryMarshal.GetReference(rows.Slice(r * stride, 3 * stride + depth));
            for (var p = 0; p < depth; p++)
            {
                ref var at = ref Unsafe.Add(ref to, p * tile + r);
                at = Unsafe.Add(ref from, p);
                Unsafe.Add(ref at, 1) = Unsafe.Add(ref from, stride + p);
                Unsafe.Add(ref at, 2) = Unsafe.Add(ref from, 2 * stride + p);
                Unsafe.Add(ref at, 3) = Unsafe.Add(ref from, 3 * stride + p);
            }
        }
        for (; r < count; r++)
        {
            var row = rows.Slice(r * stride, depth);
            for (var p = 0; p < depth; p++) Unsafe.Add(ref to, p * tile + r) = row[p];
        }
    }

    static void Pack(Dense matrix, int tile, float[] packed, ParallelOptions? parallel)
    {
        var work = new Packing(matrix, tile, packed);
        For(work.Groups, parallel, work);
    }

    static void Multiply(float alpha, float[] left, float[] right, int depth, Dense c, bool lower, ParallelOptions? parallel)
    {
        var work = new Product(alpha, left, right, depth, c, lower);
        For((c.Rows + Rows - 1) / Rows * work.Across, parallel, work);
    }

    // On this thread nothing is allocated: models score through here.
    static void For<TWork>(int count, ParallelOptions? parallel, TWork work) where TWork : struct, IWork
    {
        if (parallel is null || count == 1)
            for (var i = 0; i < count; i++) work.Do(i);
        else
            Parallel.For(0, count, parallel, work.Do);
    }

    interface IWork
    {
        void Do(int number);
    }

    readonly record struct Packing(Dense Matrix, int Tile, float[] Packed) : IWork
    {
        // Several panels for each step: one alone is too little work to hand to a thread.
        const int Together = 16;

        internal int Groups => (Panels + Together - 1) / Together;

        int Panels => (Matrix.Rows + Tile - 1) / Tile;

        public void Do(int group)
        {
            for (var p = group * Together; p < Math.Min(Panels, (group + 1) * Together); p++)
                PackPanel(Matrix.From(p * Tile), Matrix.Stride, Math.Min(Tile, Matrix.Rows - p * Tile), Matrix.Columns, Tile, Packed.AsSpan(p * Tile * Matrix.Columns, Tile * Matrix.Columns));
        }
    }

    readonly record struct Product(float Alpha, float[] Left, float[] Right, int Depth, Dense C, bool Lower) : IWork
    {
        internal int Across => (C.Columns + Columns - 1) / Columns;

        public void Do(int block)
        {
            var (row, column) = (block / Across * Rows, block % Across * Columns);
            var (rowEnd, columnEnd) = (Math.Min(C.Rows, row + Rows), Math.Min(C.Columns, column + Columns));
            Span<float> tile = stackalloc float[GemmTile.Rows * GemmTile.Columns];
            for (var j = column; j < columnEnd; j += GemmTile.Columns)
                for (var i = row; i < rowEnd; i += GemmTile.Rows)
                {
                    if (Lower && i + GemmTile.Rows <= j) continue;
                    var panelA = Left.AsSpan(i * Depth, GemmTile.Rows * Depth);
                    var panelB = Right.AsSpan(j * Depth, GemmTile.Columns * Depth);
                    var (rows, columns) = (Math.Min(GemmTile.Rows, rowEnd - i), Math.Min(GemmTile.Columns, columnEnd - j));
                    if (rows == GemmTile.Rows && columns == GemmTile.Columns) GemmTile.Multiply(Alpha, panelA, panelB, Depth, C.From(i)[j..], C.Stride, keep: true);
                    else
                    {
                        GemmTile.Multiply(Alpha, panelA, panelB, Depth, tile, GemmTile.Columns, keep: false);
                        for (var r = 0; r < rows; r++) Vectors.Axpy(1, tile.Slice(r * GemmTile.Columns, columns), C.From(i + r).Slice(j, columns));
                    }
                }
        }
    }
}
