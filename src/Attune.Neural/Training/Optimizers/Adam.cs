using System.Numerics;
using System.Runtime.InteropServices;

namespace Attune.Neural;

/// <summary>
/// Adam (Kingma and Ba, ICLR 2015) and AdamW (Loshchilov and Hutter, ICLR 2019), equal to PyTorch's. A sparse gradient moves the rows that it names and no others (lazy Adam, PyTorch's
/// SparseAdam): a step over a table of a million items costs what its batch touches.
/// </summary>
/// <param name="parameters">What to train.</param>
/// <param name="learningRate">The step size. Default 0.001.</param>
public sealed class Adam(IReadOnlyList<Parameter> parameters, double learningRate = 1e-3) : Optimizer(parameters, learningRate, "exp_avg", "exp_avg_sq")
{
    double _step, _root;

    /// <summary>How much of the mean gradient stays with each step, from 0 to below 1. Default 0.9.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>How much of the mean squared gradient stays with each step, from 0 to below 1. Default 0.999.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Added to the root of the mean squared gradient, above 0. Default 1e-8.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Whether decay shrinks the parameters themselves (AdamW) or is added to the gradient (Adam). Default yes.</summary>
    public bool Decoupled { get; init; } = true;

    double Keep(double decay) => Decoupled ? 1 - LearningRate * decay : 1;

    double Added(double decay) => Decoupled ? 0 : decay;

    private protected override void Prepare() =>
        (_step, _root) = (LearningRate / (1 - Math.Pow(Beta1, Steps)), Math.Sqrt(1 - Math.Pow(Beta2, Steps)));

    private protected override void Update(Span<float> value, ReadOnlySpan<float> gradient, Span<float> first, Span<float> second, float scale, double decay)
    {
        var p = MemoryMarshal.Cast<float, Vector<float>>(value);
        var g = MemoryMarshal.Cast<float, Vector<float>>(gradient)[..(value.Length / Vector<float>.Count)];
        var m = MemoryMarshal.Cast<float, Vector<float>>(first)[..p.Length];
        var v = MemoryMarshal.Cast<float, Vector<float>>(second)[..p.Length];
        var (b1, b2, n1, n2) = ((float)Beta1, (float)Beta2, (float)(1 - Beta1), (float)(1 - Beta2));
        var (step, root, epsilon, keep, added) = ((float)_step, (float)(1 / _root), (float)Epsilon, (float)Keep(decay), (float)Added(decay));
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

    private protected override void Update(Tensor value, Tensor gradient, Tensor first, Tensor second, double decay)
    {
        if (Added(decay) > 0) gradient += value * Added(decay);
        first.MultiplyInPlace(Beta1).AddInPlace(gradient, 1 - Beta1);
        second.MultiplyInPlace(Beta2).AddCMulInPlace(gradient, gradient, 1 - Beta2);
        if (Keep(decay) < 1) value.MultiplyInPlace(Keep(decay));
        value.AddCDivInPlace(first, second.Sqrt().MultiplyInPlace(1 / _root) + Epsilon, -_step);
    }
}
