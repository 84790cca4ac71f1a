namespace Attune.Neural.Tests;

public sealed class BatchScalingTests
{
    // Marek et al.: 0.9999 and 0.997, rounded.
    [Theory]
    [InlineData(512, 1, 0.99990)]
    [InlineData(16, 1, 0.9968)]
    [InlineData(16, 16, 0.95)]
    [InlineData(1, 2, 0.9025)]
    public void Beta2_FromHalf_IsThatOfThePaper(double from, double to, double expected) => Assert.Equal(expected, BatchScaling.Beta2(0.95, from, to), 5e-5);

    [Fact]
    public void Beta2_AtAnotherBatch_KeepsTheHalfLife() =>
        Assert.Equal(HalfLife.FromDecay(0.98, 256 * 50), HalfLife.FromDecay(BatchScaling.Beta2(0.98, 256, 3), 3 * 50), 1e-6);

    [Fact]
    public void LearningRate_ByExponent_GrowsAsAPower()
    {
        Assert.Equal(0.002, BatchScaling.LearningRate(0.001, 1, 2, 1), 1e-15);
        Assert.Equal(0.001, BatchScaling.LearningRate(0.001, 1, 2, 0), 1e-15);
        Assert.Equal(0.004, BatchScaling.LearningRate(0.001, 4, 64, 0.5), 1e-15);
        // 1,024 = 2^10, and 10 · 0.3 = 3.
        Assert.Equal(0.008, BatchScaling.LearningRate(0.001, 1, 1024), 1e-12);
    }

    [Theory]
    [InlineData(1.5, 1, 1, "beta2")]
    [InlineData(double.NaN, 1, 1, "beta2")]
    [InlineData(0.9, 0, 1, "from")]
    [InlineData(0.9, 1, -1, "to")]
    [InlineData(0.9, 1, double.NaN, "to")]
    public void Beta2_OutOfRange_IsRefused(double beta2, double from, double to, string name) =>
        Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(() => BatchScaling.Beta2(beta2, from, to)).ParamName);

    [Theory]
    [InlineData(0, 1, 1, 0.3, "learningRate")]
    [InlineData(0.1, 0, 1, 0.3, "from")]
    [InlineData(0.1, 1, double.PositiveInfinity, 0.3, "to")]
    [InlineData(0.1, 1, 1, -0.1, "exponent")]
    [InlineData(0.1, 1, 1, 1.1, "exponent")]
    public void LearningRate_OutOfRange_IsRefused(double rate, double from, double to, double exponent, string name) =>
        Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(() => BatchScaling.LearningRate(rate, from, to, exponent)).ParamName);
}
