using Attune.Numerics;
using Attune.Studies;

namespace Attune.Tests;

public sealed class ParzenTests
{
    // ln of the density at 0, 0.25, 0.42 and 1: the formula of the header with scipy 1.10's stats.truncnorm for each component.
    [Theory]
    [InlineData(new double[] { }, new[] { -0.08402219950905046, 0.009727800490949616, 0.03777780049094955, -0.08402219950905046 })]
    [InlineData(new[] { 0.3 }, new[] { -0.04101120076166291, 0.2201952340785045, 0.20050789514971915, -0.6118003296950344 })]
    [InlineData(new[] { 0.9, 0.1, 0.12 }, new[] { 0.26776846469799026, 0.27290350917912026, -0.019916996218678033, -0.3986460613929926 })]
    [InlineData(new[] { 0.42, 0.02, 0.97, 0.43, 0.41 }, new[] { -0.4260190539110273, 0.15912095461689188, 0.5051667929207408, -0.6625290066094797 })]
    public void LogDensity_EqualsTheReference(double[] points, double[] expected)
    {
        var parzen = new Parzen(points);
        foreach (var (x, value) in new[] { 0, 0.25, 0.42, 1 }.Zip(expected)) Assert.Equal(value, parzen.LogDensity(x), 1e-12);
    }

    [Theory]
    [InlineData(new double[] { })]
    [InlineData(new[] { 0.0, 1.0, 0.5 })]
    [InlineData(new[] { 0.2, 0.2, 0.2, 0.2, 0.200001 })]
    public void Density_IntegratesToOne(double[] points)
    {
        const int n = 20_000;
        var parzen = new Parzen(points);
        Assert.Equal(1, Enumerable.Range(0, n).Sum(i => Math.Exp(parzen.LogDensity((i + 0.5) / n))) / n, 1e-5);
    }

    [Fact]
    public void Draws_FollowTheDensity()
    {
        const int n = 40_000, bins = 10;
        var parzen = new Parzen([0.1, 0.12, 0.15, 0.8]);
        var stream = ((Seed)7).Stream();
        var counts = new int[bins];
        for (var i = 0; i < n; i++) counts[Math.Min(bins - 1, (int)(bins * parzen.Draw(ref stream)))]++;
        for (var b = 0; b < bins; b++)
        {
            var expected = Enumerable.Range(0, 100).Average(i => Math.Exp(parzen.LogDensity((b + (i + 0.5) / 100) / bins))) * n / bins;
            Assert.InRange(counts[b], expected - 5 * Math.Sqrt(expected), expected + 5 * Math.Sqrt(expected));
        }
    }

    [Fact]
    public void Shares_CountOneMoreThanTheyCame() =>
        Assert.Equal([2 / 6.0, 1 / 6.0, 3 / 6.0], Tpe.Shares(new Dimension { Name = "c", Choices = ["a", "b", "c"] }, ["c", "a", "c"]));
}
