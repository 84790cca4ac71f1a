// budget: the kernel names each of its accumulators, which the compiler keeps in registers only that way
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Attune.Numerics;

/// <summary>
/// The register tile of matrix products: two vectors of columns times as many rows as the machine has registers for sums (12 × 32 with 512-bit vectors,
/// else 6 rows of two vectors of any width).
/// </summary>
static class GemmTile
{
    /// <summary>The rows of a tile.</summary>
    internal static readonly int Rows = Vector512.IsHardwareAccelerated ? 12 : 6;

    /// <summary>The columns of a tile: two vectors.</summary>
    internal static readonly int Columns = Vector512.IsHardwareAccelerated ? 2 * Vector512<float>.Count : 2 * Vector<float>.Count;

    /// <summary>
    /// tile ← A·B, for a panel A of depth × <see cref="Rows"/> and a panel B of depth × <see cref="Columns"/> numbers; the tile is row-major.
    /// </summary>
    internal static void Multiply(ReadOnlySpan<float> a, ReadOnlySpan<float> b, int depth, Span<float> tile)
    {
        // Slicing checks the bounds of the panels and of the tile once; the kernels stay within them.
        ref var left = ref MemoryMarshal.GetReference(a[..(depth * Rows)]);
        ref var right = ref MemoryMarshal.GetReference(b[..(depth * Columns)]);
        ref var product = ref MemoryMarshal.GetReference(tile[..(Rows * Columns)]);
        if (Vector512.IsHardwareAccelerated) Twelve(ref left, ref right, depth, ref product);
        else Six(ref left, ref right, depth, ref product);
    }

    static void Six(ref float a, ref float b, int depth, ref float c)
    {
        Vector<float> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default;
        Vector<float> c30 = default, c31 = default, c40 = default, c41 = default, c50 = default, c51 = default;
        for (var p = 0; p < depth; p++)
        {
            var (b0, b1) = (Vector.LoadUnsafe(ref b), Vector.LoadUnsafe(ref b, (nuint)Vector<float>.Count));
            var x = new Vector<float>(a);
            c00 = Vector.MultiplyAddEstimate(x, b0, c00);
            c01 = Vector.MultiplyAddEstimate(x, b1, c01);
            x = new Vector<float>(Unsafe.Add(ref a, 1));
            c10 = Vector.MultiplyAddEstimate(x, b0, c10);
            c11 = Vector.MultiplyAddEstimate(x, b1, c11);
            x = new Vector<float>(Unsafe.Add(ref a, 2));
            c20 = Vector.MultiplyAddEstimate(x, b0, c20);
            c21 = Vector.MultiplyAddEstimate(x, b1, c21);
            x = new Vector<float>(Unsafe.Add(ref a, 3));
            c30 = Vector.MultiplyAddEstimate(x, b0, c30);
            c31 = Vector.MultiplyAddEstimate(x, b1, c31);
            x = new Vector<float>(Unsafe.Add(ref a, 4));
            c40 = Vector.MultiplyAddEstimate(x, b0, c40);
            c41 = Vector.MultiplyAddEstimate(x, b1, c41);
            x = new Vector<float>(Unsafe.Add(ref a, 5));
            c50 = Vector.MultiplyAddEstimate(x, b0, c50);
            c51 = Vector.MultiplyAddEstimate(x, b1, c51);
            a = ref Unsafe.Add(ref a, 6);
            b = ref Unsafe.Add(ref b, 2 * Vector<float>.Count);
        }
        Store(ref Unsafe.Add(ref c, 0 * Vector<float>.Count), c00, c01);
        Store(ref Unsafe.Add(ref c, 2 * Vector<float>.Count), c10, c11);
        Store(ref Unsafe.Add(ref c, 4 * Vector<float>.Count), c20, c21);
        Store(ref Unsafe.Add(ref c, 6 * Vector<float>.Count), c30, c31);
        Store(ref Unsafe.Add(ref c, 8 * Vector<float>.Count), c40, c41);
        Store(ref Unsafe.Add(ref c, 10 * Vector<float>.Count), c50, c51);
    }

    static void Store(ref float c, Vector<float> first, Vector<float> second)
    {
        first.StoreUnsafe(ref c);
        second.StoreUnsafe(ref c, (nuint)Vector<float>.Count);
    }

    static void Twelve(ref float a, ref float b, int depth, ref float c)
    {
        Vector512<float> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default;
        Vector512<float> c30 = default, c31 = default, c40 = default, c41 = default, c50 = default, c51 = default;
        Vector512<float> c60 = default, c61 = default, c70 = default, c71 = default, c80 = default, c81 = default;
        Vector512<float> c90 = default, c91 = default, cA0 = default, cA1 = default, cB0 = default, cB1 = default;
        for (var p = 0; p < depth; p++)
        {
            var (b0, b1) = (Vector512.LoadUnsafe(ref b), Vector512.LoadUnsafe(ref b, (nuint)Vector512<float>.Count));
            var x = Vector512.Create(a);
            c00 = Vector512.MultiplyAddEstimate(x, b0, c00);
            c01 = Vector512.MultiplyAddEstimate(x, b1, c01);
            x = Vector512.Create(Unsafe.Add(ref a, 1));
            c10 = Vector512.MultiplyAddEstimate(x, b0, c10);
            c11 = Vector512.MultiplyAddEstimate(x, b1, c11);
            x = Vector512.Create(Unsafe.Add(ref a, 2));
            c20 = Vector512.MultiplyAddEstimate(x, b0, c20);
            c21 = Vector512.MultiplyAddEstimate(x, b1, c21);
            x = Vector512.Create(Unsafe.Add(ref a, 3));
            c30 = Vector512.MultiplyAddEstimate(x, b0, c30);
            c31 = Vector512.MultiplyAddEstimate(x, b1, c31);
            x = Vector512.Create(Unsafe.Add(ref a, 4));
            c40 = Vector512.MultiplyAddEstimate(x, b0, c40);
            c41 = Vector512.MultiplyAddEstimate(x, b1, c41);
            x = Vector512.Create(Unsafe.Add(ref a, 5));
            c50 = Vector512.MultiplyAddEstimate(x, b0, c50);
            c51 = Vector512.MultiplyAddEstimate(x, b1, c51);
            x = Vector512.Create(Unsafe.Add(ref a, 6));
            c60 = Vector512.MultiplyAddEstimate(x, b0, c60);
            c61 = Vector512.MultiplyAddEstimate(x, b1, c61);
            x = Vector512.Create(Unsafe.Add(ref a, 7));
            c70 = Vector512.MultiplyAddEstimate(x, b0, c70);
            c71 = Vector512.MultiplyAddEstimate(x, b1, c71);
            x = Vector512.Create(Unsafe.Add(ref a, 8));
            c80 = Vector512.MultiplyAddEstimate(x, b0, c80);
            c81 = Vector512.MultiplyAddEstimate(x, b1, c81);
            x = Vector512.Create(Unsafe.Add(ref a, 9));
            c90 = Vector512.MultiplyAddEstimate(x, b0, c90);
            c91 = Vector512.MultiplyAddEstimate(x, b1, c91);
            x = Vector512.Create(Unsafe.Add(ref a, 10));
            cA0 = Vector512.MultiplyAddEstimate(x, b0, cA0);
            cA1 = Vector512.MultiplyAddEstimate(x, b1, cA1);
            x = Vector512.Create(Unsafe.Add(ref a, 11));
            cB0 = Vector512.MultiplyAddEstimate(x, b0, cB0);
            cB1 = Vector512.MultiplyAddEstimate(x, b1, cB1);
            a = ref Unsafe.Add(ref a, 12);
            b = ref Unsafe.Add(ref b, 2 * Vector512<float>.Count);
        }
        Store(ref Unsafe.Add(ref c, 0 * Vector512<float>.Count), c00, c01);
        Store(ref Unsafe.Add(ref c, 2 * Vector512<float>.Count), c10, c11);
        Store(ref Unsafe.Add(ref c, 4 * Vector512<float>.Count), c20, c21);
        Store(ref Unsafe.Add(ref c, 6 * Vector512<float>.Count), c30, c31);
        Store(ref Unsafe.Add(ref c, 8 * Vector512<float>.Count), c40, c41);
        Store(ref Unsafe.Add(ref c, 10 * Vector512<float>.Count), c50, c51);
        Store(ref Unsafe.Add(ref c, 12 * Vector512<float>.Count), c60, c61);
        Store(ref Unsafe.Add(ref c, 14 * Vector512<float>.Count), c70, c71);
        Store(ref Unsafe.Add(ref c, 16 * Vector512<float>.Count), c80, c81);
        Store(ref Unsafe.Add(ref c, 18 * Vector512<float>.Count), c90, c91);
        Store(ref Unsafe.Add(ref c, 20 * Vector512<float>.Count), cA0, cA1);
        Store(ref Unsafe.Add(ref c, 22 * Vector512<float>.Count), cB0, cB1);
    }

    static void Store(ref float c, Vector512<float> first, Vector512<float> second)
    {
        first.StoreUnsafe(ref c);
        second.StoreUnsafe(ref c, (nuint)Vector512<float>.Count);
    }
}
