namespace Attune.Tests;

public sealed class NdcgTests
{
    [Fact]
    public void Measure_HitsAtOneAndThreeOfTwo_IsTheHandComputedValue()
    {
        var value = Ndcg.At(3).Measure(new RankedUser { Ranked = [4, 7, 5], Relevant = [4, 5], Grades = [1, 1] });
        Assert.Equal((1 + 1 / Math.Log2(4)) / (1 + 1 / Math.Log2(3)), value, 12);
    }

    [Fact]
    public void Name_RoundTrips() => Assert.Equal(Ndcg.At(10), MetricName.Parse("ndcg@10"));
}
