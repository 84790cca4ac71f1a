namespace Attune.Neural.Tests;

public sealed class NegativeSamplerTests
{
    [TorchFact]
    public void Draw_DependsOnSeedAndStepAlone()
    {
        var threads = Torch.Threads;
        try
        {
            using var scope = new Scope();
            var targets = Tensor.Ones([5000], DType.Int64);
            var sampler = new UniformNegatives(1, 1000);
            _ = sampler.Draw(3, targets, 9);
            var rows = sampler.Draw(7, targets, 9).Items.ToArray<long>();
            Torch.Threads = 1;
            Assert.Equal(rows, new UniformNegatives(1, 1000).Draw(7, targets, 9).Items.ToArray<long>());
            Assert.NotEqual(rows, new UniformNegatives(1, 1000).Draw(8, targets, 9).Items.ToArray<long>());
            Assert.NotEqual(rows, new UniformNegatives(2, 1000).Draw(7, targets, 9).Items.ToArray<long>());
        }
        finally
        {
            Torch.Threads = threads;
        }
    }

    [TorchFact]
    public void Uniform_DrawsEveryItemEquallyOften_AndNeverPadding()
    {
        using var scope = new Scope();
        var negatives = new UniformNegatives(1, 10).Draw(0, Tensor.Ones([20_000], DType.Int64), 5);
        Assert.False(negatives.LogQ.IsDefined);
        var counts = negatives.Items.ToArray<long>().CountBy(r => r).ToDictionary();
        Assert.Equal(Enumerable.Range(1, 10).Select(i => (long)i), counts.Keys.Order());
        // 100,000 draws: 10,000 of each, with a standard deviation of 95.
        Assert.All(counts.Values, c => Assert.InRange(c, 9500, 10500));
    }

    [TorchTheory, InlineData(0), InlineData(0.5), InlineData(1)]
    public void Popularity_DrawsByThePower_AndSaysItsLogarithm(double alpha)
    {
        using var scope = new Scope();
        long[] counts = [100, 1, 0, 400, 25, 9];
        var negatives = new PopularityNegatives(1, counts, alpha).Draw(0, Tensor.Ones([1], DType.Int64), 200_000, shared: true);
        var drawn = negatives.Items.ToArray<long>();
        var weights = counts.Select(c => alpha == 0 ? 1 : c == 0 ? 0 : Math.Pow(c, alpha)).ToArray();
        var logQ = negatives.LogQ.ToArray<float>();
        for (var i = 0; i < counts.Length; i++)
        {
            var expected = weights[i] / weights.Sum();
            Assert.Equal(expected, drawn.Count(r => r == i + 1) / 200_000.0, 6 * Math.Sqrt(expected * (1 - expected) / 200_000));
            if (expected > 0) Assert.Equal(Math.Log(expected), logQ[1 + i], 1e-6);
        }
    }

    [TorchFact]
    public void Popularity_OfNothing_SaysSo() =>
        Assert.Contains("No item occurs", Assert.Throws<ArgumentException>(() => new PopularityNegatives(1, [0, 0], 0.5)).Message, StringComparison.Ordinal);

    [TorchFact]
    public void Draw_WithOwnItems_LeavesThemOut()
    {
        using var scope = new Scope();
        int[][] sequences = [[1, 2, 3, 4, 5, 6, 8, 9, 10], [2], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]];
        var drawn = new UniformNegatives(1, 10).Draw(0, Tensor.Ones([4], DType.Int64), 200, own: new OwnItems([1, 0, 1, 2], sequences)).Items.ToArray<long>();
        Assert.All(drawn[200..400], r => Assert.Equal(7, r));
        Assert.DoesNotContain(2, drawn[..200]);
        Assert.DoesNotContain(2, drawn[400..600]);
        // Who has everything gets something: losses leave out what hits the target.
        Assert.All(drawn[600..], r => Assert.InRange(r, 1, 10));
    }

    [TorchFact]
    public void InBatch_GivesTheTargets_WithTheirShares()
    {
        using var scope = new Scope();
        var negatives = new InBatchNegatives(1, [3, 1, 0]).Draw(0, Tensor.Of<long>([2, 1, 1]), 1);
        Assert.True(negatives.Shared);
        Assert.Equal([2L, 1L, 1L], negatives.Items.ToArray<long>());
        Assert.Equal(Math.Log(0.75), negatives.LogQ.ToArray<float>()[1], 1e-6);
    }
}
