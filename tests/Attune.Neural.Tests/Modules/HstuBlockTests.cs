using static Attune.Neural.Tests.FiniteDifferences;

namespace Attune.Neural.Tests;

/// <summary>The block of <see cref="Hstu"/>: gradients, causality, padding, buckets of time.</summary>
public sealed class HstuBlockTests
{
    const long Day = 86_400_000;

    static HstuBlock Block(int heads, int buckets) => new(Init(), 4, heads, values: 3, keys: 2, length: 7, buckets, dropout: 0);

    static Tensor Times => Tensor.Wrap([0L, 0, 500, 61_000, Day, 3 * Day, 3 * Day, 4 * Day, 400 * Day, 400 * Day + 2000], 2, 5);

    static Tensor Padding => Tensor.Of([true, true, false, false, false, false, false, false, false, false], 2, 5);

    [TorchTheory]
    [InlineData(1, 0, false)]
    [InlineData(1, 40, false)]
    [InlineData(2, 40, false)]
    [InlineData(1, 0, true)]
    [InlineData(2, 40, true)]
    public void Forward_HeadsTimesAndPadding_MatchesDifferences(int heads, int buckets, bool padded)
    {
        using var scope = new Scope();
        using var module = Block(heads, buckets);
        // As drawn, what attention gathers is so small that its norm bends within a step of the differences.
        foreach (var (_, value) in module.Parameters)
        {
            var values = value.Span<double>();
            for (var i = 0; i < values.Length; i++) values[i] = 0.7 * Math.Sin(1 + 3 * i);
        }
        var x = Input(2, 5, 4);
        var times = buckets > 0 ? RelativeBias.BucketsOf(Times, buckets) : default;
        Check(module, () => module.Forward(x, HstuBlock.MaskOf(x, heads, 7, padded ? Padding : default), times), 1e-6, x);
    }

    [TorchTheory]
    [InlineData(1)]
    [InlineData(2)]
    public void Forward_ALaterItem_ChangesNothingBeforeIt(int heads)
    {
        using var scope = new Scope();
        using var module = Block(heads, 40);
        double[] Outputs(double last)
        {
            var x = Init(3).Normal([1, 5, 4], 1);
            x.Narrow(1, 4, 1).FillInPlace(last);
            return module.Forward(x, HstuBlock.MaskOf(x, heads, 7, default), RelativeBias.BucketsOf(Times.Narrow(0, 1, 1), 40)).ToArray<double>();
        }
        var (one, other) = (Outputs(1), Outputs(-2));
        Assert.Equal(one[..16], other[..16]);
        Assert.NotEqual(one[16..], other[16..]);
    }

    [TorchTheory]
    [InlineData(1)]
    [InlineData(2)]
    public void Forward_Padded_IsAsUnpadded(int heads)
    {
        using var scope = new Scope();
        using var module = Block(heads, 40);
        var (x, times) = (Init(3).Normal([1, 3, 4], 1), Tensor.Wrap([Day, Day + 61_000, 9 * Day], 1, 3));
        var padded = Tensor.Cat([Init(4).Normal([1, 2, 4], 1), x], 1);
        var alone = module.Forward(x, HstuBlock.MaskOf(x, heads, 7, default), RelativeBias.BucketsOf(times, 40)).ToArray<double>();
        var together = module.Forward(padded, HstuBlock.MaskOf(padded, heads, 7, Tensor.Of([true, true, false, false, false], 1, 5)), RelativeBias.BucketsOf(Tensor.Cat([Tensor.Zeros([1, 2], DType.Int64), times], 1), 40));
        var found = together.Narrow(1, 2, 3).ToArray<double>();
        for (var i = 0; i < alone.Length; i++) Assert.Equal(alone[i], found[i], 1e-12);
    }

    [TorchFact]
    public void Buckets_OfTime_GrowByAThird()
    {
        using var scope = new Scope();
        long[] times = [0, 999, 1351, 1352, 61_000, Day, 10_000 * Day];
        var buckets = RelativeBias.BucketsOf(Tensor.Wrap(times, 1, times.Length), 64).ToArray<long>();
        var expected = times.SelectMany(a => times.Select(b => (long)Math.Min(63, Math.Floor(Math.Log(Math.Max(1, Math.Abs(a - b) / 1000.0)) / 0.301)))).ToArray();
        Assert.Equal(expected, buckets);
        Assert.Equal([0, 0, 0, 1], buckets[..4]);
        Assert.Equal(63, buckets[6]);
        // Of a place whose time is not known, the bucket after the last, whose number is 0.
        var unknown = RelativeBias.BucketsOf(Tensor.Wrap([0L, RelativeBias.Unknown, 5000], 1, 3), 64).ToArray<long>();
        Assert.Equal([0, 64, 5, 64, 64, 64, 5, 64, 0], unknown);
        using var bias = new RelativeBias(Init(), 3, 64);
        var (with, without) = (bias.Forward(3, Tensor.Wrap(unknown, 1, 3, 3)).ToArray<double>(), bias.Forward(3, default).ToArray<double>());
        Assert.Equal(without[1], with[1]);
        Assert.NotEqual(without[0], with[0]);
    }

    [TorchFact]
    public void Forward_LongerThanKnown_SaysSo()
    {
        using var scope = new Scope();
        using var bias = new RelativeBias(Init(), 3, 0);
        Assert.Contains("Keep the newest 3", Assert.Throws<ArgumentException>(() => bias.Forward(4, default)).Message, StringComparison.Ordinal);
    }
}
