namespace Attune.Tests;

public sealed class RatingMetricTests
{
    [Fact]
    public void Rmse_ErrorsOneAndThree_IsRootFive() => Assert.Equal(Math.Sqrt(5), new Rmse().Finish((new Rmse().Error(4, 3) + new Rmse().Error(1, 4)) / 2), 12);

    [Fact]
    public void Mae_ErrorsOneAndThree_IsTwo() => Assert.Equal(2, new Mae().Finish((new Mae().Error(4, 3) + new Mae().Error(1, 4)) / 2), 12);

    [Fact]
    public void HigherIsBetter_IsFalse()
    {
        Assert.False(new Rmse().HigherIsBetter);
        Assert.False(new Mae().HigherIsBetter);
    }
}
