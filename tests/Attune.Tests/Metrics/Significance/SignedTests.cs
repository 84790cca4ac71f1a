namespace Attune.Tests;

/// <summary>Wilcoxon's signed-rank test and the sign test against scipy.stats 1.10.1 (wilcoxon, binomtest, norm.sf) and against going through all signs.</summary>
public sealed class SignedTests
{
    static readonly double[] Fifty =
    [
        0.013069, -2.31676, -0.338693, 0.151499, 0.313309, -1.330136, -0.277753, -0.778519, -0.608837, 1.260899, -0.607535, 0.167478, 1.08439, -0.3836, 0.088298, 0.310464, 0.263782,
        -1.025056, 0.27614, 1.558823, -1.347145, 1.059383, 0.319354, -0.44147, 2.200417, 0.96226, -0.999289, 0.274516, 0.77669, 0.011218, 0.88291, 0.133483, 0.867248, 1.638523, -0.475662,
        0.403139, -0.263308, 0.327268, -0.987195, -0.379302, 0.003804, 1.098764, 1.345222, -1.123528, -0.594642, 0.846903, -1.79242, -0.26317, 0.102713, 1.457015,
    ];

    // ((37 i² + 11 i) mod m − s) / 10: many ties, some zeros.
    static double[] Formula(int n, int m, int s) => [.. Enumerable.Range(0, n).Select(i => ((i * i * 37 + i * 11) % m - s) / 10.0)];

    [Fact]
    public void Wilcoxon_FewDifferences_IsScipysExactValue()
    {
        Assert.Equal(0.02734375, Significance.Wilcoxon([1.2, 2.4, 1.3, 1.7, 0.9, 1.0, 1.8, 0.8, 4.6, -1.4]), 14);
        Assert.Equal(0.559104623193516, Significance.Wilcoxon(Fifty), 12);
        Assert.Equal(0.7914759516716003, Significance.Wilcoxon(
        [
            0.30123, 0.598746, 0.025862, -0.590592, -0.154671, -0.691647, 0.360144, 1.640215, -0.192207, -0.320475, 0.789842, 0.656887, 0.405414, -0.630468, 0.270748, 0.995303, -1.044215,
            -0.157616, -1.601223, -0.989538, -1.541735, 0.064909, -0.967446, 0.571264, 0.456751,
        ]), 12);
    }

    [Theory]
    [InlineData(120, 101, 45, 0.10476005087231402)]
    [InlineData(400, 23, 10, 0.9783984382812245)]
    [InlineData(2000, 19, 9, 1.8218840515288617e-16)]
    public void Wilcoxon_ManyTiesAndZeros_IsScipysApproximation(int n, int m, int s, double expected) =>
        Assert.Equal(1, Significance.Wilcoxon(Formula(n, m, s)) / expected, 1e-9);

    [Theory]
    [InlineData(120, 101, 45, 0.3112309933213214)]
    [InlineData(400, 23, 10, 0.39535275400905784)]
    [InlineData(2000, 19, 9, 9.654160982563794e-36)]
    public void Sign_TiesAndZeros_IsScipysBinomialTest(int n, int m, int s, double expected) => Assert.Equal(1, Significance.Sign(Formula(n, m, s)) / expected, 1e-9);

    [Theory]
    [InlineData(3, 10, 0.34375)]
    [InlineData(0, 6, 0.03125)]
    [InlineData(5, 10, 1)]
    [InlineData(40, 100, 0.05688793364098088)]
    [InlineData(480, 1000, 0.2174482932041409)]
    [InlineData(49500, 100000, 0.0015823598788515165)]
    public void Sign_PositivesOfN_IsScipysBinomialTest(int positive, int n, double expected)
    {
        double[] differences = [.. Enumerable.Range(0, n).Select(i => i < positive ? 0.5 : -0.25), 0, 0];
        Assert.Equal(1, Significance.Sign(differences) / expected, 1e-7);
        Assert.Equal(Significance.Sign(differences), Significance.Sign([.. differences.Select(d => -d)]));
    }

    [Fact]
    public void Wilcoxon_TiesAmongFew_IsTheShareOfAllSigns()
    {
        foreach (var sizes in new[] { new[] { 1.0, 1, 2, 2, 2, 5, 7, 7, -1, 3 }, [1, 1, 1, -1], [3, -3], [0.5, 0.25, 0, 0, 0.25, -0.25, 0.5] })
        {
            double[] d = [.. sizes.Where(v => v != 0)];
            double[] ranks = [.. d.Select(v => d.Count(w => Math.Abs(w) < Math.Abs(v)) + (d.Count(w => Math.Abs(w) == Math.Abs(v)) + 1) / 2.0)];
            double Smaller(Func<int, bool> positive) => Math.Min(ranks.Where((_, i) => positive(i)).Sum(), ranks.Where((_, i) => !positive(i)).Sum());
            var observed = Smaller(i => d[i] > 0);
            var extreme = Enumerable.Range(0, 1 << d.Length).Count(signs => Smaller(i => (signs >> i & 1) == 1) <= observed);
            Assert.Equal(Math.Min(1, extreme / Math.Pow(2, d.Length)), Significance.Wilcoxon(sizes), 12);
        }
    }

    // Sixty differences without ties, ((37 i) mod 61 − 24.3) / 10; scipy's exact value is 0.019832259481890144.
    [Fact]
    public void Wilcoxon_BeyondTheExactOnes_IsScipysApproximationAndClose()
    {
        var p = Significance.Wilcoxon([.. Enumerable.Range(0, 60).Select(i => (i * 37 % 61 - 24.3) / 10)]);
        Assert.Equal(0.02060066859291787, p, 1e-12);
        Assert.Equal(0.019832259481890144, p, 1e-3);
    }

    [Fact]
    public void Tests_DegenerateCases_AreDefined()
    {
        foreach (var test in new Func<double[], double>[] { d => Significance.Wilcoxon(d), d => Significance.Sign(d) })
        {
            Assert.Equal(1, test([0, 0, 0]));
            Assert.Equal(1, test([1, -1]));
            Assert.True(double.IsNaN(test([3])));
            Assert.Equal(test([1, -2, 4, 5]), test([-1, 2, -4, -5]));
        }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.5, 0.6170750774519738)]
    [InlineData(-1, 0.31731050786291415)]
    [InlineData(2.9, 0.003731626600768075)]
    [InlineData(3, 0.0026997960632601866)]
    [InlineData(3.1, 0.0019352064264367126)]
    [InlineData(6, 1.973175290075389e-09)]
    [InlineData(30, 9.813427854295816e-198)]
    public void TwoSidedNormal_AnyDistance_IsScipysValue(double z, double expected) => Assert.Equal(1, StudentT.TwoSidedNormal(z) / expected, 1e-11);
}
