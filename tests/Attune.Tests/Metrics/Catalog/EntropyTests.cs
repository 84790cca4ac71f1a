namespace Attune.Tests;

public sealed class EntropyTests
{
    [Theory]
    [InlineData(new[] { 2, 2, 2, 2 }, 2)]
    [InlineData(new[] { 0, 0, 0, 8 }, 0)]
    [InlineData(new[] { 4, 2, 1, 1 }, 1.75)]
    public void Measure_Exposure_IsTheHandComputedValue(int[] shown, double expected) => Assert.Equal(expected, Entropy.At(2).Measure(shown, [0, 0, 4]), 12);

    [Fact]
    public void Measure_NothingShown_IsUndefined() => Assert.True(double.IsNaN(Entropy.At(2).Measure([0, 0], [3, 0, 0])));
}
