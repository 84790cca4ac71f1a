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

    // What a percentile interval is to be: 1.96 standard errors of the mean each way, for many users and no skew to speak of.
    [Fact]
    public void OfRatio_ManyUsers_IsTheNormalInterval()
    {
        var mean = Values.Average();
        var error = Math.Sqrt(Values.Sum(v => (v - mean) * (v - mean)) / Values.Length / Values.Length);
        var (low, high) = Bootstrap.OfRatio(Values, [.. Values.Select(_ => 1.0)], v => v, 4000, 0.95, 3, Many);
        Assert.Equal(mean - 1.96 * error, low, 0.1 * error);
        Assert.Equal(mean + 1.96 * error, high, 0.1 * error);
    }

    [Fact]
    public void OfRatios_SomeOfOtherUsers_EachAsIfAlone()
    {
        double[] all = [.. Values.Select(_ => 1.0)], some = [.. Values.Select((_, u) => u % 3 == 0 ? 0.0 : 2.0)], squares = [.. Values.Select(v => v * v)];
        var together = Bootstrap.OfRatios([(Values, all, v => v), (Values, some, v => v), (squares, all, Math.Sqrt)], 200, 0.9, 5, Many);
        Assert.Equal(Bootstrap.OfRatio(Values, all, v => v, 200, 0.9, 5, One), together[0]);
        Assert.Equal(Bootstrap.OfRatio(Values, some, v => v, 200, 0.9, 5, One), together[1]);
        Assert.Equal(Bootstrap.OfRatio(squares, all, Math.Sqrt, 200, 0.9, 5, One), together[2]);
    }

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
