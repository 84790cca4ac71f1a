using FsCheck;
using FsCheck.Fluent;

namespace Attune.Tests;

public sealed class AxisTests
{
    [Theory]
    [InlineData(0, 0.34, new[] { 0, 0.1, 0.2, 0.3, 0.4 })]
    [InlineData(-3, 7, new[] { -4.0, -2, 0, 2, 4, 6, 8 })]
    [InlineData(0, 85500, new[] { 0.0, 20000, 40000, 60000, 80000, 100000 })]
    [InlineData(0, 0, new[] { 0, 0.2, 0.4, 0.6, 0.8, 1 })]
    [InlineData(double.NaN, 5, new[] { 0, 0.2, 0.4, 0.6, 0.8, 1 })]
    public void Cover_Ends_AreEnclosedByRoundTicks(double low, double high, double[] expected) => Assert.Equal(expected, Axis.Cover(low, high).Ticks);

    [Fact]
    public void Cover_AnyEnds_EnclosesThemInFewEvenAscendingTicks() => Prop.ForAll<NormalFloat, NormalFloat, PositiveInt>((a, b, parts) =>
    {
        var (low, high) = (Math.Clamp(Math.Min(a.Get, b.Get), -1e300, 1e300), Math.Clamp(Math.Max(a.Get, b.Get), -1e300, 1e300));
        var wanted = parts.Get % 20 + 2;
        var axis = Axis.Cover(low, high, wanted);
        var slack = axis.Step * 1e-4;
        Assert.True(axis.Low <= low + slack && axis.High >= high - slack, $"{axis} leaves out {low} or {high}");
        Assert.InRange(axis.Ticks.Count, 2, wanted + 3);
        Assert.All(axis.Ticks.Zip(axis.Ticks.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, axis.Step - slack, axis.Step + slack));
    }).Holds();

    [Fact]
    public void Cover_AnyEnds_StepsByOneTwoOrFive() => Prop.ForAll<NormalFloat, PositiveInt>((high, parts) =>
    {
        var axis = Axis.Cover(0, high.Get, parts.Get % 20 + 2);
        var mantissa = axis.Step / Math.Pow(10, Math.Floor(Math.Log10(axis.Step) + 1e-9));
        Assert.Contains(Math.Round(mantissa, 6), new[] { 1.0, 2, 5 });
    }).Holds();

    [Fact]
    public void Label_AnyTicks_AreDistinct() => Prop.ForAll<NormalFloat>(high =>
    {
        var axis = Axis.Cover(0, Math.Clamp(high.Get, -1e12, 1e12));
        Assert.Equal(axis.Ticks.Count, axis.Ticks.Select(t => axis.Label(t, ValueFormat.Number)).Distinct().Count());
    }).Holds();

    [Theory]
    [InlineData(100000, ValueFormat.Count, "20k")]
    [InlineData(5000000, ValueFormat.Count, "1M")]
    [InlineData(1, ValueFormat.Share, "20 %")]
    [InlineData(0.05, ValueFormat.Metric, "0.01")]
    [InlineData(5, ValueFormat.Seconds, "1 s")]
    [InlineData(5e18, ValueFormat.Count, "1e+18")]
    public void Label_SecondTick_IsShort(double high, ValueFormat format, string expected) => Assert.Equal(expected, SecondLabel(Axis.Cover(0, high), format));

    static string SecondLabel(Axis axis, ValueFormat format) => axis.Label(axis.Ticks[1], format);

    // Losses between 2.1 and 3.3 are told apart; a metric between .1 and .3 stands on zero, as does what is filled.
    [Theory]
    [InlineData(2.1, 3.3, false, 2)]
    [InlineData(0.1, 0.3, false, 0)]
    [InlineData(2.1, 3.3, true, 0)]
    [InlineData(-0.4, 0.3, false, -0.4)]
    public void Up_Lines_BeginAtZeroUnlessTheyLieFarAboveIt(double low, double high, bool area, double expected) =>
        Assert.Equal(expected, new Chart.Lines("x", [new Chart.Line("a", [(0, high), (1, low), (2, double.NaN)]) { Area = area }]).Up(5).Low, 9);
}
