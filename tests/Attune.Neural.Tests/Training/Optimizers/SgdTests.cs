using Attune.Numerics;

namespace Attune.Neural.Tests;

public sealed class SgdTests
{
    [TorchTheory]
    [InlineData(DType.Float32, 0, 0, false), InlineData(DType.Float32, 0.9, 0.1, false), InlineData(DType.Float32, 0.9, 0.1, true)]
    [InlineData(DType.Float64, 0, 0.1, false), InlineData(DType.Float64, 0.9, 0.1, true)]
    public void Step_AHundredTimes_IsTheFormula(DType type, double momentum, double decay, bool nesterov)
    {
        const int count = 77;
        using var scope = new Scope();
        var (p, b) = (Drawn(0), new double[count]);
        var value = Tensor.Of<double>(p, 7, 11).To(type).Clone().RequireGradient();
        using var sgd = new Sgd([new("w", value)], 0.001, momentum) { WeightDecay = decay, Nesterov = nesterov };
        for (var step = 1; step <= 100; step++)
        {
            var gradient = Drawn(step);
            value.Gradient = Tensor.Of<double>(gradient, 7, 11).To(type);
            sgd.Step();
            for (var i = 0; i < count; i++)
            {
                var g = gradient[i] + decay * p[i];
                b[i] = momentum * b[i] + g;
                p[i] -= 0.001 * (nesterov ? g + momentum * b[i] : momentum > 0 ? b[i] : g);
            }
        }
        LossChecks.Near(p, value.To(DType.Float64).ToArray<double>(), type is DType.Float32 ? 1e-6 : 1e-13);

        static double[] Drawn(long seed)
        {
            var stream = new Seed(9).Derive(seed).Stream();
            return [.. Enumerable.Range(0, count).Select(_ => 0.1 * stream.NextGaussian())];
        }
    }
}
