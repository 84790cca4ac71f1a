using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Attune.Numerics;

/// <summary>
/// The inner loop of least squares on sparse data: one pass over chosen rows of a dense matrix that takes each row's inner product with a vector and adds
/// a multiple of the row at once, so that a row comes from memory once. Four rows at a time; the inner products of the next four are taken while the last
/// four are added, so that neither waits for the other. Any width; sums are taken lane by lane, always in the same order.
/// </summary>
static class RowPass
{
    /// <summary>
    /// sum ← sum + Σ_e (c_e·(target − s_e) + s_e)·y_e with y_e = row rows[e] of <paramref name="matrix"/>, s_e = y_e·x and c the <paramref name="weights"/>: with
    /// target 1 the residual of weighted least squares, with target 0 the negative product with its matrix (less what all pairs have in common).
    /// </summary>
    internal static void Add(ReadOnlySpan<int> rows, ReadOnlySpan<float> weights, float target, ReadOnlySpan<float> matrix, ReadOnlySpan<float> x, Span<float> sum)
    {
        weights = weights[..rows.Length];
        sum = sum[..x.Length];
        var groups = rows.Length & ~3;
        if (groups > 0)
        {
            var factors = Dots(rows, matrix, x);
            for (var e = 0; e < groups; e += 4)
            {
                factors += Vector128.LoadUnsafe(in weights[e]) * (Vector128.Create(target) - factors);
                if (e + 4 < groups) factors = AddAndDots(rows[e..], factors, matrix, x, sum);
                else AddGroup(rows[e..], factors, matrix, sum);
            }
        }
        for (var e = groups; e < rows.Length; e++)
        {
            var y = matrix.Slice(rows[e] * x.Length, x.Length);
            var s = Vectors.Dot(y, x);
            Vectors.Axpy(weights[e] * (target - s) + s, y, sum);
        }
    }

    static ref float Row(ReadOnlySpan<float> matrix, int row, int width) => ref MemoryMarshal.GetReference(matrix.Slice(row * width, width));

    static Vector128<float> Dots(ReadOnlySpan<int> rows, ReadOnlySpan<float> matrix, ReadOnlySpan<float> x)
    {
        var width = x.Length;
        ref var y0 = ref Row(matrix, rows[0], width);
        ref var y1 = ref Row(matrix, rows[1], width);
        ref var y2 = ref Row(matrix, rows[2], width);
        ref var y3 = ref Row(matrix, rows[3], width);
        ref var x0 = ref MemoryMarshal.GetReference(x);
        Vector<float> v0 = default, v1 = default, v2 = default, v3 = default;
        nuint k = 0, step = (nuint)Vector<float>.Count;
        for (; k + step <= (nuint)width; k += step)
        {
            var vx = Vector.LoadUnsafe(ref x0, k);
            v0 = Vector.MultiplyAddEstimate(Vector.LoadUnsafe(ref y0, k), vx, v0);
            v1 = Vector.MultiplyAddEstimate(Vector.LoadUnsafe(ref y1, k), vx, v1);
            v2 = Vector.MultiplyAddEstimate(Vector.LoadUnsafe(ref y2, k), vx, v2);
            v3 = Vector.MultiplyAddEstimate(Vector.LoadUnsafe(ref y3, k), vx, v3);
        }
        var dots = Vector128.Create(Vector.Sum(v0), Vector.Sum(v1), Vector.Sum(v2), Vector.Sum(v3));
        for (; k < (nuint)width; k++) dots += Column(ref y0, ref y1, ref y2, ref y3, k) * Unsafe.Add(ref x0, k);
        return dots;
    }

    static void AddGroup(ReadOnlySpan<int> rows, Vector128<float> factors, ReadOnlySpan<float> matrix, Span<float> sum)
    {
        var width = sum.Length;
        ref var y0 = ref Row(matrix, rows[0], width);
        ref var y1 = ref Row(matrix, rows[1], width);
        ref var y2 = ref Row(matrix, rows[2], width);
        ref var y3 = ref Row(matrix, rows[3], width);
        ref var sum0 = ref MemoryMarshal.GetReference(sum);
        Vector<float> f0 = new(factors[0]), f1 = new(factors[1]), f2 = new(factors[2]), f3 = new(factors[3]);
        nuint k = 0, step = (nuint)Vector<float>.Count;
        for (; k + step <= (nuint)width; k += step)
        {
            var more = Vector.MultiplyAddEstimate(f0, Vector.LoadUnsafe(ref y0, k), Vector.LoadUnsafe(ref sum0, k));
            more = Vector.MultiplyAddEstimate(f1, Vector.LoadUnsafe(ref y1, k), more);
            more = Vector.MultiplyAddEstimate(f2, Vector.LoadUnsafe(ref y2, k), more);
            Vector.MultiplyAddEstimate(f3, Vector.LoadUnsafe(ref y3, k), more).StoreUnsafe(ref sum0, k);
        }
        for (; k < (nuint)width; k++) Unsafe.Add(ref sum0, k) += Vector128.Dot(Column(ref y0, ref y1, ref y2, ref y3, k), factors);
    }

    // Adds the first four rows and takes the inner products of the next four.
    // budget: both halves of a group in one loop is what makes it quick
    static Vector128<float> AddAndDots(ReadOnlySpan<int> rows, Vector128<float> factors, ReadOnlySpan<float> matrix, ReadOnlySpan<float> x, Span<float> sum)
    {
        var width = x.Length;
        ref var y0 = ref Row(matrix, rows[0], width);
        ref var y1 = ref Row(matrix, rows[1], width);
        ref var y2 = ref Row(matrix, rows[2], width);
        ref var y3 = ref Row(matrix, rows[3], width);
        ref var z0 = ref Row(matrix, rows[4], width);
        ref var z1 = ref Row(matrix, rows[5], width);
        ref var z2 = ref Row(matrix, rows[6], width);
        ref var z3 = ref Row(matrix, rows[7], width);
        ref var x0 = ref MemoryMarshal.GetReference(x);
        ref var sum0 = ref MemoryMarshal.GetReference(sum);
        Vector<float> f0 = new(factors[0]), f1 = new(factors[1]), f2 = new(factors[2]), f3 = new(factors[3]);
        Vector<float> v0 = default, v1 = default, v2 = default, v3 = default;
        nuint k = 0, step = (nuint)Vector<float>.Count;
        for (; k + step <= (nuint)width; k += step)
        {
            var more = Vector.MultiplyAddEstimate(f0, Vector.LoadUnsafe(ref y0, k), Vector.LoadUnsafe(ref sum0, k));
            var vx = Vector.LoadUnsafe(ref x0, k);
            v0 = Vector.MultiplyAddEstimate(Vector.LoadUnsafe(ref z0, k), vx, v0);
            more = Vector.MultiplyAddEstimate(f1, Vector.LoadUnsafe(ref y1, k), more);
            v1 = Vector.MultiplyAddEstimate(Vector.LoadUnsafe(ref z1, k), vx, v1);
            more = Vector.MultiplyAddEstimate(f2, Vector.LoadUnsafe(ref y2, k), more);
            v2 = Vector.MultiplyAddEstimate(Vector.LoadUnsafe(ref z2, k), vx, v2);
            Vector.MultiplyAddEstimate(f3, Vector.LoadUnsafe(ref y3, k), more).StoreUnsafe(ref sum0, k);
            v3 = Vector.MultiplyAddEstimate(Vector.LoadUnsafe(ref z3, k), vx, v3);
        }
        var dots = Vector128.Create(Vector.Sum(v0), Vector.Sum(v1), Vector.Sum(v2), Vector.Sum(v3));
        for (; k < (nuint)width; k++)
        {
            Unsafe.Add(ref sum0, k) += Vector128.Dot(Column(ref y0, ref y1, ref y2, ref y3, k), factors);
            dots += Column(ref z0, ref z1, ref z2, ref z3, k) * Unsafe.Add(ref x0, k);
        }
        return dots;
    }

    static Vector128<float> Column(ref float y0, ref float y1, ref float y2, ref float y3, nuint k) =>
        Vector128.Create(Unsafe.Add(ref y0, k), Unsafe.Add(ref y1, k), Unsafe.Add(ref y2, k), Unsafe.Add(ref y3, k));
}
