using System.Numerics;
using System.Runtime.InteropServices;

namespace Attune.Neural;

/// <summary>
/// Stochastic gradient descent with momentum, as PyTorch's without dampening: the buffer starts at 0. A sparse gradient moves
/// the rows that it names and by default no others, their momentum too.
/// </summary>
/// <param name="parameters">What to train.</param>
/// <param name="learningRate">The step size. Default 0.01.</param>
/// <param name="momentum">How much of the last step stays, from 0 to below 1; 0 remembers nothing. Default 0.</param>
public sealed class Sgd(IReadOnlyList<Parameter> parameters, double learningRate = 1e-2, double momentum = 0)
    : Optimizer(parameters, learningRate, momentum > 0 ? ["momentum_buffer"] : [])
{
    /// <summary>Whether the step looks ahead along the momentum (Nesterov's). Default no.</summary>
    public bool Nesterov { get; init; }

    private protected override void Prepare(long targets)
    {
    }

    private protected override void Update(Span<float> value, ReadOnlySpan<float> gradient, Span<float> first, Span<float> second, float scale, double decay)
    {
        var p = MemoryMarshal.Cast<float, Vector<float>>(value);
        var g = MemoryMarshal.Cast<float, Vector<float>>(gradient)[..(value.Length / Vector<float>.Count)];
        var (shrink, rate, mu, ahead) = ((float)decay, (float)LearningRate, (float)momentum, Nesterov);
        if (first.IsEmpty)
        {
            for (var i = 0; i < p.Length; i++) p[i] -= rate * (g[i] * scale + shrink * p[i]);
            for (var i = p.Length * Vector<float>.Count; i < value.Length; i++) value[i] -= rate * (gradient[i] * scale + shrink * value[i]);
            return;
        }
        var b = MemoryMarshal.Cast<float, Vector<float>>(first)[..p.Length];
        for (var i = 0; i < p.Length; i++)
        {
            var d = g[i] * scale + shrink * p[i];
            var moved = b[i] = mu * b[i] + d;
            p[i] -= rate * (ahead ? d + mu * moved : moved);
        }
        for (var i = p.Length * Vector<float>.Count; i < value.Length; i++)
        {
            var d = gradient[i] * scale + shrink * value[i];
            first[i] = mu * first[i] + d;
            value[i] -= rate * (ahead ? d + mu * first[i] : first[i]);
        }
    }

    private protected override void Update(Tensor value, Tensor gradient, Tensor first, Tensor second, double decay)
    {
        if (decay > 0) gradient += value * decay;
        if (first.IsDefined)
        {
            first.MultiplyInPlace(momentum).AddInPlace(gradient);
            gradient = Nesterov ? gradient + first * momentum : first;
        }
        value.AddInPlace(gradient, -LearningRate);
    }

    private protected override (double First, double Second) Fade(long steps, long targets) => (Math.Pow(momentum, steps), 1);
}
