using System.Numerics;
using System.Runtime.InteropServices;

namespace Attune.Numerics;

/// <summary>
/// The vector kernels that models share, written once for every instruction set (<see cref="Vector{T}"/>: 128 to 512 bits). Sums are
/// taken lane by lane, so the last bits of a result can differ between machines of different vector width, never between thread counts.
/// </summary>
public static class Vectors
{
    /// <summary>The inner product of two vectors of equal length.</summary>
    public static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var va = MemoryMarshal.Cast<float, Vector<float>>(a);
        var vb = MemoryMarshal.Cast<float, Vector<float>>(b[..a.Length]);
        Vector<float> s0 = default, s1 = default;
        var i = 0;
        for (; i + 1 < va.Length; i += 2)
        {
            s0 += va[i] * vb[i];
            s1 += va[i + 1] * vb[i + 1];
        }
        if (i < va.Length) s0 += va[i] * vb[i];
        var sum = Vector.Sum(s0 + s1);
        for (var j = va.Length * Vector<float>.Count; j < a.Length; j++) sum += a[j] * b[j];
        return sum;
    }

    /// <summary>The inner product of two vectors of equal length, summed in double precision.</summary>
    internal static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<double> b)
    {
        var va = MemoryMarshal.Cast<float, Vector<float>>(a);
        var vb = MemoryMarshal.Cast<double, Vector<double>>(b[..a.Length]);
        Vector<double> s0 = default, s1 = default;
        for (var i = 0; i < va.Length; i++)
        {
            Vector.Widen(va[i], out var low, out var high);
            s0 += low * vb[2 * i];
            s1 += high * vb[2 * i + 1];
        }
        var sum = Vector.Sum(s0 + s1);
        for (var j = va.Length * Vector<float>.Count; j < a.Length; j++) sum += a[j] * b[j];
        return sum;
    }

    /// <summary>y ← y + a·x in double precision, for vectors of equal length.</summary>
    internal static void Axpy(double a, ReadOnlySpan<float> x, Span<double> y)
    {
        var vx = MemoryMarshal.Cast<float, Vector<float>>(x);
        var vy = MemoryMarshal.Cast<double, Vector<double>>(y[..x.Length]);
        var va = new Vector<double>(a);
        for (var i = 0; i < vx.Length; i++)
        {
            Vector.Widen(vx[i], out var low, out var high);
            vy[2 * i] += va * low;
            vy[2 * i + 1] += va * high;
        }
        for (var j = vx.Length * Vector<float>.Count; j < x.Length; j++) y[j] += a * x[j];
    }

    /// <summary>y ← y + a·x, for vectors of equal length.</summary>
    public static void Axpy(float a, ReadOnlySpan<float> x, Span<float> y)
    {
        var vx = MemoryMarshal.Cast<float, Vector<float>>(x);
        var vy = MemoryMarshal.Cast<float, Vector<float>>(y[..x.Length]);
        var va = new Vector<float>(a);
        for (var i = 0; i < vx.Length; i++) vy[i] += va * vx[i];
        for (var j = vx.Length * Vector<float>.Count; j < x.Length; j++) y[j] += a * x[j];
    }

    /// <summary>y ← a·y + x, for vectors of equal length.</summary>
    internal static void ScaleAdd(float a, Span<float> y, ReadOnlySpan<float> x)
    {
        var vx = MemoryMarshal.Cast<float, Vector<float>>(x);
        var vy = MemoryMarshal.Cast<float, Vector<float>>(y[..x.Length]);
        var va = new Vector<float>(a);
        for (var i = 0; i < vx.Length; i++) vy[i] = va * vy[i] + vx[i];
        for (var j = vx.Length * Vector<float>.Count; j < x.Length; j++) y[j] = a * y[j] + x[j];
    }

    /// <summary>x ← a·x.</summary>
    public static void Scale(float a, Span<float> x)
    {
        foreach (ref var v in x) v *= a;
    }
}
