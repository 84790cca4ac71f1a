using Attune.Studies;

namespace Attune.Tests;

public sealed class SaturationTests
{
    static readonly double[] s_sizes = [5_000, 10_000, 20_000, 40_000, 60_000, 80_000, 100_000];

    static ScalePoint[] Points(Func<double, double> value) => [.. s_sizes.Select((x, i) => new ScalePoint(x, value(x) + (i % 2 == 0 ? 1e-5 : -1e-5)))];

    [Fact]
    public void PowerLaw_WithNoise_IsFoundAgain()
    {
        var found = Saturation.Of(Points(x => 0.3 - 20 * Math.Pow(x, -0.6)));
        Assert.Equal(Saturation.Flattens, found.Says);
        Assert.Equal((0.3, 0.6), (found.Ceiling, found.Decay), (a, b) => Math.Abs(a.Item1 - b.Item1) < 1e-3 && Math.Abs(a.Item2 - b.Item2) < 0.01);
    }

    [Fact]
    public void Logarithm_WithNoise_StillRises() => Assert.Equal(Saturation.Rises, Saturation.Of(Points(x => 0.02 * Math.Log(x))).Says);

    // n·ln(errors ⁄ n) + 2k with k = 3 and 4, worked out again from the two fits.
    [Fact]
    public void Advantage_IsTheDifferenceOfAkaikesCriteria()
    {
        var points = Points(x => 0.3 - 3 * Math.Pow(x, -0.35));
        var found = Saturation.Of(points);
        double Errors(Func<ScalePoint, double> x) => Line.Of([.. points.Select(p => (x(p), p.Value))]).Errors;
        var expected = 7 * Math.Log(Errors(p => Math.Log(p.Size)) / 7) + 6 - (7 * Math.Log(Errors(p => Math.Pow(p.Size, -found.Decay)) / 7) + 8);
        Assert.Equal(expected, found.Advantage, 1e-6 * Math.Abs(expected));
    }

    [Fact]
    public void Falling_HasNoCeiling() => Assert.NotEqual(Saturation.Flattens, Saturation.Of(Points(x => 0.3 - 0.02 * Math.Log(x))).Says);

    [Fact]
    public void FewerThanFive_AreTooFew() => Assert.Equal(Saturation.TooFew, Saturation.Of(Points(x => Math.Log(x))[..4]).Says);

    // The exhaustive search over c finds nothing better.
    [Fact]
    public void Decay_BesideEveryOtherOnAFineGrid_HasTheFewestErrors()
    {
        var points = Points(x => 0.3 - 3 * Math.Pow(x, -0.35));
        var found = Saturation.Of(points);
        double Errors(double c) => Line.Of([.. points.Select(p => (Math.Pow(p.Size, -c), p.Value))]).Errors;
        var least = Enumerable.Range(1, 8000).Min(i => Errors(i / 1000.0));
        Assert.InRange(Errors(found.Decay), 0, least * (1 + 1e-6));
    }

    // y = 3 log₂ x but for one point: the median of the slopes does not see it, least squares does.
    [Fact]
    public void TheilSen_WithAnOutlier_KeepsTheSlope()
    {
        var points = s_sizes.Select((x, i) => new ScalePoint(x, 3 * Math.Log2(x) + (i == 3 ? 10 : 0))).ToArray();
        var slope = LogSlope.Of(points);
        Assert.Equal(3, slope.TheilSen, 1e-9);
        Assert.True(Math.Abs(slope.LeastSquares - 3) > 0.1);
        Assert.True(slope.Low < 3 && slope.High >= 3);
        Assert.Equal(slope, LogSlope.Of(points));
    }

    [Fact]
    public void LogSlope_OfALine_IsItUnderBoth()
    {
        var slope = LogSlope.Of([.. s_sizes.Select(x => new ScalePoint(x, 0.01 * Math.Log2(x) + 1))]);
        Assert.Equal((0.01, 0.01), (slope.LeastSquares, slope.TheilSen), (a, b) => Math.Abs(a.Item1 - b.Item1) < 1e-12 && Math.Abs(a.Item2 - b.Item2) < 1e-12);
        Assert.Equal((0.01, 0.01), (slope.Low, slope.High), (a, b) => Math.Abs(a.Item1 - b.Item1) < 1e-12 && Math.Abs(a.Item2 - b.Item2) < 1e-12);
    }

    [Fact]
    public void LogSlope_OfOnePoint_IsUndefined() => Assert.True(double.IsNaN(LogSlope.Of([new(1, 1)]).TheilSen));
}
