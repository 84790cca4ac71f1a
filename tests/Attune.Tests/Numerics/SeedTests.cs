using Attune.Numerics;

namespace Attune.Tests;

[Trait("lane", "vector")]
public sealed class SeedTests
{
    [Fact]
    public void Stream_OfASeed_IsTheSameOnEveryMachine()
    {
        // xoshiro256++ seeded by SplitMix64 from 42, as the authors' reference code gives them.
        var stream = ((Seed)42).Stream();
        Assert.Equal([15021278609987233951, 5881210131331364753, 18149643915985481100], new[] { stream.NextBits(), stream.NextBits(), stream.NextBits() });
    }

    [Fact]
    public void Derive_ManyKeys_AreAllDifferentAndStable()
    {
        Seed seed = 42;
        Assert.Distinct(Enumerable.Range(-500, 1000).Select(k => seed.Derive(k)).Append(seed).Append(seed.Derive("users")).Append(seed.Derive("items")));
        Assert.Equal(seed.Derive("users").Derive(7), seed.Derive("users").Derive(7));
        Assert.NotEqual(seed.Derive(1).Derive(2), seed.Derive(2).Derive(1));
    }

    [Fact]
    public void NextInt_ManyDraws_FillTheRangeEvenly()
    {
        var stream = ((Seed)1).Stream();
        var counts = new int[7];
        for (var i = 0; i < 70_000; i++) counts[stream.NextInt(7)]++;
        Assert.All(counts, c => Assert.InRange(c, 9_600, 10_400));
    }

    [Fact]
    public void NextGaussian_ManyDraws_HaveMeanZeroAndVarianceOne()
    {
        var stream = ((Seed)2).Stream();
        var (sum, squares) = (0.0, 0.0);
        for (var i = 0; i < 100_000; i++)
        {
            var x = stream.NextGaussian();
            (sum, squares) = (sum + x, squares + x * x);
        }
        Assert.InRange(sum / 100_000, -0.015, 0.015);
        Assert.InRange(squares / 100_000, 0.98, 1.02);
    }

    [Fact]
    public void Shuffle_AnySeed_IsAPermutation()
    {
        var values = Enumerable.Range(0, 100).ToArray();
        var stream = ((Seed)3).Stream();
        stream.Shuffle<int>(values);
        Assert.NotEqual(Enumerable.Range(0, 100), values);
        Assert.Equal(Enumerable.Range(0, 100), values.Order());
    }
}
