namespace Attune.Neural.Tests;

public sealed class OptimizerMemoryTests
{
    // A table, a matrix with large sides, one with a small side, a vector: 128,000 + 65,536 + 16,384 + 256 = 210,176 numbers.
    static readonly ParameterShape[] s_shapes = [new([1000, 128], IsTable: true), new([256, 256]), new([64, 256]), new([256])];

    [Theory]
    [InlineData(OptimizerKind.Sgd, 0)]
    [InlineData(OptimizerKind.Momentum, 4 * 210_176)]
    [InlineData(OptimizerKind.Signum, 4 * 210_176)]
    [InlineData(OptimizerKind.Adam, 8 * 210_176)]
    // Rows and columns of the first two, all of the others.
    [InlineData(OptimizerKind.Adafactor, 4 * (1128 + 512 + 16_384 + 256))]
    // Two numbers for each of table and vector, one for the matrices.
    [InlineData(OptimizerKind.Muon, 4 * (2 * 128_000 + 65_536 + 16_384 + 2 * 256))]
    public void Of_Kind_CountsItsState(OptimizerKind kind, long bytes)
    {
        var memory = OptimizerMemory.Of(kind, s_shapes);
        Assert.Equal((4 * 210_176L, 4 * 210_176L, 0, bytes), (memory.Weights, memory.Gradients, memory.Accumulation, memory.State));
        Assert.Equal(8 * 210_176L + bytes, memory.Total);
    }

    [Fact]
    public void Of_Fused_KeepsTheLargestGradientAlone() => Assert.Equal(4 * 128_000, OptimizerMemory.Of(OptimizerKind.Sgd, s_shapes, fused: true).Gradients);

    [Fact]
    public void Of_Accumulation_KeepsASumMoreThanFused()
    {
        var (fused, added) = (OptimizerMemory.Of(OptimizerKind.Adam, s_shapes, fused: true), OptimizerMemory.Of(OptimizerKind.Adam, s_shapes, accumulate: true));
        Assert.Equal(4 * 210_176, added.Total - fused.Total);
    }

    [Fact]
    public void Of_Half_HalvesAllButAdafactorsState()
    {
        Assert.Equal(OptimizerMemory.Of(OptimizerKind.Adam, s_shapes).Total / 2, OptimizerMemory.Of(OptimizerKind.Adam, s_shapes, 2).Total);
        Assert.Equal(OptimizerMemory.Of(OptimizerKind.Adafactor, s_shapes).State, OptimizerMemory.Of(OptimizerKind.Adafactor, s_shapes, 2).State);
    }

    // Marek et al.: 13 billion 16-bit weights, gigabytes over SGD's; the network's own results are in both.
    [Fact]
    public void Of_ThirteenBillion_AreThePapersDifferences()
    {
        ParameterShape[] shapes = [.. Enumerable.Repeat(new ParameterShape([5120, 5120]), 496)];
        double Over(OptimizerKind kind, bool accumulate = false) => (OptimizerMemory.Of(kind, shapes, 2, !accumulate, accumulate).Total - OptimizerMemory.Of(OptimizerKind.Sgd, shapes, 2, true).Total) / 1e9;
        Assert.InRange(Over(OptimizerKind.Adam), 82.4 - 28.7 - 3, 82.4 - 28.7 + 3);
        Assert.InRange(Over(OptimizerKind.Adam, accumulate: true), 108.3 - 28.7 - 3, 108.3 - 28.7 + 3);
        Assert.InRange(Over(OptimizerKind.Adafactor), 0, 29.1 - 28.7 + 0.1);
    }

    [Fact]
    public void Of_BadInput_IsRefused()
    {
        Assert.Contains("4 bytes (single precision) or 2", Assert.Throws<ArgumentOutOfRangeException>(() => OptimizerMemory.Of(OptimizerKind.Adam, s_shapes, 8)).Message, StringComparison.Ordinal);
        Assert.Contains("nothing to add up", Assert.Throws<ArgumentException>(() => OptimizerMemory.Of(OptimizerKind.Adam, s_shapes, fused: true, accumulate: true)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => OptimizerMemory.Of(OptimizerKind.Adam, [new ParameterShape([0, 3])]));
        Assert.Contains("Adafactor", Assert.Throws<ArgumentOutOfRangeException>(() => OptimizerMemory.Of((OptimizerKind)99, s_shapes)).Message, StringComparison.Ordinal);
    }
}
