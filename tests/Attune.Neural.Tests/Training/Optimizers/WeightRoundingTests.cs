using Attune.Numerics;

namespace Attune.Neural.Tests;

public sealed class WeightRoundingTests
{
    const float Bits8 = 1 / 128f;

    static bool IsHalf(float v) => (BitConverter.SingleToUInt32Bits(v) & 0xFFFF) == 0;

    static Optimizer Make(OptimizerKind kind, Tensor value, WeightRounding rounding, double rate, int seed = 1) =>
        Optimizers.Of(new OptimizerSettings { Kind = kind, LearningRate = rate, Rounding = rounding, Seed = seed }, [new("w", value) { IsTable = kind is OptimizerKind.Adam }]);

    // Between 1 and 1 + 1/128 lie 65536 numbers of single precision: the share that goes up is where a number lies.
    [Theory, InlineData(0.25), InlineData(0.5), InlineData(0.9), InlineData(0)]
    public void Round_WithNoise_GoesUpAsOftenAsTheMeanAsksFor(double share)
    {
        const int count = 100_000;
        var numbers = new float[count];
        foreach (var sign in (float[])[1, -1])
        {
            Array.Fill(numbers, sign * (1 + (float)share * Bits8));
            Brain.Round(numbers, 0, new Seed(3));
            Assert.All(numbers, v => Assert.True(v == sign || v == sign * (1 + Bits8)));
            // Five standard deviations of a mean of drawn ups and downs.
            Assert.Equal(share, numbers.Average(v => (double)(Math.Abs(v) - 1) / Bits8), 5 * Math.Sqrt(share * (1 - share) / count) + 1e-12);
        }
    }

    [Fact]
    public void Round_ToTheNearest_TiesToEven()
    {
        float[] numbers = [1 + 0.49f * Bits8, 1 + 0.5f * Bits8, 1 + 0.51f * Bits8, 1 + 1.5f * Bits8, -1 - 1.5f * Bits8, 0, float.NaN, float.PositiveInfinity, float.NegativeInfinity];
        Brain.Round(numbers, 0, null);
        Assert.Equal([1, 1, 1 + Bits8, 1 + 2 * Bits8, -1 - 2 * Bits8, 0, float.NaN, float.PositiveInfinity, float.NegativeInfinity], numbers);
        // In vectors and one by one.
        foreach (var count in (int[])[3, 300])
        {
            var odd = Enumerable.Range(0, count).Select(i => (float[])[float.NaN, BitConverter.UInt32BitsToSingle(0x7F800001), float.PositiveInfinity]).SelectMany(v => v).ToArray();
            Brain.Round(odd, 0, new Seed(1));
            for (var i = 0; i < odd.Length; i++) Assert.True(i % 3 == 2 ? float.IsPositiveInfinity(odd[i]) : float.IsNaN(odd[i]));
        }
    }

    [TorchFact]
    public void Narrow_ToTheNearest_IsLibtorchs()
    {
        using var scope = new Scope();
        var numbers = Array.ConvertAll(Drawn.Numbers(10_000, 1, 100), v => (float)v);
        var halves = new ushort[numbers.Length];
        Brain.Narrow(numbers, halves, 0, null);
        Assert.Equal(Tensor.Of<float>(numbers).To(DType.BFloat16).Halves().ToArray(), halves);
    }

    // As the specification has it, one number at a time.
    [Theory, InlineData(0), InlineData(5)]
    public void Round_WithNoise_AddsTheIntegerOfEachPlace(long place)
    {
        var numbers = Array.ConvertAll(Drawn.Numbers(1000, 1), v => (float)v);
        var (seed, before, halves) = (new Seed(5), (float[])numbers.Clone(), new ushort[1000]);
        Brain.Narrow(numbers, halves, place, seed);
        Brain.Round(numbers, place, seed);
        for (var i = 0; i < 1000; i++)
        {
            var integer = (uint)(seed.Derive((place + i) / 4).Value >> (int)(16 * ((place + i) % 4))) & 0xFFFF;
            var expected = (BitConverter.SingleToUInt32Bits(before[i]) + integer) >> 16;
            Assert.Equal(expected, BitConverter.SingleToUInt32Bits(numbers[i]) >> 16);
            Assert.Equal(expected, halves[i]);
            Assert.True(IsHalf(numbers[i]));
        }
    }

    [Fact]
    public void Round_OfAPart_DrawsWhatTheWholeDraws()
    {
        var whole = Array.ConvertAll(Drawn.Numbers(1000, 1), v => (float)v);
        var (parts, other) = ((float[])whole.Clone(), (float[])whole.Clone());
        Brain.Round(whole, 0, new Seed(5));
        Brain.Round(parts.AsSpan(0, 7), 0, new Seed(5));
        Brain.Round(parts.AsSpan(7), 7, new Seed(5));
        Brain.Round(other, 0, new Seed(6));
        Assert.Equal(whole, parts);
        Assert.NotEqual(whole, other);
    }

    // 1000 steps of a tenth of half the distance of neighbouring numbers.
    [TorchTheory]
    [InlineData(DType.Float32, WeightRounding.Nearest), InlineData(DType.BFloat16, WeightRounding.Nearest), InlineData(DType.BFloat16, WeightRounding.None)]
    [InlineData(DType.Float32, WeightRounding.Stochastic), InlineData(DType.BFloat16, WeightRounding.Stochastic)]
    public void Step_OfTinyUpdates_MovesOnlyWithNoise(DType type, WeightRounding rounding)
    {
        using var scope = new Scope();
        var value = Tensor.Full([1000], 1 + 64 * Bits8, type).RequireGradient();
        using var sgd = Make(OptimizerKind.Sgd, value, rounding, Bits8 / 20);
        for (var step = 0; step < 1000; step++)
        {
            value.Gradient = Tensor.Ones([1000], type);
            sgd.Step();
        }
        var mean = Drawn.Of(value).Average();
        if (rounding is WeightRounding.Stochastic) Assert.Equal(1 + 14 * Bits8, mean, 5 * Bits8 * Math.Sqrt(1000 * 0.05 * 0.95 / 1000));
        else Assert.Equal(1 + 64 * Bits8, mean);
        Assert.All(Drawn.Of(value), v => Assert.True(IsHalf((float)v)));
    }

    // With nothing remembered both kinds of tensors hold the same numbers, sparse or dense, in pieces or by operators.
    [TorchTheory, InlineData(WeightRounding.Nearest), InlineData(WeightRounding.Stochastic)]
    public void Step_OfBothKindsOfTensors_GivesTheSameNumbers(WeightRounding rounding)
    {
        using var scope = new Scope();
        var start = Tensor.Of<double>(Drawn.Numbers(50 * 3, 0), 50, 3).To(DType.BFloat16);
        Tensor[] values = [.. ((DType[])[DType.BFloat16, DType.Float32, DType.Float64]).Select(t => start.To(t).Clone().RequireGradient())];
        var all = Array.ConvertAll(values, v => Make(OptimizerKind.Sgd, v, rounding, 1 / 64.0));
        for (var step = 1; step <= 20; step++)
            foreach (var optimizer in all)
            {
                var value = optimizer.Parameters[0].Value;
                var gradient = Drawn.Sparse([3, 49, 17], [.. Drawn.Numbers(9, step).Select(v => Math.Round(8 * v) / 8)], value.DType, 50, 3);
                value.Gradient = step % 2 == 0 ? gradient : gradient.ToDense();
                optimizer.Step();
            }
        Assert.All(values, v => Assert.Equal(Drawn.Of(values[0]), Drawn.Of(v)));
        Assert.NotEqual(Drawn.Of(start), Drawn.Of(values[0]));
        foreach (var optimizer in all) optimizer.Dispose();
    }

    [TorchTheory]
    [InlineData(OptimizerKind.Adam, DType.BFloat16), InlineData(OptimizerKind.Adam, DType.Float32), InlineData(OptimizerKind.Muon, DType.BFloat16)]
    [InlineData(OptimizerKind.Adafactor, DType.BFloat16), InlineData(OptimizerKind.Signum, DType.BFloat16)]
    public void Step_WithNoise_OnAnyNumberOfThreads_GivesTheSameBits(OptimizerKind kind, DType type)
    {
        var threads = Torch.Threads;
        try
        {
            Assert.Equal(Run(1, 1), Run(3, 1));
            Assert.NotEqual(Run(1, 1), Run(1, 2));
        }
        finally
        {
            Torch.Threads = threads;
        }

        double[] Run(int threads, int seed)
        {
            using var scope = new Scope();
            Torch.Threads = threads;
            var value = Drawn.Leaf(Drawn.Numbers(400 * 250, 0), type, 400, 250);
            using var optimizer = Make(kind, value, WeightRounding.Stochastic, 0.01, seed);
            for (var step = 1; step <= 3; step++)
            {
                value.Gradient = Tensor.Of<double>(Drawn.Numbers(400 * 250, step), 400, 250).To(type);
                optimizer.Step();
            }
            var result = Drawn.Of(value);
            Assert.All(result, v => Assert.True(IsHalf((float)v)));
            return result;
        }
    }

    // What is remembered of a bfloat16 tensor is bfloat16: at a decay of 0.9999 rounding to the nearest would keep the mean square where it is.
    [TorchTheory, InlineData(WeightRounding.Nearest, false), InlineData(WeightRounding.Stochastic, true)]
    public void Step_OfAHalfsMemory_FollowsSlowDecaysOnlyWithNoise(WeightRounding rounding, bool follows)
    {
        using var scope = new Scope();
        var value = Tensor.Zeros([4000], DType.BFloat16).RequireGradient();
        using var adam = new Adam([new("w", value)], 1e-4) { Beta2 = 0.9999, Rounding = rounding };
        using (Gradients.NotRecorded()) adam.State.Last().Value.FillInPlace(1);
        for (var step = 0; step < 1000; step++)
        {
            value.Gradient = Tensor.Zeros([4000], DType.BFloat16);
            adam.Step();
        }
        var mean = Drawn.Of(adam.State.Last().Value).Average();
        Assert.Equal(follows ? Math.Pow(0.9999, 1000) : 1, mean, 0.005);
    }
}
