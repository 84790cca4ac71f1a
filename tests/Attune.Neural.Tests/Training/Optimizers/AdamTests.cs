using Attune.Numerics;

namespace Attune.Neural.Tests;

public sealed class AdamTests
{
    // The papers' formulas, one number at a time in double precision.
    static double[] Reference(double[] start, Func<long, double[]> gradients, int steps, double decay, bool decoupled)
    {
        var (p, m, v) = ((double[])start.Clone(), new double[start.Length], new double[start.Length]);
        for (var step = 1; step <= steps; step++)
        {
            var all = gradients(step);
            for (var i = 0; i < p.Length; i++)
            {
                var g = decoupled ? all[i] : all[i] + decay * p[i];
                if (decoupled) p[i] *= 1 - 0.01 * decay;
                m[i] = 0.9 * m[i] + 0.1 * g;
                v[i] = 0.999 * v[i] + 0.001 * g * g;
                p[i] -= 0.01 * (m[i] / (1 - Math.Pow(0.9, step))) / (Math.Sqrt(v[i] / (1 - Math.Pow(0.999, step))) + 1e-8);
            }
        }
        return p;
    }

    static double[] Drawn(int count, long seed)
    {
        var stream = new Seed(7).Derive(seed).Stream();
        return [.. Enumerable.Range(0, count).Select(_ => stream.NextGaussian())];
    }

    [TorchTheory]
    [InlineData(DType.Float32, 0, true), InlineData(DType.Float32, 0.1, true), InlineData(DType.Float32, 0.1, false)]
    [InlineData(DType.Float64, 0, true), InlineData(DType.Float64, 0.1, true), InlineData(DType.Float64, 0.1, false)]
    public void Step_AHundredTimes_IsTheFormula(DType type, double decay, bool decoupled)
    {
        const int count = 77;
        using var scope = new Scope();
        var start = Array.ConvertAll(Drawn(count, 0), v => 0.1 * v);
        var value = Tensor.Of<double>(start, 7, 11).To(type).Clone().RequireGradient();
        using var adam = new Adam([new("w", value)], 0.01) { WeightDecay = decay, Decoupled = decoupled };
        for (var step = 1; step <= 100; step++)
        {
            value.Gradient = Tensor.Of<double>(Drawn(count, step), 7, 11).To(type);
            adam.Step();
        }
        LossChecks.Near(Reference(start, step => Drawn(count, step), 100, decay, decoupled), value.To(DType.Float64).ToArray<double>(), type is DType.Float32 ? 1e-6 : 1e-12);
    }
}
