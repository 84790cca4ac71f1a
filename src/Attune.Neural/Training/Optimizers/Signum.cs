using System.Numerics;
using System.Runtime.InteropServices;

namespace Attune.Neural;

/// <summary>
/// Signum (Bernstein et al., "signSGD", ICML 2018): every number moves by the step size against the sign of its mean gradient, m ← β·m + (1 − β)·g, and stays where that is 0.
/// Weight decay shrinks the parameters themselves.
/// </summary>
/// <param name="parameters">What to train.</param>
/// <param name="learningRate">The step size. Default 0.0001.</param>
/// <param name="momentum">How much of the mean gradient stays with each step, from 0 to below 1; 0 is signSGD, which remembers nothing. Default 0.9.</param>
public sealed class Signum(IReadOnlyList<Parameter> parameters, double learningRate = 1e-4, double momentum = 0.9)
    : Optimizer(parameters, learningRate, momentum > 0 ? ["exp_avg"] : [])
{
    private protected override void Prepare(long targets)
    {
    }

    private protected override void Update(Span<float> value, ReadOnlySpan<float> gradient, Span<float> first, Span<float> second, float scale, double decay)
    {
        var p = MemoryMarshal.Cast<float, Vector<float>>(value);
        var g = MemoryMarshal.Cast<float, Vector<float>>(gradient)[..(value.Length / Vector<float>.Count)];
        var (keep, rate, old, fresh) = ((float)(1 - LearningRate * decay), (float)LearningRate, (float)momentum, (float)(1 - momentum) * scale);
        if (first.IsEmpty)
        {
            for (var i = 0; i < p.Length; i++) p[i] = keep * p[i] - Signed(rate, fresh * g[i]);
            for (var i = p.Length * Vector<float>.Count; i < value.Length; i++) value[i] = keep * value[i] - Signed(rate, fresh * gradient[i]);
            return;
        }
        var m = MemoryMarshal.Cast<float, Vector<float>>(first)[..p.Length];
        for (var i = 0; i < p.Length; i++)
        {
            var mean = m[i] = old * m[i] + fresh * g[i];
            p[i] = keep * p[i] - Signed(rate, mean);
        }
        for (var i = p.Length * Vector<float>.Count; i < value.Length; i++)
        {
            var mean = first[i] = old * first[i] + fresh * gradient[i];
            value[i] = keep * value[i] - Signed(rate, mean);
        }
    }

    private protected override void Update(Tensor value, Tensor gradient, Tensor first, Tensor second, double decay)
    {
        var mean = first.IsDefined ? first.MultiplyInPlace(momentum).AddInPlace(gradient, 1 - momentum) : gradient;
        value.MultiplyInPlace(1 - LearningRate * decay).AddInPlace(mean.Sign(), -LearningRate);
    }

    private protected override (double First, double Second) Fade(long steps, long targets) => (Math.Pow(momentum, steps), 1);

    // A size with a number's sign; 0 of 0.
    static Vector<float> Signed(float size, Vector<float> number) =>
        Vector.AndNot(new Vector<float>(size) | (number & new Vector<float>(-0f)), Vector.AsVectorSingle(Vector.Equals(number, Vector<float>.Zero)));

    static float Signed(float size, float number) => number == 0 ? 0 : MathF.CopySign(size, number);
}
