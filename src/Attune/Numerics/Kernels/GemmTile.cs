// budget: the kernel names each of its accumulators, which the compiler keeps in registers only that way
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Attune.Numerics;

/// <summary>
/// The register tile of matrix products: two vectors of columns times as many rows as the machine has registers for sums (12 × 32 with 512-bit vectors,
/// else 6 rows of two vectors of any width).
/// </summary>
static class GemmTile
{
    /// <summary>The rows of a tile.</summary>
    internal static readonly int Rows = Avx512F.IsSupported ? 12 : 6;

    /// <summary>The columns of a tile: two vectors.</summary>
    internal static readonly int Columns = Avx512F.IsSupported ? 2 * Vector512<float>.Count : 2 * Vector<float>.Count;

    /// <summary>
    /// C ← keep·C + α·A·B, for a panel A of depth × <see cref="Rows"/> and a panel B of depth × <see cref="Columns"/> numbers; C is a whole tile whose
    /// rows are <paramref name="stride"/> apart, and is not read where <paramref name="keep"/> is false.
    /// </summary>
    internal static void Multiply(float alpha, ReadOnlySpan<float> a, ReadOnlySpan<float> b, int depth, Span<float> c, int stride, bool keep)
    {
        // Slicing checks the bounds of the panels and of the tile once; the kernels stay within them.
        ref var left = ref MemoryMarshal.GetReference(a[..(depth * Rows)]);
        ref var right = ref MemoryMarshal.GetReference(b[..(depth * Columns)]);
        ref var product = ref MemoryMarshal.GetReference(c[..((Rows - 1) * stride + Columns)]);
        if (Avx512F.IsSupported) Twelve(alpha, ref left, ref right, depth, ref product, stride, keep);
        else Six(alpha, ref left, ref right, depth, ref product, stride, keep);
    }

    // budget: one line for each accumulator, 6 rows of two vectors
    static void Six(float alpha, ref float a, ref float b, int depth, ref float c, int stride, bool keep)
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
        Store(alpha, c00, c01, ref c, keep);
        Store(alpha, c10, c11, ref Unsafe.Add(ref c, stride), keep);
        Store(alpha, c20, c21, ref Unsafe.Add(ref c, 2 * stride), keep);
        Store(alpha, c30, c31, ref Unsafe.Add(ref c, 3 * stride), keep);
        Store(alpha, c40, c41, ref Unsafe.Add(ref c, 4 * stride), keep);
        Store(alpha, c50, c51, ref Unsafe.Add(ref c, 5 * stride), keep);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Store(float alpha, Vector<float> first, Vector<float> second, ref float c, bool keep)
    {
        first *= alpha;
        second *= alpha;
        if (keep)
        {
            first += Vector.LoadUnsafe(ref c);
            second += Vector.LoadUnsafe(ref c, (nuint)Vector<float>.Count);
        }
        first.StoreUnsafe(ref c);
        second.StoreUnsafe(ref c, (nuint)Vector<float>.Count);
    }

    // budget: one line for each accumulator, 12 rows of two vectors
    static void Twelve(float alpha, ref float a, ref float b, int depth, ref float c, int stride, bool keep)
    {
        Vector512<float> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default;
        Vector512<float> c30 = default, c31 = default, c40 = default, c41 = default, c50 = default, c51 = default;
        Vector512<float> c60 = default, c61 = default, c70 = default, c71 = default, c80 = default, c81 = default;
        Vector512<float> c90 = default, c91 = default, cA0 = default, cA1 = default, cB0 = default, cB1 = default;
        for (var p = 0; p < depth; p++)
        {
            var (b0, b1) = (Vector512.LoadUnsafe(ref b), Vector512.LoadUnsafe(ref b, (nuint)Vector512<float>.Count));
            var x = Vector512.Create(a);
            c00 = Avx512F.FusedMultiplyAdd(x, b0, c00);
            c01 = Avx512F.FusedMultiplyAdd(x, b1, c01);
            x = Vector512.Create(Unsafe.Add(ref a, 1));
            c10 = Avx512F.FusedMultiplyAdd(x, b0, c10);
            c11 = Avx512F.FusedMultiplyAdd(x, b1, c11);
            x = Vector512.Create(Unsafe.Add(ref a, 2));
            c20 = Avx512F.FusedMultiplyAdd(x, b0, c20);
            c21 = Avx512F.FusedMultiplyAdd(x, b1, c21);
            x = Vector512.Create(Unsafe.Add(ref a, 3));
            c30 = Avx512F.FusedMultiplyAdd(x, b0, c30);
            c31 = Avx512F.FusedMultiplyAdd(x, b1, c31);
            x = Vector512.Create(Unsafe.Add(ref a, 4));
            c40 = Avx512F.FusedMultiplyAdd(x, b0, c40);
            c41 = Avx512F.FusedMultiplyAdd(x, b1, c41);
            x = Vector512.Create(Unsafe.Add(ref a, 5));
            c50 = Avx512F.FusedMultiplyAdd(x, b0, c50);
            c51 = Avx512F.FusedMultiplyAdd(x, b1, c51);
            x = Vector512.Create(Unsafe.Add(ref a, 6));
            c60 = Avx512F.FusedMultiplyAdd(x, b0, c60);
            c61 = Avx512F.FusedMultiplyAdd(x, b1, c61);
            x = Vector512.Create(Unsafe.Add(ref a, 7));
            c70 = Avx512F.FusedMultiplyAdd(x, b0, c70);
            c71 = Avx512F.FusedMultiplyAdd(x, b1, c71);
            x = Vector512.Create(Unsafe.Add(ref a, 8));
            c80 = Avx512F.FusedMultiplyAdd(x, b0, c80);
            c81 = Avx512F.FusedMultiplyAdd(x, b1, c81);
            x = Vector512.Create(Unsafe.Add(ref a, 9));
            c90 = Avx512F.FusedMultiplyAdd(x, b0, c90);
            c91 = Avx512F.FusedMultiplyAdd(x, b1, c91);
            x = Vector512.Create(Unsafe.Add(ref a, 10));
            cA0 = Avx512F.FusedMultiplyAdd(x, b0, cA0);
            cA1 = Avx512F.FusedMultiplyAdd(x, b1, cA1);
            x = Vector512.Create(Unsafe.Add(ref a, 11));
            cB0 = Avx512F.FusedMultiplyAdd(x, b0, cB0);
            cB1 = Avx512F.FusedMultiplyAdd(x, b1, cB1);
            a = ref Unsafe.Add(ref a, 12);
            b = ref Unsafe.Add(ref b, 2 * Vector512<float>.Count);
        }
        Store(alpha, c00, c01, ref c, keep);
        Store(alpha, c10, c11, ref Unsafe.Add(ref c, stride), keep);
        Store(alpha, c20, c21, ref Unsafe.Add(ref c, 2 * stride), keep);
        Store(alpha, c30, c31, ref Unsafe.Add(ref c, 3 * stride), keep);
        Store(alpha, c40, c41, ref Unsafe.Add(ref c, 4 * stride), keep);
        Store(alpha, c50, c51, ref Unsafe.Add(ref c, 5 * stride), keep);
        Store(alpha, c60, c61, ref Unsafe.Add(ref c, 6 * stride), keep);
        Store(alpha, c70, c71, ref Unsafe.Add(ref c, 7 * stride), keep);
        Store(alpha, c80, c81, ref Unsafe.Add(ref c, 8 * stride), keep);
        Store(alpha, c90, c91, ref Unsafe.Add(ref c, 9 * stride), keep);
        Store(alpha, cA0, cA1, ref Unsafe.Add(ref c, 10 * stride), keep);
        Store(alpha, cB0, cB1, ref Unsafe.Add(ref c, 11 * stride), keep);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Store(float alpha, Vector512<float> first, Vector512<float> second, ref float c, bool keep)
    {
        first *= alpha;
        second *= alpha;
        if (keep)
        {
            first += Vector512.LoadUnsafe(ref c);
            second += Vector512.LoadUnsafe(ref c, (nuint)Vector512<float>.Count);
        }
        first.StoreUnsafe(ref c);
        second.StoreUnsafe(ref c, (nuint)Vector512<float>.Count);
    }
}
