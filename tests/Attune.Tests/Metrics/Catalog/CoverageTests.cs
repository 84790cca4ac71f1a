namespace Attune.Tests;

public sealed class CoverageTests
{
    [Fact]
    public void Measure_TwoOfFourShown_IsAHalf() => Assert.Equal(0.5, Coverage.At(2).Measure([0, 3, 0, 1], [0, 0, 2]));

    [Fact]
    public void Measure_NoCatalog_IsUndefined() => Assert.True(double.IsNaN(Coverage.At(2).Measure([], [0, 2])));
}
