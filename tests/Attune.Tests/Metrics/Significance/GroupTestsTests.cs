using System.Text.Json;

namespace Attune.Tests;

/// <summary>Tests over groups beside scipy's, whose version stands in the golden file.</summary>
public sealed class GroupTestsTests
{
    static readonly JsonElement s_golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(TestData.Root, "tests", "Golden", "group-tests.json"))).RootElement;

    public static TheoryData<int> Samples => [.. Enumerable.Range(0, s_golden.GetProperty("samples").GetArrayLength())];

    static (double[][] Groups, JsonElement Expected) Sample(int index)
    {
        var sample = s_golden.GetProperty("samples")[index];
        return ([.. sample.GetProperty("groups").EnumerateArray().Select(g => g.EnumerateArray().Select(v => v.GetDouble()).ToArray())], sample);
    }

    static double Of(JsonElement element, string test, string value) => element.GetProperty(test).GetProperty(value).GetDouble();

    static void Near(double expected, double found, double relative = 1e-9) => Assert.True(Math.Abs(expected - found) <= relative * Math.Max(Math.Abs(expected), 1e-3), $"{found:R} is not {expected:R}.");

    [Theory, MemberData(nameof(Samples))]
    public void Welch_OfSummaries_IsScipysOfValues(int index)
    {
        var (groups, expected) = Sample(index);
        var welch = WelchT.Of(SampleSummary.Of(groups[0]), SampleSummary.Of(groups[1]));
        Near(Of(expected, "welch", "t"), welch.T);
        Near(Of(expected, "welch", "p"), welch.P);
        Near(Of(expected, "welch", "freedom"), welch.Freedom);
        Near(Of(expected, "welch", "low"), welch.Interval().Low, 1e-7);
        Near(Of(expected, "welch", "high"), welch.Interval().High, 1e-7);
    }

    [Theory, MemberData(nameof(Samples))]
    public void AnovaAndTukey_OfSummaries_AreScipysOfValues(int index)
    {
        var (groups, expected) = Sample(index);
        SampleSummary[] summaries = [.. groups.Select(g => SampleSummary.Of(g))];
        Near(Of(expected, "anova", "f"), Anova.Of(summaries).F);
        Near(Of(expected, "anova", "p"), Anova.Of(summaries).P);
        var pairs = TukeyHsd.Pairs(summaries);
        Assert.Equal(expected.GetProperty("tukey").GetArrayLength(), pairs.Count);
        foreach (var (pair, tukey) in pairs.Zip(expected.GetProperty("tukey").EnumerateArray()))
        {
            Assert.Equal((tukey.GetProperty("i").GetInt32(), tukey.GetProperty("j").GetInt32()), (pair.I, pair.J));
            Assert.Equal(tukey.GetProperty("p").GetDouble(), pair.P, 1e-6);
        }
    }

    [Theory, MemberData(nameof(Samples))]
    public void RankTests_WithAndWithoutTies_AreScipys(int index)
    {
        var (groups, expected) = Sample(index);
        Near(Of(expected, "kruskal", "h"), RankSums.KruskalWallis(groups).H);
        Near(Of(expected, "kruskal", "p"), RankSums.KruskalWallis(groups).P);
        Near(Of(expected, "mannWhitney", "u"), RankSums.MannWhitney(groups[0], groups[1]).U);
        Near(Of(expected, "mannWhitney", "p"), RankSums.MannWhitney(groups[0], groups[1]).P);
    }

    [Fact]
    public void StudentizedRange_ScipysPoints_AreMet()
    {
        foreach (var point in s_golden.GetProperty("studentizedRange").EnumerateArray())
            Assert.Equal(point.GetProperty("p").GetDouble(), StudentizedRange.Exceeds(point.GetProperty("q").GetDouble(), point.GetProperty("k").GetInt32(), point.GetProperty("freedom").GetDouble()), 1e-6);
    }

    // Tukey's own table: the 5 % point of three means with ten degrees of freedom is 3.877, the 1 % point of four with twenty 5.018.
    [Theory, InlineData(3.877, 3, 10, 0.05), InlineData(5.018, 4, 20, 0.01), InlineData(3.314, 3, 1_000_000, 0.05)]
    public void StudentizedRange_TablePoints_AreMet(double q, int k, double freedom, double p) => Assert.Equal(p, StudentizedRange.Exceeds(q, k, freedom), 1e-4);

    [Fact]
    public void ChiSquare_ScipysPoints_AreMet()
    {
        foreach (var point in s_golden.GetProperty("chiSquare").EnumerateArray())
        {
            var expected = point.GetProperty("p").GetDouble();
            Assert.Equal(1, ChiSquare.Exceeds(point.GetProperty("x").GetDouble(), point.GetProperty("freedom").GetDouble()) / expected, 1e-9);
        }
    }

    [Fact]
    public void Power_ScipysNoncentralT_IsMet()
    {
        foreach (var point in s_golden.GetProperty("power").EnumerateArray())
            Assert.Equal(point.GetProperty("power").GetDouble(), TestPower.OfTwo(point.GetProperty("a").GetInt32(), point.GetProperty("b").GetInt32(), point.GetProperty("effect").GetDouble()), 1e-6);
        // Cohen's table 2.3.5: 64 in each group see d = 0.5 with a power of 0.80; a paired test of 34 does.
        Assert.Equal(0.80, TestPower.OfTwo(64, 64), 0.005);
        Assert.Equal(0.80, TestPower.OfPaired(34), 0.01);
        Assert.Equal(0, TestPower.OfTwo(1, 300));
    }

    [Fact]
    public void BenjaminiHochberg_ItsDefinition_IsMet()
    {
        var expected = s_golden.GetProperty("benjaminiHochberg");
        double[] p = [.. expected.GetProperty("p").EnumerateArray().Select(v => v.GetDouble())];
        Assert.Equal(expected.GetProperty("q").EnumerateArray().Select(v => v.GetDouble()), Significance.BenjaminiHochberg(p), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal([double.NaN, 0.02, 0.02], Significance.BenjaminiHochberg([double.NaN, 0.01, 0.02]));
    }

    [Fact]
    public void Samples_WithoutSpread_AreDecidedByTheirMeans()
    {
        var (low, high, one) = (SampleSummary.Of([1, 1, 1]), SampleSummary.Of([2, 2]), SampleSummary.Of([5]));
        Assert.Equal(0, WelchT.Of(low, high).P);
        Assert.Equal(1, WelchT.Of(low, low).P);
        Assert.Equal(double.NaN, WelchT.Of(low, one).P);
        Assert.Equal(double.NaN, Anova.Of([low, one]).P);
        Assert.Equal(0, TukeyHsd.Pairs([low, high])[0].P);
        Assert.Equal(1, RankSums.MannWhitney([3, 3], [3, 3, 3]).P);
        Assert.Equal(double.NaN, RankSums.KruskalWallis([[3, 3], [3]]).P);
    }

    [Fact]
    public void Summary_LeavesUndefinedOut() => Assert.Equal(new SampleSummary(2, 2, Math.Sqrt(2)), SampleSummary.Of([1, double.NaN, 3]));
}
