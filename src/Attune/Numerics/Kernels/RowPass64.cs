using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Attune.Numerics;

/// <summary>
/// <see cref="RowPass"/> for rows of 64 numbers, the default of the models, where the machine has 32 registers of 512 bits: four rows, the vector and the sum
/// all stay in registers, so that every row is loaded once where the loops of any width load it twice.
/// </summary>
static class RowPass64
{
    internal const int Width = 64;
    const int Lane = 16;

    internal static bool IsSupported => Avx512F.IsSupported;

    // budget: sixteen registers of rows, each named
    internal static void Add(ReadOnlySpan<int> rows, ReadOnlySpan<float> weights, float target, ReadOnlySpan<float> matrix, ReadOnlySpan<float> x, Span<float> sum)
    {
        var (x0, x1, x2, x3) = Load(x);
        var (s0, s1, s2, s3) = Load(sum);
        var goal = Vector128.Create(target);
        var e = 0;
        for (; e + 4 <= rows.Length; e += 4)
        {
            var (a0, a1, a2, a3) = Load(matrix.Slice(rows[e] * Width, Width));
            var (b0, b1, b2, b3) = Load(matrix.Slice(rows[e + 1] * Width, Width));
            var (c0, c1, c2, c3) = Load(matrix.Slice(rows[e + 2] * Width, Width));
            var (d0, d1, d2, d3) = Load(matrix.Slice(rows[e + 3] * Width, Width));
            var a = Vector512.FusedMultiplyAdd(a3, x3, Vector512.FusedMultiplyAdd(a2, x2, Vector512.FusedMultiplyAdd(a1, x1, a0 * x0)));
            var b = Vector512.FusedMultiplyAdd(b3, x3, Vector512.FusedMultiplyAdd(b2, x2, Vector512.FusedMultiplyAdd(b1, x1, b0 * x0)));
            var c = Vector512.FusedMultiplyAdd(c3, x3, Vector512.FusedMultiplyAdd(c2, x2, Vector512.FusedMultiplyAdd(c1, x1, c0 * x0)));
            var d = Vector512.FusedMultiplyAdd(d3, x3, Vector512.FusedMultiplyAdd(d2, x2, Vector512.FusedMultiplyAdd(d1, x1, d0 * x0)));
            var products = Sums(a, b, c, d);
            var g = products + Vector128.Create(weights.Slice(e, 4)) * (goal - products);
            a = Avx512F.BroadcastScalarToVector512(g);
            b = Avx512F.BroadcastScalarToVector512(Avx.Permute(g, 0b01_01_01_01));
            c = Avx512F.BroadcastScalarToVector512(Avx.Permute(g, 0b10_10_10_10));
            d = Avx512F.BroadcastScalarToVector512(Avx.Permute(g, 0b11_11_11_11));
            s0 = Vector512.FusedMultiplyAdd(d, d0, Vector512.FusedMultiplyAdd(c, c0, Vector512.FusedMultiplyAdd(b, b0, Vector512.FusedMultiplyAdd(a, a0, s0))));
            s1 = Vector512.FusedMultiplyAdd(d, d1, Vector512.FusedMultiplyAdd(c, c1, Vector512.FusedMultiplyAdd(b, b1, Vector512.FusedMultiplyAdd(a, a1, s1))));
            s2 = Vector512.FusedMultiplyAdd(d, d2, Vector512.FusedMultiplyAdd(c, c2, Vector512.FusedMultiplyAdd(b, b2, Vector512.FusedMultiplyAdd(a, a2, s2))));
            s3 = Vector512.FusedMultiplyAdd(d, d3, Vector512.FusedMultiplyAdd(c, c3, Vector512.FusedMultiplyAdd(b, b3, Vector512.FusedMultiplyAdd(a, a3, s3))));
        }
        for (; e < rows.Length; e++)
        {
            var (a0, a1, a2, a3) = Load(matrix.Slice(rows[e] * Width, Width));
            var product = Vector512.Sum(Vector512.FusedMultiplyAdd(a3, x3, Vector512.FusedMultiplyAdd(a2, x2, Vector512.FusedMultiplyAdd(a1, x1, a0 * x0))));
            var g = Vector512.Create(product + weights[e] * (target - product));
            s0 = Vector512.FusedMultiplyAdd(g, a0, s0);
            s1 = Vector512.FusedMultiplyAdd(g, a1, s1);
            s2 = Vector512.FusedMultiplyAdd(g, a2, s2);
            s3 = Vector512.FusedMultiplyAdd(g, a3, s3);
        }
        s0.CopyTo(sum);
        s1.CopyTo(sum[Lane..]);
        s2.CopyTo(sum[(2 * Lane)..]);
        s3.CopyTo(sum[(3 * Lane)..]);
    }

    static (Vector512<float> First, Vector512<float> Second, Vector512<float> Third, Vector512<float> Fourth) Load(ReadOnlySpan<float> row)
    {
        ref var start = ref MemoryMarshal.GetReference(row[..Width]);
        return (Vector512.LoadUnsafe(ref start), Vector512.LoadUnsafe(ref start, Lane), Vector512.LoadUnsafe(ref start, 2 * Lane), Vector512.LoadUnsafe(ref start, 3 * Lane));
    }

    // The sums of four vectors at once: pairs, then fours, then across the quarters of the register.
    static Vector128<float> Sums(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d)
    {
        var ab = Avx512F.UnpackLow(a, b) + Avx512F.UnpackHigh(a, b);
        var cd = Avx512F.UnpackLow(c, d) + Avx512F.UnpackHigh(c, d);
        var quarters = Avx512F.Shuffle(ab, cd, 0b01_00_01_00) + Avx512F.Shuffle(ab, cd, 0b11_10_11_10);
        var halves = quarters.GetLower() + quarters.GetUpper();
        return halves.GetLower() + halves.GetUpper();
    }
}
