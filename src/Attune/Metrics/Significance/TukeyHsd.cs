namespace Attune;

/// <summary>
/// Tukey's honestly significant difference: every pair of k groups at once, so that the probability of any false finding stays below α; for groups of unequal size after Kramer (1956).
/// q = |a − b| / √(s²·(1/na + 1/nb)/2), s² the variance within groups, held against the studentised range of k means.
/// </summary>
static class TukeyHsd
{
    /// <summary>The p-value of each pair (i, j), i before j, in the order of the groups; NaN where one has fewer than two values.</summary>
    internal static IReadOnlyList<(int I, int J, double P)> Pairs(IReadOnlyList<SampleSummary> groups)
    {
        var anova = Anova.Of(groups);
        var k = groups.Count(g => g.Count > 1);
        return [.. from i in Enumerable.Range(0, groups.Count) from j in Enumerable.Range(i + 1, groups.Count - i - 1) select (i, j, P(groups[i], groups[j]))];

        double P(SampleSummary a, SampleSummary b)
        {
            if (a.Count < 2 || b.Count < 2) return double.NaN;
            var error = Math.Sqrt(anova.Variance * (1.0 / a.Count + 1.0 / b.Count) / 2);
            return error == 0 ? a.Mean == b.Mean ? 1 : 0 : StudentizedRange.Exceeds(Math.Abs(a.Mean - b.Mean) / error, k, anova.Within);
        }
    }
}
