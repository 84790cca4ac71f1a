using System.Numerics;
using System.Runtime.InteropServices;

namespace Attune.Numerics;

/// <summary>
/// The product of dense row-major blocks from which factorisations are built: C ← C − A·Bᵀ. Both operands are read along their rows, in tiles of
/// 3 × 4 inner products that stay in registers. One call runs on one thread and always sums in the same order.
/// </summary>
static class DenseBlocks
{
    // Columns taken at a time: two panels of some 50 rows of this length fit the second-level cache.
    const int Depth = 512;
    const int TileRows = 3, TileColumns = 4;

    /// <summary>C ← C − A·Bᵀ; A is rows × depth, B is columns × depth, C is rows × columns, each starting at its span with its own stride.</summary>
    internal static void SubtractProduct(ReadOnlySpan<float> a, int strideA, ReadOnlySpan<float> b, int strideB, Span<float> c, int strideC, int rows, int columns, int depth)
    {
        for (var k = 0; k < depth; k += Depth)
        {
            var length = Math.Min(Depth, depth - k);
            for (var r = 0; r < rows; r += TileRows)
                for (var col = 0; col < columns; col += TileColumns)
                    if (r + TileRows <= rows && col + TileColumns <= columns)
                        Tile(a[(r * strideA + k)..], strideA, b[(col * strideB + k)..], strideB, c[(r * strideC + col)..], strideC, length);
                    else
                        Edge(a[(r * strideA + k)..], strideA, b[(col * strideB + k)..], strideB, c[(r * strideC + col)..], strideC, Math.Min(TileRows, rows - r), Math.Min(TileColumns, columns - col), length);
        }
    }

    static void Edge(ReadOnlySpan<float> a, int strideA, ReadOnlySpan<float> b, int strideB, Span<float> c, int strideC, int rows, int columns, int length)
    {
        for (var r = 0; r < rows; r++)
            for (var col = 0; col < columns; col++)
                c[r * strideC + col] -= Vectors.Dot(a.Slice(r * strideA, length), b.Slice(col * strideB, length));
    }

    static void Tile(ReadOnlySpan<float> a, int strideA, ReadOnlySpan<float> b, int strideB, Span<float> c, int strideC, int length)
    {
        // Slicing checks the bounds of every row once; the loop below stays within them.
        ref var a0 = ref MemoryMarshal.GetReference(a[..length]);
        ref var a1 = ref MemoryMarshal.GetReference(a.Slice(strideA, length));
        ref var a2 = ref MemoryMarshal.GetReference(a.Slice(2 * strideA, length));
        ref var b0 = ref MemoryMarshal.GetReference(b[..length]);
        ref var b1 = ref MemoryMarshal.GetReference(b.Slice(strideB, length));
        ref var b2 = ref MemoryMarshal.GetReference(b.Slice(2 * strideB, length));
        ref var b3 = ref MemoryMarshal.GetReference(b.Slice(3 * strideB, length));
        Vector<float> s00 = default, s01 = default, s02 = default, s03 = default;
        Vector<float> s10 = default, s11 = default, s12 = default, s13 = default;
        Vector<float> s20 = default, s21 = default, s22 = default, s23 = default;
        var whole = length - length % Vector<float>.Count;
        for (nuint k = 0; k < (nuint)whole; k += (nuint)Vector<float>.Count)
        {
            var (x0, x1, x2) = (Vector.LoadUnsafe(ref a0, k), Vector.LoadUnsafe(ref a1, k), Vector.LoadUnsafe(ref a2, k));
            var y = Vector.LoadUnsafe(ref b0, k);
            s00 = Vector.MultiplyAddEstimate(x0, y, s00);
            s10 = Vector.MultiplyAddEstimate(x1, y, s10);
            s20 = Vector.MultiplyAddEstimate(x2, y, s20);
            y = Vector.LoadUnsafe(ref b1, k);
            s01 = Vector.MultiplyAddEstimate(x0, y, s01);
            s11 = Vector.MultiplyAddEstimate(x1, y, s11);
            s21 = Vector.MultiplyAddEstimate(x2, y, s21);
            y = Vector.LoadUnsafe(ref b2, k);
            s02 = Vector.MultiplyAddEstimate(x0, y, s02);
            s12 = Vector.MultiplyAddEstimate(x1, y, s12);
            s22 = Vector.MultiplyAddEstimate(x2, y, s22);
            y = Vector.LoadUnsafe(ref b3, k);
            s03 = Vector.MultiplyAddEstimate(x0, y, s03);
            s13 = Vector.MultiplyAddEstimate(x1, y, s13);
            s23 = Vector.MultiplyAddEstimate(x2, y, s23);
        }
        Subtract(c, s00, s01, s02, s03);
        Subtract(c[strideC..], s10, s11, s12, s13);
        Subtract(c[(2 * strideC)..], s20, s21, s22, s23);
        if (whole < length) Edge(a[whole..], strideA, b[whole..], strideB, c, strideC, TileRows, TileColumns, length - whole);
    }

    static void Subtract(Span<float> c, Vector<float> s0, Vector<float> s1, Vector<float> s2, Vector<float> s3)
    {
        c[3] -= Vector.Sum(s3);
        c[2] -= Vector.Sum(s2);
        c[1] -= Vector.Sum(s1);
        c[0] -= Vector.Sum(s0);
    }
}
