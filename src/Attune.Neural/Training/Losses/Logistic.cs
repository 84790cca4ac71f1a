using System.Numerics;
using System.Runtime.InteropServices;

namespace Attune.Neural;

/// <summary>σ and log(1 + eˣ), of one number and of many.</summary>
static class Logistic
{
    // So many factors up to 2 have a product that a float can hold.
    const int Factors = 64;

    internal static float Sigmoid(float x) => 1 / (1 + MathF.Exp(-x));

    /// <summary>log(1 + eˣ) without overflow.</summary>
    internal static float Softplus(float x) => Math.Max(x, 0) + (float)Math.Log(1 + Math.Exp(-Math.Abs(x)));

    /// <summary>Replaces every x by <paramref name="weight"/> · σ(x) and returns Σ log(1 + eˣ).</summary>
    internal static float ToGradient(Span<float> values, float weight)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        var (total, sum) = (Vector<float>.Zero, 0.0);
        for (var start = 0; start < vectors.Length; start += Factors)
        {
            // log(1 + eˣ) = max(x, 0) + log(1 + e^−|x|); one logarithm of a product stands for those of its factors.
            var product = Vector<float>.One;
            foreach (ref var x in vectors[start..Math.Min(vectors.Length, start + Factors)])
            {
                var e = Exponentials.Exp(-Vector.Abs(x));
                var ratio = new Vector<float>(weight) / (Vector<float>.One + e);
                total += Vector.Max(x, Vector<float>.Zero);
                product *= Vector<float>.One + e;
                x = Vector.ConditionalSelect(Vector.LessThan(x, Vector<float>.Zero), e * ratio, ratio);
            }
            for (var i = 0; i < Vector<float>.Count; i++) sum += Math.Log(product[i]);
        }
        foreach (ref var x in values[(vectors.Length * Vector<float>.Count)..])
        {
            sum += Softplus(x);
            x = weight * Sigmoid(x);
        }
        return (float)(sum + Vector.Sum(total));
    }
}
