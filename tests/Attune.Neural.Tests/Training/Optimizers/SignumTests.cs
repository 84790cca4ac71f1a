namespace Attune.Neural.Tests;

public sealed class SignumTests
{
    [TorchTheory]
    [InlineData(DType.Float32, 0.9, 0.1), InlineData(DType.Float32, 0, 0), InlineData(DType.Float64, 0.9, 0), InlineData(DType.Float64, 0, 0.1)]
    public void Step_AHundredTimes_IsTheFormula(DType type, double momentum, double decay)
    {
        const int count = 77;
        using var scope = new Scope();
        var (p, m) = (Drawn.Numbers(count, 0), new double[count]);
        var value = Drawn.Leaf(p, type, 7, 11);
        using var signum = new Signum([new("w", value)], 0.01, momentum) { WeightDecay = decay };
        for (var step = 1; step <= 100; step++)
        {
            var g = Drawn.Numbers(count, step);
            value.Gradient = Tensor.Of<double>(g, 7, 11).To(type);
            signum.Step(0.5);
            for (var i = 0; i < count; i++)
            {
                m[i] = momentum * m[i] + (1 - momentum) * 0.5 * g[i];
                p[i] = (1 - 0.01 * decay) * p[i] - 0.01 * Math.Sign(m[i]);
            }
        }
        LossChecks.Near(p, Drawn.Of(value), type is DType.Float32 ? 1e-5 : 1e-12);
        Assert.Equal(momentum > 0 ? ["exp_avg.w"] : [], signum.State.Select(s => s.Name));
    }

    [TorchTheory, InlineData(DType.Float32), InlineData(DType.Float64)]
    public void Step_WithoutAGradientSoFar_Stays(DType type)
    {
        using var scope = new Scope();
        var value = Tensor.Ones([19], type).RequireGradient();
        using var signum = new Signum([new("w", value)], 0.01);
        value.Gradient = Tensor.Zeros([19], type);
        signum.Step();
        Assert.All(Drawn.Of(value), v => Assert.Equal(1, v));
    }
}
