using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Attune.Numerics;

/// <summary>Sums of outer products of rows: C ← C + Aᵀ·B for tall blocks A and B whose product is symmetric, in tiles of four rows by two vectors of C that stay in registers.</summary>
static class Gram
{
    const int ChunkRows = 1024, MostChunks = 64, BlockRows = 64, Tile = 4;

    // What the sums of all chunks may take together: those of wide rows are large.
    const long ChunkBytes = 64 << 20;

    /// <summary>YᵀY for rows of <paramref name="width"/> numbers, both triangles, summed over chunks, which depend on the shape alone, in a fixed order.</summary>
    internal static float[] Of(float[] matrix, int width, ParallelOptions? parallel)
    {
        var rows = matrix.Length / width;
        var size = ChunkOf(rows, (long)width * width * sizeof(float));
        var chunks = new float[Math.Max(1, (rows + size - 1) / size)][];
        Parallel.For(0, chunks.Length, parallel ?? new ParallelOptions { MaxDegreeOfParallelism = 1 }, c =>
        {
            chunks[c] = new float[width * width];
            for (var r = c * size; r < Math.Min(rows, (c + 1) * size); r += BlockRows)
            {
                var block = matrix.AsSpan(r * width, Math.Min(BlockRows, Math.Min(rows, (c + 1) * size) - r) * width);
                AddLower(block, block, width, chunks[c]);
            }
        });
        var total = chunks[0];
        for (var c = 1; c < chunks.Length; c++) Vectors.Axpy(1, chunks[c], total);
        for (var i = 0; i < width; i++)
            for (var j = i + 1; j < width; j++) total[i * width + j] = total[j * width + i];
        return total;
    }

    /// <summary>How many of so many rows make a chunk whose sum takes <paramref name="bytes"/>: whatever the number of threads.</summary>
    internal static int ChunkOf(int rows, long bytes)
    {
        var most = (int)Math.Clamp(ChunkBytes / Math.Max(1, bytes), 1, MostChunks);
        return Math.Max(ChunkRows, (int)(((long)rows + most - 1) / most));
    }

    /// <summary>
    /// The lower triangle of sum ← sum + aᵀ·b, where both hold the same number of rows of <paramref name="width"/> numbers. Some of what lies above the
    /// diagonal changes too.
    /// </summary>
    internal static void AddLower(ReadOnlySpan<float> a, ReadOnlySpan<float> b, int width, Span<float> sum)
    {
        var panel = 2 * Vector<float>.Count;
        for (var i = 0; i < width; i += Tile)
            for (var j = 0; j < Math.Min(i + Tile, width); j += panel)
                if (i + Tile <= width && j + panel <= width) AddTile(a, b, width, i, j, sum);
                else AddEdge(a, b, width, i, Math.Min(width, i + Tile), j, Math.Min(width, j + panel), sum);
    }

    static void AddEdge(ReadOnlySpan<float> a, ReadOnlySpan<float> b, int width, int fromRow, int toRow, int fromColumn, int toColumn, Span<float> sum)
    {
        for (var at = 0; at < a.Length; at += width)
            for (var i = fromRow; i < toRow; i++)
                Vectors.Axpy(a[at + i], b.Slice(at + fromColumn, toColumn - fromColumn), sum.Slice(i * width + fromColumn, toColumn - fromColumn));
    }

    static void AddTile(ReadOnlySpan<float> a, ReadOnlySpan<float> b, int width, int i, int j, Span<float> sum)
    {
        var v = (nuint)Vector<float>.Count;
        ref var a0 = ref MemoryMarshal.GetReference(a);
        ref var b0 = ref MemoryMarshal.GetReference(b[..a.Length]);
        Vector<float> s00 = default, s01 = default, s10 = default, s11 = default, s20 = default, s21 = default, s30 = default, s31 = default;
        for (nuint at = 0; at < (nuint)a.Length; at += (nuint)width)
        {
            var (y0, y1) = (Vector.LoadUnsafe(ref b0, at + (nuint)j), Vector.LoadUnsafe(ref b0, at + (nuint)j + v));
            var x = new Vector<float>(Unsafe.Add(ref a0, at + (nuint)i));
            s00 = Vector.MultiplyAddEstimate(x, y0, s00);
            s01 = Vector.MultiplyAddEstimate(x, y1, s01);
            x = new Vector<float>(Unsafe.Add(ref a0, at + (nuint)i + 1));
            s10 = Vector.MultiplyAddEstimate(x, y0, s10);
            s11 = Vector.MultiplyAddEstimate(x, y1, s11);
            x = new Vector<float>(Unsafe.Add(ref a0, at + (nuint)i + 2));
            s20 = Vector.MultiplyAddEstimate(x, y0, s20);
            s21 = Vector.MultiplyAddEstimate(x, y1, s21);
            x = new Vector<float>(Unsafe.Add(ref a0, at + (nuint)i + 3));
            s30 = Vector.MultiplyAddEstimate(x, y0, s30);
            s31 = Vector.MultiplyAddEstimate(x, y1, s31);
        }
        Add(sum.Slice(i * width + j, 2 * Vector<float>.Count), s00, s01);
        Add(sum.Slice((i + 1) * width + j, 2 * Vector<float>.Count), s10, s11);
        Add(sum.Slice((i + 2) * width + j, 2 * Vector<float>.Count), s20, s21);
        Add(sum.Slice((i + 3) * width + j, 2 * Vector<float>.Count), s30, s31);
    }

    static void Add(Span<float> sum, Vector<float> s0, Vector<float> s1)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(sum);
        vectors[0] += s0;
        vectors[1] += s1;
    }
}
