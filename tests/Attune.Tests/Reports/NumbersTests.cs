namespace Attune.Tests;

public sealed class NumbersTests
{
    [Theory]
    [InlineData(1234567, ValueFormat.Count, "1,234,567")]
    [InlineData(0.341234, ValueFormat.Metric, "0.3412")]
    [InlineData(-0.00001, ValueFormat.Metric, "0.0000")]
    [InlineData(12345.678, ValueFormat.Metric, "12,345.68")]
    [InlineData(0.00211, ValueFormat.Difference, "+0.0021")]
    [InlineData(-0.1569, ValueFormat.Difference, "-0.1569")]
    [InlineData(0.4312, ValueFormat.Seconds, "0.43 s")]
    [InlineData(12.71, ValueFormat.Seconds, "13 s")]
    [InlineData(3725.4, ValueFormat.Seconds, "3,725 s")]
    [InlineData(0.123, ValueFormat.Milliseconds, "0.12 ms")]
    [InlineData(0.01661, ValueFormat.Share, "1.66 %")]
    [InlineData(1, ValueFormat.Share, "100 %")]
    [InlineData(0.0000001, ValueFormat.Probability, "<0.001")]
    [InlineData(0.0124, ValueFormat.Probability, "0.012")]
    [InlineData(0.9123456, ValueFormat.Number, "0.9123")]
    [InlineData(1200, ValueFormat.Number, "1,200")]
    [InlineData(1.5e-9, ValueFormat.Number, "1.5e-9")]
    [InlineData(1.234e18, ValueFormat.Count, "1.234e+18")]
    [InlineData(double.NaN, ValueFormat.Count, "–")]
    [InlineData(double.PositiveInfinity, ValueFormat.Metric, "∞")]
    [InlineData(double.NegativeInfinity, ValueFormat.Share, "-∞")]
    public void Of_Number_IsAsPeopleReadIt(double value, ValueFormat format, string expected) => Assert.Equal(expected, Numbers.Of(value, format));

    [Fact]
    public void Of_NotGrouped_HasNoSeparators() => Assert.Equal("1234567", Numbers.Of(1234567d, ValueFormat.Count, grouped: false));

    [Fact]
    public void Of_Cells_AreWordsBoundsOrBoth()
    {
        Assert.Equal("ease", Numbers.Of("ease", ValueFormat.Metric));
        Assert.Equal("0.1000 – 0.3000", Numbers.Of(Cell.Interval(0.1, 0.3), ValueFormat.Metric));
        Assert.Equal("–", Numbers.Of(Cell.Interval(double.NaN, double.NaN), ValueFormat.Metric));
        Assert.Equal("0.2000 [0.1000 – 0.3000]", Numbers.Of(Cell.Estimate(0.2, 0.1, 0.3), ValueFormat.Metric));
        Assert.Equal("0.2000", Numbers.Of(Cell.Estimate(0.2, double.NaN, 0.3), ValueFormat.Metric));
    }
}
