using System.Numerics;
using System.Runtime.InteropServices;

namespace Attune.Numerics;

/// <summary>Products with a small symmetric matrix that stays in the cache, and the steps of conjugate gradients beside them: panels of the result stay in registers.</summary>
static class Symmetric
{
    /// <summary>product ← −A·x − diagonal·x for a symmetric A (n × n, both triangles).</summary>
    internal static void NegativeProduct(ReadOnlySpan<float> a, ReadOnlySpan<float> x, float diagonal, Span<float> product)
    {
        var (n, v, j) = (x.Length, Vector<float>.Count, 0);
        for (; j + 8 * v <= n; j += 8 * v) Panel8(a, x, j, product);
        for (; j + 2 * v <= n; j += 2 * v) Panel2(a, x, j, product);
        for (; j < n; j++) product[j] = -Vectors.Dot(a.Slice(j * n, n), x);
        Vectors.Axpy(-diagonal, x, product);
    }

    /// <summary>x ← x + length·direction, residual ← residual + length·product; returns residual·residual.</summary>
    internal static float Advance(float length, ReadOnlySpan<float> direction, ReadOnlySpan<float> product, Span<float> x, Span<float> residual)
    {
        Vectors.Axpy(length, direction, x);
        Vectors.Axpy(length, product, residual);
        return Vectors.Dot(residual, residual);
    }

    /// <summary>direction ← residual + keep·direction.</summary>
    internal static void Turn(float keep, ReadOnlySpan<float> residual, Span<float> direction)
    {
        var r = MemoryMarshal.Cast<float, Vector<float>>(residual);
        var d = MemoryMarshal.Cast<float, Vector<float>>(direction)[..r.Length];
        for (var k = 0; k < r.Length; k++) d[k] = r[k] + keep * d[k];
        for (var k = r.Length * Vector<float>.Count; k < residual.Length; k++) direction[k] = residual[k] + keep * direction[k];
    }

    static void Panel8(ReadOnlySpan<float> a, ReadOnlySpan<float> x, int j, Span<float> product)
    {
        var (n, v) = ((nuint)x.Length, (nuint)Vector<float>.Count);
        ref var at = ref MemoryMarshal.GetReference(a.Slice(j, (x.Length - 1) * x.Length + 8 * Vector<float>.Count));
        ref var to = ref MemoryMarshal.GetReference(product.Slice(j, 8 * Vector<float>.Count));
        Vector<float> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
        nuint row = 0;
        foreach (var value in x)
        {
            var b = new Vector<float>(-value);
            s0 = Vector.MultiplyAddEstimate(b, Vector.LoadUnsafe(ref at, row), s0);
            s1 = Vector.MultiplyAddEstimate(b, Vector.LoadUnsafe(ref at, row + v), s1);
            s2 = Vector.MultiplyAddEstimate(b, Vector.LoadUnsafe(ref at, row + 2 * v), s2);
            s3 = Vector.MultiplyAddEstimate(b, Vector.LoadUnsafe(ref at, row + 3 * v), s3);
            s4 = Vector.MultiplyAddEstimate(b, Vector.LoadUnsafe(ref at, row + 4 * v), s4);
            s5 = Vector.MultiplyAddEstimate(b, Vector.LoadUnsafe(ref at, row + 5 * v), s5);
            s6 = Vector.MultiplyAddEstimate(b, Vector.LoadUnsafe(ref at, row + 6 * v), s6);
            s7 = Vector.MultiplyAddEstimate(b, Vector.LoadUnsafe(ref at, row + 7 * v), s7);
            row += n;
        }
        s0.StoreUnsafe(ref to);
        s1.StoreUnsafe(ref to, v);
        s2.StoreUnsafe(ref to, 2 * v);
        s3.StoreUnsafe(ref to, 3 * v);
        s4.StoreUnsafe(ref to, 4 * v);
        s5.StoreUnsafe(ref to, 5 * v);
        s6.StoreUnsafe(ref to, 6 * v);
        s7.StoreUnsafe(ref to, 7 * v);
    }

    static void Panel2(ReadOnlySpan<float> a, ReadOnlySpan<float> x, int j, Span<float> product)
    {
        var (n, v) = ((nuint)x.Length, (nuint)Vector<float>.Count);
        ref var at = ref MemoryMarshal.GetReference(a.Slice(j, (x.Length - 1) * x.Length + 2 * Vector<float>.Count));
        ref var to = ref MemoryMarshal.GetReference(product.Slice(j, 2 * Vector<float>.Count));
        Vector<float> s0 = default, s1 = default;
        nuint row = 0;
        foreach (var value in x)
        {
            var b = new Vector<float>(-value);
            s0 = Vector.MultiplyAddEstimate(b, Vector.LoadUnsafe(ref at, row), s0);
            s1 = Vector.MultiplyAddEstimate(b, Vector.LoadUnsafe(ref at, row + v), s1);
            row += n;
        }
        s0.StoreUnsafe(ref to);
        s1.StoreUnsafe(ref to, v);
    }
}
