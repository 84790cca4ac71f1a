using System.Numerics;
using System.Runtime.InteropServices;

namespace Attune.Numerics;

/// <summary>
/// The inner loop of least squares on sparse data: one pass over chosen rows of a dense matrix that takes each row's inner product with a vector and adds
/// a multiple of the row at once, four rows at a time, so that a row comes from memory once. Any width; sums are taken lane by lane, always in the same order.
/// </summary>
static class RowPass
{
    /// <summary>
    /// sum ← sum + Σ_e (c_e·(target − s_e) + s_e)·y_e with y_e = row rows[e] of <paramref name="matrix"/>, s_e = y_e·x and c the <paramref name="weights"/>: with
    /// target 1 the residual of weighted least squares, with target 0 the negative product with its matrix (less what all pairs have in common).
    /// </summary>
    // budget: four rows side by side in registers, twice
    internal static void Add(ReadOnlySpan<int> rows, ReadOnlySpan<float> weights, float target, ReadOnlySpan<float> matrix, ReadOnlySpan<float> x, Span<float> sum)
    {
        var width = x.Length;
        var whole = width - width % Vector<float>.Count;
        weights = weights[..rows.Length];
        if (width == RowPass64.Width && RowPass64.IsSupported)
        {
            RowPass64.Add(rows, weights, target, matrix, x, sum);
            return;
        }
        ref var x0 = ref MemoryMarshal.GetReference(x);
        ref var sum0 = ref MemoryMarshal.GetReference(sum[..width]);
        var e = 0;
        for (; e + 4 <= rows.Length; e += 4)
        {
            // Slicing checks the bounds of every row once; the loops below stay within them.
            ReadOnlySpan<float> r0 = matrix.Slice(rows[e] * width, width), r1 = matrix.Slice(rows[e + 1] * width, width);
            ReadOnlySpan<float> r2 = matrix.Slice(rows[e + 2] * width, width), r3 = matrix.Slice(rows[e + 3] * width, width);
            ref var y0 = ref MemoryMarshal.GetReference(r0);
            ref var y1 = ref MemoryMarshal.GetReference(r1);
            ref var y2 = ref MemoryMarshal.GetReference(r2);
            ref var y3 = ref MemoryMarshal.GetReference(r3);
            Vector<float> v0 = default, v1 = default, v2 = default, v3 = default;
            for (nuint k = 0; k < (nuint)whole; k += (nuint)Vector<float>.Count)
            {
                var vx = Vector.LoadUnsafe(ref x0, k);
                v0 = Vector.MultiplyAddEstimate(Vector.LoadUnsafe(ref y0, k), vx, v0);
                v1 = Vector.MultiplyAddEstimate(Vector.LoadUnsafe(ref y1, k), vx, v1);
                v2 = Vector.MultiplyAddEstimate(Vector.LoadUnsafe(ref y2, k), vx, v2);
                v3 = Vector.MultiplyAddEstimate(Vector.LoadUnsafe(ref y3, k), vx, v3);
            }
            var (s0, s1, s2, s3) = (Vector.Sum(v0), Vector.Sum(v1), Vector.Sum(v2), Vector.Sum(v3));
            for (var k = whole; k < width; k++)
            {
                s0 += r0[k] * x[k];
                s1 += r1[k] * x[k];
                s2 += r2[k] * x[k];
                s3 += r3[k] * x[k];
            }
            s0 += weights[e] * (target - s0);
            s1 += weights[e + 1] * (target - s1);
            s2 += weights[e + 2] * (target - s2);
            s3 += weights[e + 3] * (target - s3);
            var (g0, g1, g2, g3) = (new Vector<float>(s0), new Vector<float>(s1), new Vector<float>(s2), new Vector<float>(s3));
            for (nuint k = 0; k < (nuint)whole; k += (nuint)Vector<float>.Count)
            {
                var more = Vector.MultiplyAddEstimate(g0, Vector.LoadUnsafe(ref y0, k), Vector.LoadUnsafe(ref sum0, k));
                more = Vector.MultiplyAddEstimate(g1, Vector.LoadUnsafe(ref y1, k), more);
                more = Vector.MultiplyAddEstimate(g2, Vector.LoadUnsafe(ref y2, k), more);
                Vector.MultiplyAddEstimate(g3, Vector.LoadUnsafe(ref y3, k), more).StoreUnsafe(ref sum0, k);
            }
            for (var k = whole; k < width; k++) sum[k] += s0 * r0[k] + s1 * r1[k] + s2 * r2[k] + s3 * r3[k];
        }
        for (; e < rows.Length; e++)
        {
            var y = matrix.Slice(rows[e] * width, width);
            var s = Vectors.Dot(y, x);
            Vectors.Axpy(weights[e] * (target - s) + s, y, sum);
        }
    }
}
