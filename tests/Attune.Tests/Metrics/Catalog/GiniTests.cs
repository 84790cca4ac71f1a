namespace Attune.Tests;

public sealed class GiniTests
{
    [Theory]
    [InlineData(new[] { 2, 2, 2, 2 }, 0)]
    [InlineData(new[] { 0, 0, 0, 8 }, 0.75)]
    [InlineData(new[] { 4, 1, 3, 2 }, 0.25)]
    public void Measure_Exposure_IsTheHandComputedValue(int[] shown, double expected) => Assert.Equal(expected, Gini.At(2).Measure(shown, [0, 0, 4]), 12);

    [Fact]
    public void Measure_NothingShown_IsUndefined() => Assert.True(double.IsNaN(Gini.At(2).Measure([0, 0], [0])));

    [Fact]
    public void HigherIsBetter_IsFalse() => Assert.False(Gini.At(2).HigherIsBetter);
}
