namespace Attune.Neural.Tests;

/// <summary>Compares the gradients of a module with central differences, in double precision: of every parameter and every input, each number by itself.</summary>
static class FiniteDifferences
{
    const double Step = 1e-5, Tolerance = 2e-8;

    internal static Init Init(int seed = 1) => new(seed, Device.Cpu, DType.Float64);

    /// <summary>Normal numbers that ask for a gradient.</summary>
    internal static Tensor Input(params ReadOnlySpan<long> shape) => Init(77).Normal(shape, 1).RequireGradient();

    internal static void Check(Module? module, Func<Tensor> forward, params ReadOnlySpan<Tensor> inputs) => Check(module, forward, Step, inputs);

    /// <summary>With a smaller step for what bends more, as norms of vectors near 0 do.</summary>
    internal static void Check(Module? module, Func<Tensor> forward, double step, params ReadOnlySpan<Tensor> inputs)
    {
        using var scope = new Scope();
        var result = forward();
        // Weights of the results that differ, so that no error cancels.
        var weights = Init(5).Normal(result.Shape, 1);
        Gradients.Backward((result * weights).Sum());
        Assert.True(double.IsFinite(result.Sum().Item()));
        foreach (var (name, value) in module?.Parameters ?? []) Compare(name, value, forward, weights, step);
        for (var i = 0; i < inputs.Length; i++) Compare($"input {i}", inputs[i], forward, weights, step);
    }

    static void Compare(string name, Tensor leaf, Func<Tensor> forward, Tensor weights, double step)
    {
        using var off = Gradients.NotRecorded();
        Assert.True(leaf.Gradient.IsDefined, $"{name} has no gradient");
        var gradient = (leaf.Gradient.IsStrided ? leaf.Gradient : leaf.ZerosLike().AddInPlace(leaf.Gradient)).ToArray<double>();
        Assert.Contains(gradient, g => g != 0);
        var values = leaf.Span<double>();
        for (var i = 0; i < values.Length; i++)
        {
            var kept = values[i];
            values[i] = kept + step;
            var above = Sum(forward, weights);
            values[i] = kept - step;
            var below = Sum(forward, weights);
            values[i] = kept;
            var expected = (above - below) / (2 * step);
            Assert.True(Math.Abs(gradient[i] - expected) <= Tolerance * (1 + Math.Abs(expected)), $"{name}[{i}]: gradient {gradient[i]}, difference {expected}");
        }
    }

    static double Sum(Func<Tensor> forward, Tensor weights)
    {
        using var scope = new Scope();
        return (forward() * weights).Sum().Item();
    }
}
