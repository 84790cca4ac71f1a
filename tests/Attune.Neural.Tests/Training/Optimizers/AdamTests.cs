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

    // Targets of the steps differ: the product of the decays is kept step by step here, and β1 stays a power.
    [TorchTheory, InlineData(DType.Float32), InlineData(DType.Float64)]
    public void Step_WithAHalfLife_CorrectsByTheProductOfTheDecays(DType type)
    {
        const int count = 77;
        const double halfLife = 300;
        using var scope = new Scope();
        var (p, m, v, product) = (Array.ConvertAll(Drawn(count, 0), v => 0.1 * v), new double[count], new double[count], 1.0);
        var value = Tensor.Of<double>(p, 7, 11).To(type).Clone().RequireGradient();
        using var adam = new Adam([new("w", value)], 0.01) { Beta2HalfLife = halfLife };
        for (var step = 1; step <= 100; step++)
        {
            var (targets, g) = (1 + step * 13 % 29, Drawn(count, step));
            value.Gradient = Tensor.Of<double>(g, 7, 11).To(type);
            adam.Step(targets: targets);
            var beta2 = Math.Pow(0.5, targets / halfLife);
            product *= beta2;
            for (var i = 0; i < count; i++)
            {
                m[i] = 0.9 * m[i] + 0.1 * g[i];
                v[i] = beta2 * v[i] + (1 - beta2) * g[i] * g[i];
                p[i] -= 0.01 * (m[i] / (1 - Math.Pow(0.9, step))) / (Math.Sqrt(v[i] / (1 - product)) + 1e-8);
            }
        }
        LossChecks.Near(p, value.To(DType.Float64).ToArray<double>(), type is DType.Float32 ? 1e-5 : 1e-11);
        Assert.Equal(Enumerable.Range(1, 100).Sum(s => 1 + s * 13 % 29), adam.Targets);
    }

    // Committed results were computed so: one number at a time in single precision, without fused products.
    [TorchTheory, InlineData(0, true), InlineData(0.1, true), InlineData(0.1, false)]
    public void Step_AtFixedBetas_KeepsItsBits(double decay, bool decoupled)
    {
        const int count = 77;
        using var scope = new Scope();
        var value = Tensor.Of<double>(Drawn(count, 0)).To(DType.Float32).Clone().RequireGradient();
        var (p, m, v) = (value.ToArray<float>(), new float[count], new float[count]);
        using var adam = new Adam([new("w", value)], 0.01) { WeightDecay = decay, Decoupled = decoupled };
        var (keep, added) = ((float)(decoupled ? 1 - 0.01 * decay : 1), (float)(decoupled ? 0 : decay));
        for (var step = 1; step <= 20; step++)
        {
            value.Gradient = Tensor.Of<double>(Drawn(count, step)).To(DType.Float32);
            var g = value.Gradient.ToArray<float>();
            adam.Step(0.7, 1 + step % 3);
            var (size, root) = ((float)(0.01 / (1 - Math.Pow(0.9, step))), (float)(1 / Math.Sqrt(1 - Math.Pow(0.999, step))));
            for (var i = 0; i < count; i++)
            {
                var d = g[i] * 0.7f + added * p[i];
                m[i] = 0.9f * m[i] + (float)(1 - 0.9) * d;
                v[i] = 0.999f * v[i] + (float)(1 - 0.999) * d * d;
                p[i] = keep * p[i] - size * m[i] / (MathF.Sqrt(v[i]) * root + 1e-8f);
            }
        }
        Assert.Equal(p, value.ToArray<float>());
    }

    [TorchFact]
    public void Beta2HalfLife_ThatIsNone_IsRefused()
    {
        Assert.Contains("finite number above 0", Assert.Throws<ArgumentOutOfRangeException>(() => new Adam([]) { Beta2HalfLife = -1 }).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam([]) { Beta2HalfLife = double.PositiveInfinity });
        using var adam = new Adam([]);
        Assert.Throws<ArgumentOutOfRangeException>(() => adam.Step(1, 0));
    }
}
