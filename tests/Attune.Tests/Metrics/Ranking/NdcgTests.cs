namespace Attune.Tests;

public sealed class NdcgTests : MetricContract
{
    protected override IListMetric Metric => Ndcg.At(5);

    static double Of(Ndcg metric, params float[] grades) => metric.Measure(new RankedUser { Ranked = [4, 7, 5], Relevant = [4, 5], Grades = grades });

    [Fact]
    public void Measure_HitsAtOneAndThreeOfTwo_IsTheHandComputedValue() =>
        Assert.Equal((1 + 1 / Math.Log2(4)) / (1 + 1 / Math.Log2(3)), Of(Ndcg.At(3), 1, 1), 12);

    [Fact]
    public void Measure_Grades_GainIsTheGradeItself() => Assert.Equal((1 + 3 / Math.Log2(4)) / (3 + 1 / Math.Log2(3)), Of(new Ndcg(), 1, 3), 12);

    [Fact]
    public void Measure_BinaryWithGrades_IgnoresThem() => Assert.Equal(Of(Ndcg.At(3), 1, 1), Of(new Ndcg(3, Binary: true), 1, 3), 12);

    [Fact]
    public void Name_BinaryUncut_RoundTrips() => Assert.Equal(new Ndcg(null, true), MetricName.Parse("ndcg-binary"));
}
