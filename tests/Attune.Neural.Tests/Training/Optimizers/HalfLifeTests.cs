namespace Attune.Neural.Tests;

public sealed class HalfLifeTests
{
    [Theory]
    [InlineData(0.5, 1)]
    [InlineData(0.9, 512)]
    [InlineData(0.999, 37)]
    [InlineData(0.99999, 1e6)]
    public void ToDecay_OfFromDecay_IsTheDecay(double decay, double targets) => Assert.Equal(decay, HalfLife.ToDecay(HalfLife.FromDecay(decay, targets), targets), 1e-14);

    [Fact]
    public void ToDecay_AfterOneHalfLife_IsHalf()
    {
        // By steps, not by the formula: 1,000 steps of 10 targets.
        var left = 1.0;
        var decay = HalfLife.ToDecay(10_000, 10);
        for (var step = 0; step < 1000; step++) left *= decay;
        Assert.Equal(0.5, left, 1e-12);
        Assert.Equal(1, HalfLife.ToDecay(10_000, 0));
    }

    [Fact]
    public void ToDecay_OfUnequalSteps_ForgetsAsMuchAsOneTargetAtATime()
    {
        int[] steps = [1, 250, 3, 0, 41, 5];
        var byStep = steps.Aggregate(1.0, (product, targets) => product * HalfLife.ToDecay(70, targets));
        var oneByOne = Math.Pow(HalfLife.ToDecay(70, 1), steps.Sum());
        Assert.Equal(oneByOne, byStep, 1e-15);
    }

    // Marek et al.: β2 0.95 at 512 sequences of 1,024 tokens.
    [Fact]
    public void FromDecay_OfThePapersBaseline_IsSevenMillionTargets() => Assert.Equal(7.1e6, HalfLife.FromDecay(0.95, 512 * 1024), 0.05e6);

    [Theory]
    [InlineData(0, 1, "halfLife")]
    [InlineData(-1, 1, "halfLife")]
    [InlineData(double.NaN, 1, "halfLife")]
    [InlineData(double.PositiveInfinity, 1, "halfLife")]
    [InlineData(1, -1, "targetsPerStep")]
    [InlineData(1, double.NaN, "targetsPerStep")]
    public void ToDecay_OutOfRange_IsRefused(double halfLife, double targets, string name) =>
        Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(() => HalfLife.ToDecay(halfLife, targets)).ParamName);

    [Theory]
    [InlineData(0, 1, "decay")]
    [InlineData(1, 1, "decay")]
    [InlineData(double.NaN, 1, "decay")]
    [InlineData(0.5, 0, "targetsPerStep")]
    [InlineData(0.5, double.PositiveInfinity, "targetsPerStep")]
    public void FromDecay_OutOfRange_IsRefused(double decay, double targets, string name) =>
        Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(() => HalfLife.FromDecay(decay, targets)).ParamName);
}
