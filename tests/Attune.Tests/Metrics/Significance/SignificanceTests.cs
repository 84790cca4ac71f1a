namespace Attune.Tests;

public sealed class SignificanceTests
{
    // Two-sided 5 %, 1 % and .1 % points of Student's t as printed in tables (and, for 1 and 2 degrees, in closed form).
    [Theory]
    [InlineData(1, 12.7062047364, 0.05)]
    [InlineData(2, 4.30265272991, 0.05)]
    [InlineData(5, 2.57058183661, 0.05)]
    [InlineData(10, 2.22813885196, 0.05)]
    [InlineData(10, 3.16927266718, 0.01)]
    [InlineData(30, 2.04227245630, 0.05)]
    [InlineData(30, 3.64595863504, 0.001)]
    [InlineData(120, 1.97993040505, 0.05)]
    [InlineData(1000000, 1.95996635682, 0.05)]
    public void TwoSided_TablePoints_AreMet(double freedom, double t, double p) => Assert.Equal(p, StudentT.TwoSided(t, freedom), 1e-9);

    // The same tables, asked the other way; and Student's table of 1908 itself ended at 9 degrees.
    [Theory]
    [InlineData(1, 12.7062047364, 0.05)]
    [InlineData(1, 63.6567411629, 0.01)]
    [InlineData(2, 4.30265272991, 0.05)]
    [InlineData(3, 3.18244630528, 0.05)]
    [InlineData(4, 2.77644510520, 0.05)]
    [InlineData(5, 2.57058183661, 0.05)]
    [InlineData(8, 2.30600413503, 0.05)]
    [InlineData(9, 2.26215716280, 0.05)]
    [InlineData(9, 1.83311293265, 0.1)]
    [InlineData(17, 2.10981557783, 0.05)]
    [InlineData(30, 2.04227245630, 0.05)]
    [InlineData(120, 1.97993040505, 0.05)]
    [InlineData(1000000, 1.95996635682, 0.05)]
    public void Critical_TablePoints_AreMet(double freedom, double t, double p) => Assert.Equal(1, StudentT.Critical(p, freedom) / t, 1e-9);

    [Fact]
    public void Critical_EndsOfTheRange_AreNumbers()
    {
        Assert.Equal(0, StudentT.Critical(1, 5), 1e-9);
        Assert.Equal(Math.Tan(Math.PI / 2 * (1 - 1e-6)), StudentT.Critical(1e-6, 1), 1);
    }

    [Theory, InlineData(0.3), InlineData(1.0), InlineData(7.5), InlineData(300)]
    public void TwoSided_OneAndTwoDegrees_AreTheClosedForms(double t)
    {
        Assert.Equal(1 - 2 / Math.PI * Math.Atan(t), StudentT.TwoSided(t, 1), 1e-12);
        Assert.Equal(1 - t / Math.Sqrt(2 + t * t), StudentT.TwoSided(t, 2), 1e-12);
    }

    [Theory, InlineData(1, 0), InlineData(0.5, 0.57236494292470008), InlineData(10, 12.801827480081469), InlineData(100.5, 361.43554046777757)]
    public void LogGamma_KnownArguments_AreMet(double x, double expected) => Assert.Equal(expected, StudentT.LogGamma(x), 1e-10);

    // Student's own data (Biometrika 1908): hours of sleep gained by ten patients under two drugs; t = 4.0621, p = .002833.
    [Fact]
    public void PairedT_StudentsSleepData_IsThePublishedValue() =>
        Assert.Equal(0.002832890, Significance.PairedT([1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4]), 1e-8);

    [Fact]
    public void PairedT_Signs_DoNotMatter() => Assert.Equal(Significance.PairedT([1, -2, 4]), Significance.PairedT([-1, 2, -4]));

    [Fact]
    public void PairedT_DegenerateCases_AreDefined()
    {
        Assert.Equal(1, Significance.PairedT([0, 0, 0]));
        Assert.Equal(0, Significance.PairedT([0.1, 0.1, 0.1]));
        Assert.True(double.IsNaN(Significance.PairedT([3])));
        Assert.True(double.IsNaN(Significance.PairedT([])));
    }

    [Fact]
    public void PairedBootstrap_SleepData_AgreesWithTheTTest()
    {
        var (p, low, high) = Significance.PairedBootstrap([1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4], 10000);
        Assert.InRange(p, 0, 0.01);
        Assert.InRange(low, 0.8, 1.2);
        Assert.InRange(high, 2.1, 2.6);
    }

    [Fact]
    public void PairedBootstrap_NoDifferenceOnAverage_IsNotSignificant() =>
        Assert.InRange(Significance.PairedBootstrap([.. Enumerable.Range(0, 100).Select(i => i % 2 == 0 ? 1.0 : -1.01)]).P, 0.8, 1);

    [Fact]
    public void PairedBootstrap_DegenerateCases_AreDefined()
    {
        Assert.Equal((1.0, 0.0, 0.0), Significance.PairedBootstrap([0, 0, 0]));
        Assert.Equal(1 / 1001.0, Significance.PairedBootstrap([0.1, 0.1, 0.1]).P);
        Assert.True(double.IsNaN(Significance.PairedBootstrap([3]).P));
    }

    [Fact]
    public void PairedBootstrap_SameSeed_SameResult() => Assert.Equal(Significance.PairedBootstrap([1, 2, -1, 0.5], seed: 7), Significance.PairedBootstrap([1, 2, -1, 0.5], seed: 7));

    [Fact]
    public void Holm_FourTests_IsTheHandComputedValue() => Assert.Equal([0.03, 0.06, 0.06, 0.02], Significance.Holm([0.01, 0.04, 0.03, 0.005]), (a, b) => Math.Abs(a - b) < 1e-12);

    [Fact]
    public void Holm_LargeValues_StopAtOneAndNeverFallBehindASmallerOne() => Assert.Equal([1, 1, 0.9], Significance.Holm([0.6, 0.5, 0.3]), (a, b) => Math.Abs(a - b) < 1e-12);

    [Fact]
    public void Holm_Undefined_StaysAndDoesNotCount() => Assert.Equal([double.NaN, 0.02, 0.04], Significance.Holm([double.NaN, 0.01, 0.04]));
}
