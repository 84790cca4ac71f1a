namespace Attune.Tests;

public sealed class BootstrapTests
{
    static readonly ParallelOptions One = new() { MaxDegreeOfParallelism = 1 }, Many = new() { MaxDegreeOfParallelism = 7 };

    static readonly double[] Values = [.. Enumerable.Range(0, 200).Select(i => i % 10 / 10.0)];

    [Fact]
    public void OfRatio_ThreadCounts_AreBitIdentical() => Assert.Equal(
        Bootstrap.OfRatio(Values, [.. Values.Select(_ => 1.0)], v => v, 500, 0.95, 42, One),
        Bootstrap.OfRatio(Values, [.. Values.Select(_ => 1.0)], v => v, 500, 0.95, 42, Many));

    [Fact]
    public void OfRatio_UndefinedUsers_AreNotDrawn() => Assert.Equal(
        Bootstrap.OfRatio([0, 0, 1, 1, 0], [0, 1, 1, 1, 1], v => v, 100, 0.9, 1, One),
        Bootstrap.OfRatio([0, 1, 1, 0], [1, 1, 1, 1], v => v, 100, 0.9, 1, One));

    [Fact]
    public void OfRatio_OneUserOrNoSamples_IsUndefined()
    {
        Assert.True(double.IsNaN(Bootstrap.OfRatio([1], [1], v => v, 100, 0.95, 1, One).Low));
        Assert.True(double.IsNaN(Bootstrap.OfRatio([1, 2], [1, 1], v => v, 0, 0.95, 1, One).High));
    }

    [Fact]
    public void Percentiles_HundredAndOneValues_AreInterpolated() =>
        Assert.Equal((2.5, 97.5), Bootstrap.Percentiles([.. Enumerable.Range(0, 101).Select(i => (double)i)], 0.95), (a, b) => Math.Abs(a.Item1 - b.Item1) + Math.Abs(a.Item2 - b.Item2) < 1e-9);
}
