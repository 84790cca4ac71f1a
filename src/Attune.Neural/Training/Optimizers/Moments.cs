using System.Numerics;
using System.Runtime.InteropServices;

namespace Attune.Neural;

/// <summary>
/// Adam's step, as one pass over the numbers and as operators: what all numbers of the step share. <paramref name="Step"/> is the step size over the first moment's bias
/// correction, <paramref name="Root"/> the root of the second's.
/// </summary>
readonly record struct Moments(double Beta1, double Beta2, double Step, double Root, double Epsilon)
{
    /// <summary>
    /// Those of a step: with a half-life, β2 = 2^(−targets of the step ⁄ half-life), and the product of the decays so far is 2^(−all targets ⁄ half-life); else the power of β2.
    /// </summary>
    internal static Moments Of(Optimizer optimizer, long targets, double beta1, double beta2, double halfLife, double epsilon)
    {
        var steps = optimizer.Steps;
        var left = halfLife > 0 ? HalfLife.ToDecay(halfLife, optimizer.Targets) : Math.Pow(beta2, steps);
        return new Moments(beta1, halfLife > 0 ? HalfLife.ToDecay(halfLife, targets) : beta2, optimizer.LearningRate / (1 - Math.Pow(beta1, steps)), Math.Sqrt(1 - left), epsilon);
    }

    /// <summary>What is left of both moments after steps without a gradient.</summary>
    internal static (double First, double Second) Fade(double beta1, double beta2, double halfLife, long steps, long targets) =>
        (Math.Pow(beta1, steps), halfLife > 0 ? HalfLife.ToDecay(halfLife, targets) : Math.Pow(beta2, steps));

    /// <summary>A half-life as it was given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    internal static double CheckedHalfLife(double value) => value >= 0 && double.IsFinite(value) ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, "The half-life is in targets and must be a finite number above 0, or 0 for a fixed decay of each step.");

    /// <summary>Moves numbers, which <paramref name="keep"/> shrinks and <paramref name="added"/> times themselves adds to the gradient.</summary>
    internal void Update(Span<float> value, ReadOnlySpan<float> gradient, Span<float> first, Span<float> second, float scale, float keep, float added)
    {
        var p = MemoryMarshal.Cast<float, Vector<float>>(value);
        var g = MemoryMarshal.Cast<float, Vector<float>>(gradient)[..(value.Length / Vector<float>.Count)];
        var m = MemoryMarshal.Cast<float, Vector<float>>(first)[..p.Length];
        var v = MemoryMarshal.Cast<float, Vector<float>>(second)[..p.Length];
        var (b1, b2, n1, n2) = ((float)Beta1, (float)Beta2, (float)(1 - Beta1), (float)(1 - Beta2));
        var (step, root, epsilon) = ((float)Step, (float)(1 / Root), (float)Epsilon);
        for (var i = 0; i < p.Length; i++)
        {
            var x = p[i];
            var d = g[i] * scale + added * x;
            var mean = m[i] = b1 * m[i] + n1 * d;
            var square = v[i] = b2 * v[i] + n2 * d * d;
            p[i] = keep * x - step * mean / (Vector.SquareRoot(square) * root + new Vector<float>(epsilon));
        }
        for (var i = p.Length * Vector<float>.Count; i < value.Length; i++)
        {
            var d = gradient[i] * scale + added * value[i];
            first[i] = b1 * first[i] + n1 * d;
            second[i] = b2 * second[i] + n2 * d * d;
            value[i] = keep * value[i] - step * first[i] / (MathF.Sqrt(second[i]) * root + epsilon);
        }
    }

    /// <summary>The same by operators, in place.</summary>
    internal void Update(Tensor value, Tensor gradient, Tensor first, Tensor second, double keep, double added)
    {
        if (added > 0) gradient += value * added;
        first.MultiplyInPlace(Beta1).AddInPlace(gradient, 1 - Beta1);
        second.MultiplyInPlace(Beta2).AddCMulInPlace(gradient, gradient, 1 - Beta2);
        if (keep < 1) value.MultiplyInPlace(keep);
        value.AddCDivInPlace(first, second.Sqrt().MultiplyInPlace(1 / Root) + Epsilon, -Step);
    }
}
