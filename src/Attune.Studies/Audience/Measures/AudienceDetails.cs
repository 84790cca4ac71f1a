using Attune.Numerics;

namespace Attune.Studies;

/// <summary>
/// What of a table of users is kept: for each group count, mean and deviation of every measure; what needs the users themselves is decided here and kept as one number: tests on ranks, groups of equal size, users
/// matched by profile size.
/// </summary>
sealed class AudienceDetails(AudienceData data)
{
    static readonly Seed s_seed = ((Seed)42).Derive("audience");

    readonly int[][] _members = [.. data.Groups.Names.Select((_, g) => data.Groups.In(g).ToArray())];

    IReadOnlyList<string> Names => data.Groups.Names;

    IEnumerable<(int Left, int Right, string Part)> Pairs => from i in Enumerable.Range(0, Names.Count) from j in Enumerable.Range(i + 1, Names.Count - i - 1) select (i, j, AudienceMeasure.Pair(Names[i], Names[j]));

    /// <summary>Every measure of each group.</summary>
    internal IEnumerable<CellDetail> Groups(AudienceTable table) => from measure in table.Measures from g in Enumerable.Range(0, Names.Count) select CellDetail.Of(Names[g], measure, Values(table[measure], g));

    /// <summary>The same of changes beside another table of the same users.</summary>
    internal IEnumerable<CellDetail> Changes(AudienceTable table, AudienceTable beside) => from measure in table.Measures.Where(beside.Measures.Contains)
                                                                                          let less = table.Less(beside, measure)
                                                                                          from g in Enumerable.Range(0, Names.Count)
                                                                                          select CellDetail.Of(Names[g], measure + AudienceMeasure.Change, Values(less, g));

    /// <summary>Tests on ranks of these measures, over all groups and of each two.</summary>
    internal IEnumerable<CellDetail> Ranks(AudienceTable table, IEnumerable<string> measures)
    {
        foreach (var measure in measures.Where(table.Measures.Contains))
        {
            double[][] groups = [.. Names.Select((_, g) => Values(table[measure], g).Where(v => !double.IsNaN(v)).ToArray())];
            var (h, p) = RankSums.KruskalWallis(groups);
            yield return CellDetail.One(AudienceMeasure.All, AudienceMeasure.KruskalH + measure, h);
            yield return CellDetail.One(AudienceMeasure.All, AudienceMeasure.KruskalP + measure, p);
            foreach (var (i, j, part) in Pairs) yield return CellDetail.One(part, AudienceMeasure.MannWhitney + measure, RankSums.MannWhitney(groups[i], groups[j]).P);
        }
    }

    /// <summary>Whether differences of these measures hold where groups have the same size, and between users of the same profile size.</summary>
    internal IEnumerable<CellDetail> Robust(AudienceTable table, IEnumerable<string> measures)
    {
        foreach (var measure in measures.Where(table.Measures.Contains))
            foreach (var (i, j, part) in Pairs)
            {
                var column = table[measure];
                int[] left = [.. _members[i].Where(u => !double.IsNaN(column[u]))], right = [.. _members[j].Where(u => !double.IsNaN(column[u]))];
                if (left.Length < 2 || right.Length < 2) continue;
                var pairs = MatchedUsers.Of(left, right, u => data.Histories[u].Length, s_seed.Derive($"matched {part}"));
                yield return CellDetail.Of(part, AudienceMeasure.Matched + measure, pairs.Select(p => column[p.Left] - column[p.Right]));
                var tests = Draws(left, right, column, part).ToArray();
                yield return CellDetail.Of(part, AudienceMeasure.Equal + measure, tests.Select(t => t.Difference));
                yield return CellDetail.One(part, AudienceMeasure.EqualSignificant + measure, tests.Average(t => t.P < 0.05 ? 1.0 : 0));
            }
    }

    /// <summary>How far the mean profiles of groups are apart.</summary>
    internal IEnumerable<CellDetail> Between() => data.Labels is null ? [] : Pairs.Select(p => CellDetail.One(p.Part, AudienceMeasure.Inter, UserProfiles.Divergence(data.GroupProfiles[p.Left], data.GroupProfiles[p.Right])));

    // Of the larger group as many users as the smaller has, drawn anew each time.
    IEnumerable<WelchT> Draws(int[] left, int[] right, double[] column, string part) => Enumerable.Range(0, data.Spec.Draws).Select(draw =>
    {
        var size = Math.Min(left.Length, right.Length);
        SampleSummary Drawn(int[] users, string side)
        {
            if (users.Length == size) return SampleSummary.Of(users.Select(u => column[u]));
            int[] drawn = [.. users];
            s_seed.Derive($"equal {part} {side}").Derive(draw).Stream().Shuffle(drawn.AsSpan());
            return SampleSummary.Of(drawn.Take(size).Select(u => column[u]));
        }
        return WelchT.Of(Drawn(left, "left"), Drawn(right, "right"));
    });

    IEnumerable<double> Values(double[] column, int group) => _members[group].Select(u => column[u]);
}
