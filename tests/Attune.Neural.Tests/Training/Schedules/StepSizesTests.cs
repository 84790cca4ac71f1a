namespace Attune.Neural.Tests;

public sealed class StepSizesTests
{
    [Fact]
    public void Constant_StaysAsItIs() => Assert.All(Enumerable.Range(0, 10), s => Assert.Equal(0.3, new StepSizes(0.3, 10).At(s)));

    [Fact]
    public void WarmUp_RisesInAStraightLine_ThenFalls()
    {
        var sizes = new StepSizes(1, 10, Schedule.Linear, 0.4);
        Assert.Equal([0.25, 0.5, 0.75, 1, 1, 5 / 6.0, 4 / 6.0, 3 / 6.0, 2 / 6.0, 1 / 6.0], Enumerable.Range(0, 10).Select(s => sizes.At(s)), (a, b) => Math.Abs(a - b) < 1e-15);
    }

    [Fact]
    public void Cosine_IsHalfAtTheMiddle_AndNeverNegative()
    {
        var sizes = new StepSizes(2, 100, Schedule.Cosine);
        Assert.Equal(2, sizes.At(0));
        Assert.Equal(1, sizes.At(50), 1e-15);
        Assert.Equal(1 + Math.Cos(Math.PI * 0.99), sizes.At(99), 1e-15);
        Assert.Equal(0, sizes.At(100));
        Assert.Equal(0, sizes.At(1000));
    }

    [Theory, InlineData(1), InlineData(0.999)]
    public void WarmUp_OfTheWholeTraining_EndsAtTheHighest(double fraction)
    {
        var sizes = new StepSizes(0.1, 7, Schedule.Cosine, fraction);
        Assert.Equal(0.1 / 7, sizes.At(0), 1e-15);
        Assert.Equal(0.1, sizes.At(6), 1e-15);
    }

    [Theory, InlineData("constant", Schedule.Constant), InlineData("linear", Schedule.Linear), InlineData("cosine", Schedule.Cosine)]
    public void Options_ReadAndWriteTheName(string text, Schedule schedule)
    {
        Assert.True(OptionText.TryParse(typeof(Schedule), text, out var value));
        Assert.Equal(schedule, value);
        Assert.Equal(text, OptionText.NamesOf(typeof(Schedule)).ElementAt((int)schedule));
    }
}
