namespace Attune.Studies;

/// <summary>Tests beside printed tables and worked examples.</summary>
static class TableMeasures
{
    // What numpy's RandomState(42).permutation(17) gives.
    static readonly int[] s_permutation = [0, 1, 5, 15, 11, 14, 8, 13, 2, 9, 16, 4, 7, 10, 12, 3, 6];

    internal static double Largest() => new[]
    {
        // Points of Tukey's table, of χ² and of F in their 5 % and 1 % columns.
        StudentizedRange.Exceeds(3.877, 3, 10) - 0.05, StudentizedRange.Exceeds(5.018, 4, 20) - 0.01,
        ChiSquare.Exceeds(5.991, 2) - 0.05, ChiSquare.Exceeds(15.086, 5) - 0.01, new Anova(4.256, 2, 9, 1).P - 0.05,
        // One-way: 6 8 4 5 3 4, 8 12 9 11 6 8, 13 9 11 8 7 12 gives F = 9.3 with 2 and 15 degrees of freedom.
        Anova.Of(s_fisher.Select(g => SampleSummary.Of(g))).F - 9.264706,
        // Two samples of 1 2 3 and 2 4 6 8: t = −3/√(1/3 + 20/12) = −2.1213.
        WelchT.Of(SampleSummary.Of([1, 2, 3]), SampleSummary.Of([2, 4, 6, 8])).T + 2.12132,
        // Without ties: 1 2 3, 4 5 6, 7 8 9 gives H = 7.2 and p = e^−3.6.
        RankSums.KruskalWallis([[1, 2, 3], [4, 5, 6], [7, 8, 9]]).H - 7.2, RankSums.KruskalWallis([[1, 2, 3], [4, 5, 6], [7, 8, 9]]).P - Math.Exp(-3.6),
        // U of 1 2 4 over 3 5 6 7 is 1.
        RankSums.MannWhitney([1, 2, 4], [3, 5, 6, 7]).U - 1,
    }.Max(Math.Abs);

    static readonly double[][] s_fisher = [[6, 8, 4, 5, 3, 4], [8, 12, 9, 11, 6, 8], [13, 9, 11, 8, 7, 12]];

    // Cohen 1988, table 2.3.5 (two-sided, 5 %): n for each group and the power at d = 0.5; and at d = 0.2 and 0.8.
    internal static double Power() => new[]
    {
        TestPower.OfTwo(20, 20) - 0.33, TestPower.OfTwo(40, 40) - 0.60, TestPower.OfTwo(64, 64) - 0.80, TestPower.OfTwo(100, 100) - 0.94, TestPower.OfTwo(100, 100, 0.2) - 0.29, TestPower.OfTwo(20, 20, 0.8) - 0.69,
    }.Max(d => Math.Max(0, Math.Abs(d) - 0.005));

    internal static double Permutation() => NumpyShuffle.Permutation(17, 42).Zip(s_permutation, (a, b) => a == b ? 0 : 1).Sum();
}
