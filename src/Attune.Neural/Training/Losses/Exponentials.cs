using System.Numerics;
using System.Runtime.InteropServices;

namespace Attune.Neural;

/// <summary>Exponentials of many numbers, to about 1e-7 of their size.</summary>
static class Exponentials
{
    /// <summary>eˣ; below −87 it is 0, above 88 it stays there.</summary>
    internal static Vector<float> Exp(Vector<float> x)
    {
        // eˣ = 2ⁿ·eʳ with |r| ≤ ln 2 ⁄ 2; the polynomial of eʳ is that of the Cephes library.
        var low = Vector.LessThan(x, new Vector<float>(-87));
        x = Vector.Min(Vector.Max(x, new Vector<float>(-87)), new Vector<float>(88));
        var n = Vector.Round(x * 1.44269504f);
        var r = Vector.FusedMultiplyAdd(n, new Vector<float>(-0.693359375f), x);
        r = Vector.FusedMultiplyAdd(n, new Vector<float>(2.12194440e-4f), r);
        var p = Vector.FusedMultiplyAdd(new Vector<float>(1.9875691500e-4f), r, new Vector<float>(1.3981999507e-3f));
        p = Vector.FusedMultiplyAdd(p, r, new Vector<float>(8.3334519073e-3f));
        p = Vector.FusedMultiplyAdd(p, r, new Vector<float>(4.1665795894e-2f));
        p = Vector.FusedMultiplyAdd(p, r, new Vector<float>(1.6666665459e-1f));
        p = Vector.FusedMultiplyAdd(p, r, new Vector<float>(5.0000001201e-1f));
        p = Vector.FusedMultiplyAdd(p, r * r, r) + Vector<float>.One;
        var power = Vector.AsVectorSingle(Vector.ShiftLeft(Vector.ConvertToInt32(n) + new Vector<int>(127), 23));
        return Vector.AndNot(p * power, Vector.AsVectorSingle(low));
    }

    /// <summary>x ← e^(x − shift); returns the sum.</summary>
    internal static float Shifted(Span<float> row, float shift)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(row);
        Vector<float> total = default;
        for (var i = 0; i < vectors.Length; i++) total += vectors[i] = Exp(vectors[i] - new Vector<float>(shift));
        var sum = Vector.Sum(total);
        for (var i = vectors.Length * Vector<float>.Count; i < row.Length; i++) sum += row[i] = MathF.Exp(row[i] - shift);
        return sum;
    }
}
