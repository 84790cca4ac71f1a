namespace Attune.Neural.Tests;

/// <summary>Attention against a few loops, and what padding must not change.</summary>
public sealed class AttentionTests
{
    [TorchTheory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(4, false)]
    public void Forward_AnyHeads_EqualsLoops(int heads, bool causal)
    {
        using var scope = new Scope();
        const int Length = 6, Width = 8;
        using var module = new MultiHeadAttention(FiniteDifferences.Init(), Width, heads);
        var weights = module.Parameters.ToDictionary(p => p.Name, p => p.Value.ToArray<double>());
        var x = FiniteDifferences.Input(1, Length, Width);
        var padding = new bool[Length];
        padding[0] = padding[1] = true;
        var found = module.Forward(x, AttentionMask.Over(x, heads, causal, Tensor.Wrap(padding, 1, Length))).ToArray<double>();

        var parts = Product(x.ToArray<double>(), weights["in_proj_weight"], weights["in_proj_bias"], Length, Width);
        var gathered = new double[Length * Width];
        var (wide, each) = (3 * Width, Width / heads);
        for (var h = 0; h < heads; h++)
            for (var t = 0; t < Length; t++)
            {
                var seen = Enumerable.Range(0, causal ? t + 1 : Length).Where(s => !padding[s]).ToArray();
                var scores = seen.Select(s => Math.Exp(Enumerable.Range(0, each).Sum(i => parts[t * wide + h * each + i] * parts[s * wide + Width + h * each + i]) / Math.Sqrt(each))).ToArray();
                for (var i = 0; i < each; i++)
                    gathered[t * Width + h * each + i] = seen.Select((s, n) => scores[n] / scores.Sum() * parts[s * wide + 2 * Width + h * each + i]).Sum();
            }
        var expected = Product(gathered, weights["out_proj.weight"], weights["out_proj.bias"], Length, Width);
        for (var t = 0; t < Length; t++)
            for (var i = 0; i < Width; i++) Assert.Equal(causal && t < 2 ? 0 : expected[t * Width + i], found[t * Width + i], 1e-12);
    }

    [TorchTheory]
    [InlineData(DType.Float32)]
    [InlineData(DType.Float64)]
    [InlineData(DType.BFloat16)]
    public void Forward_NothingToLookAt_GivesZerosAndFiniteGradients(DType type)
    {
        using var scope = new Scope();
        using var module = new MultiHeadAttention(new Init(1, Device.Cpu, type), 4, 2);
        var x = new Init(2, Device.Cpu, type).Normal([2, 3, 4], 1).RequireGradient();
        var padding = Tensor.Of([true, true, true, true, false, false], 2, 3);
        var result = module.Forward(x, AttentionMask.Over(x, 2, true, padding));
        Assert.All(result.Narrow(0, 0, 1).To(DType.Float32).ToArray<float>(), v => Assert.Equal(0, v));
        Gradients.Backward(result.Sum());
        Assert.All(module.Parameters, p => Assert.All(p.Value.Gradient.To(DType.Float32).ToArray<float>(), g => Assert.True(float.IsFinite(g))));
        Assert.All(x.Gradient.Narrow(0, 0, 1).To(DType.Float32).ToArray<float>(), v => Assert.Equal(0, v));
    }

    [TorchTheory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void Forward_PaddedOnTheLeft_GivesEqualStates(bool normFirst, bool rotary)
    {
        using var scope = new Scope();
        const int Width = 8, Heads = 2, Longest = 12;
        var init = FiniteDifferences.Init();
        using var table = new Embedding(init, 20, Width, padding: 0);
        using var learned = new LearnedPositions(init, Longest, Width, 1);
        using var turned = rotary ? new RotaryPositions(init, Longest, Width / Heads) : null;
        using var first = new TransformerBlock(init, Width, Heads, 16, normFirst: normFirst, rotary: turned);
        using var second = new TransformerBlock(init, Width, Heads, 16, normFirst: normFirst, rotary: turned);
        long[] items = [7, 3, 19, 3, 11];
        var expected = States(items, pad: false);
        foreach (var length in (int[])[5, 6, 9, 12])
        {
            var padded = new long[length];
            items.CopyTo(padded, length - items.Length);
            var found = States(padded, pad: true);
            for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], found[found.Length - expected.Length + i], 1e-12);
        }

        double[] States(long[] sequence, bool pad)
        {
            var ids = Tensor.Wrap(sequence, 1, sequence.Length);
            var x = table.Forward(ids);
            if (!rotary) x = learned.Forward(x);
            var mask = AttentionMask.Over(x, Heads, true, pad ? ids.Eq(0) : default);
            return second.Forward(first.Forward(x, mask), mask).ToArray<double>();
        }
    }

    [TorchFact]
    public void Forward_LongerThanThePositions_SaysWhatToKeep()
    {
        using var scope = new Scope();
        using var learned = new LearnedPositions(FiniteDifferences.Init(), 4, 2);
        var e = Assert.Throws<ArgumentException>(() => learned.Forward(FiniteDifferences.Input(1, 5, 2)));
        Assert.Equal("The sequences have 5 places where positions are known for 4. Keep the newest 4 of each.", e.Message);
    }

    static double[] Product(double[] x, double[] weight, double[] bias, int rows, int inputs)
    {
        var result = new double[rows * bias.Length];
        for (var r = 0; r < rows; r++)
            for (var o = 0; o < bias.Length; o++)
                result[r * bias.Length + o] = bias[o] + Enumerable.Range(0, inputs).Sum(i => x[r * inputs + i] * weight[o * inputs + i]);
        return result;
    }
}
