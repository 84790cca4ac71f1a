using System.Numerics;
using System.Runtime.InteropServices;

namespace Attune.Numerics;

/// <summary>The arithmetic of one step on a pair of vectors that compete for a third.</summary>
static class PairStep
{
    /// <summary>x·(y − z).</summary>
    internal static float Difference(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> z)
    {
        var vx = MemoryMarshal.Cast<float, Vector<float>>(x);
        var vy = MemoryMarshal.Cast<float, Vector<float>>(y[..x.Length])[..vx.Length];
        var vz = MemoryMarshal.Cast<float, Vector<float>>(z[..x.Length])[..vx.Length];
        Vector<float> s0 = default, s1 = default;
        var k = 0;
        for (; k + 1 < vx.Length; k += 2)
        {
            s0 += vx[k] * (vy[k] - vz[k]);
            s1 += vx[k + 1] * (vy[k + 1] - vz[k + 1]);
        }
        if (k < vx.Length) s0 += vx[k] * (vy[k] - vz[k]);
        var sum = Vector.Sum(s0 + s1);
        for (var j = vx.Length * Vector<float>.Count; j < x.Length; j++) sum += x[j] * (y[j] - z[j]);
        return sum;
    }

    /// <summary>x, y, z ← keep·themselves + step·(y − z, x, −x).</summary>
    internal static void Move(Span<float> x, Span<float> y, Span<float> z, float keep, float step)
    {
        var vx = MemoryMarshal.Cast<float, Vector<float>>(x);
        var vy = MemoryMarshal.Cast<float, Vector<float>>(y)[..vx.Length];
        var vz = MemoryMarshal.Cast<float, Vector<float>>(z)[..vx.Length];
        for (var k = 0; k < vx.Length; k++)
        {
            var (a, b, c) = (vx[k], vy[k], vz[k]);
            vx[k] = keep * a + step * (b - c);
            vy[k] = keep * b + step * a;
            vz[k] = keep * c - step * a;
        }
        for (var k = vx.Length * Vector<float>.Count; k < x.Length; k++)
        {
            var (a, b, c) = (x[k], y[k], z[k]);
            x[k] = keep * a + step * (b - c);
            y[k] = keep * b + step * a;
            z[k] = keep * c - step * a;
        }
    }
}
