namespace Attune.Tests;

public sealed class NdcgExponentialTests : MetricContract
{
    protected override IListMetric Metric => NdcgExponential.At(5);

    static double Of(IListMetric metric, params float[] grades) => metric.Measure(new RankedUser { Ranked = [4, 7, 5], Relevant = [4, 5], Grades = grades });

    [Fact]
    public void Measure_GradesOneAndThree_GainOneAndSeven() => Assert.Equal((1 + 7 / Math.Log2(4)) / (7 + 1 / Math.Log2(3)), Of(new NdcgExponential(), 1, 3), 12);

    [Fact]
    public void Measure_AllGradesOne_EqualsNdcg() => Assert.Equal(Of(new Ndcg(), 1, 1), Of(new NdcgExponential(), 1, 1), 12);
}
