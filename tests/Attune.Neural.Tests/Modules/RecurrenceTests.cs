namespace Attune.Neural.Tests;

/// <summary>Recurrence and convolution against a few loops, and what padding must not change.</summary>
public sealed class RecurrenceTests
{
    [TorchFact]
    public void Gru_OneLayer_EqualsItsFormula()
    {
        using var scope = new Scope();
        const int Inputs = 3, Hidden = 4, Length = 6;
        using var module = new Gru(FiniteDifferences.Init(), Inputs, Hidden);
        var w = module.Parameters.ToDictionary(p => p.Name, p => p.Value.ToArray<double>());
        var x = FiniteDifferences.Input(1, Length, Inputs);
        var (found, values, state) = (module.Forward(x).ToArray<double>(), x.ToArray<double>(), new double[Hidden]);
        for (var t = 0; t < Length; t++)
        {
            var input = Gates(w["weight_ih_l0"], w["bias_ih_l0"], values.AsSpan(t * Inputs, Inputs).ToArray());
            var before = Gates(w["weight_hh_l0"], w["bias_hh_l0"], state);
            for (var h = 0; h < Hidden; h++)
            {
                var (reset, update) = (Sigmoid(input[h] + before[h]), Sigmoid(input[Hidden + h] + before[Hidden + h]));
                state[h] = (1 - update) * Math.Tanh(input[2 * Hidden + h] + reset * before[2 * Hidden + h]) + update * state[h];
                Assert.Equal(state[h], found[t * Hidden + h], 1e-12);
            }
        }

        static double Sigmoid(double v) => 1 / (1 + Math.Exp(-v));

        static double[] Gates(double[] weight, double[] bias, double[] v) =>
            [.. Enumerable.Range(0, bias.Length).Select(o => bias[o] + Enumerable.Range(0, v.Length).Sum(i => weight[o * v.Length + i] * v[i]))];
    }

    [TorchTheory]
    [InlineData(DType.Float64, 1e-12)]
    [InlineData(DType.Float32, 1e-6)]
    public void Gru_PaddedOnTheLeft_GivesEqualStatesAfterZeros(DType type, double tolerance)
    {
        using var scope = new Scope();
        using var module = new Gru(new Init(1, Device.Cpu, type), 3, 4, layers: 2);
        var x = new Init(2, Device.Cpu, type).Normal([2, 5, 3], 1);
        var expected = module.Forward(x).To(DType.Float64).ToArray<double>();
        var padding = Tensor.Of([true, true, true, false, false, false, false, false, true, true, true, false, false, false, false, false], 2, 8);
        // What stands in padded places must not matter.
        var found = module.Forward(Tensor.Cat([Tensor.Full([2, 3, 3], 9, type), x], 1), padding).To(DType.Float64);
        Assert.All(found.Narrow(1, 0, 3).ToArray<double>(), v => Assert.Equal(0, v));
        Assert.Equal(expected, found.Narrow(1, 3, 5).ToArray<double>(), (a, b) => Math.Abs(a - b) <= tolerance);
    }

    [TorchTheory]
    [InlineData(1, 1)]
    [InlineData(1, 3)]
    [InlineData(2, 2)]
    public void Conv1d_Causal_SeesOnlyWhatCameBefore(int stride, int dilation)
    {
        using var scope = new Scope();
        const int Size = 3, Length = 9;
        using var module = new Conv1d(FiniteDifferences.Init(), 1, 1, Size, stride, dilation: dilation, causal: true);
        var w = module.Parameters.ToDictionary(p => p.Name, p => p.Value.ToArray<double>());
        var x = FiniteDifferences.Input(1, 1, Length);
        var (found, values) = (module.Forward(x).ToArray<double>(), x.ToArray<double>());
        Assert.Equal((Length + stride - 1) / stride, found.Length);
        for (var i = 0; i < found.Length; i++)
        {
            var expected = w["bias"][0] + Enumerable.Range(0, Size).Sum(k => i * stride - (Size - 1 - k) * dilation is >= 0 and var t ? w["weight"][k] * values[t] : 0);
            Assert.Equal(expected, found[i], 1e-12);
        }
    }

    [Theory]
    [InlineData(3, 4, 2)]
    [InlineData(4, 4, 0)]
    public void Conv1d_GroupsThatDoNotDivide_AreRefused(int inputs, int outputs, int groups) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Conv1d(new Init(1), inputs, outputs, 3, groups: groups));
}
