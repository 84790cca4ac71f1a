using Attune.Numerics;

namespace Attune.Neural.Tests;

/// <summary>The masks of dropout: their share, their independence, and that number and seed alone make them.</summary>
public sealed class MaskTests
{
    [TorchTheory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void Draw_AnyRate_DropsThatShareAndScalesTheRest(double rate)
    {
        using var scope = new Scope();
        var mask = new MaskSource(7).Draw(Tensor.Zeros([1000, 1000]), rate).ToArray<float>();
        var dropped = mask.Count(v => v == 0);
        Assert.All(mask.Distinct(), v => Assert.True(v == 0 || v == (float)(1 / (1 - rate))));
        Assert.InRange(dropped / 1e6, rate - 4 * Math.Sqrt(rate * (1 - rate) / 1e6), rate + 4 * Math.Sqrt(rate * (1 - rate) / 1e6));
    }

    [TorchFact]
    public void Draw_NeighboursInAnyDirection_AreIndependent()
    {
        using var scope = new Scope();
        var source = new MaskSource(7);
        var (first, second) = (source.Draw(Tensor.Zeros([1 << 18]), 0.5).ToArray<float>(), source.Draw(Tensor.Zeros([1 << 18]), 0.5).ToArray<float>());
        foreach (var distance in (int[])[1, 2, 7, 8, 16, 64, 1 << 15, 1 << 16])
            AssertUnrelated(first.AsSpan(distance), first);
        AssertUnrelated(first, second);
        AssertUnrelated(first, new MaskSource(8).Draw(Tensor.Zeros([1 << 18]), 0.5).ToArray<float>());

        static void AssertUnrelated(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
        {
            var sum = 0.0;
            for (var i = 0; i < a.Length; i++) sum += (a[i] - 1) * (b[i] - 1);
            Assert.InRange(sum / Math.Sqrt(a.Length), -4.5, 4.5);
        }
    }

    [TorchFact]
    public void Draw_FromAPosition_GivesWhatWasDrawnThere()
    {
        using var scope = new Scope();
        var (like, source) = (Tensor.Zeros([3, 33_333]), new MaskSource(3));
        source.Draw(like, 0.3);
        var second = source.Draw(like, 0.3);
        source.Draw(like, 0.3);
        var again = new MaskSource(3) { Position = 1 }.Draw(like, 0.3);
        Assert.True(second.EqualTo(again));
        Assert.Equal(3, source.Position);
    }

    [TorchTheory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(17)]
    [InlineData(32_769)]
    public void Draw_AnyLength_FillsEveryElement(int length)
    {
        using var scope = new Scope();
        var mask = new MaskSource(5).Draw(Tensor.Zeros([length]), 0);
        Assert.Equal(length, mask.Sum().Item());
    }

    [TorchFact]
    public void Forward_NotTraining_GivesTheSameTensor()
    {
        using var scope = new Scope();
        using var dropout = new Dropout(new Init(1), 0.5);
        var x = Tensor.Ones([4]);
        Assert.Equal(x, dropout.Forward(x));
        dropout.Train();
        Assert.NotEqual(x, dropout.Forward(x));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void Dropout_RateOutsideItsRange_IsRefused(double rate) => Assert.Throws<ArgumentOutOfRangeException>(() => new Dropout(new Init(1), rate));
}
