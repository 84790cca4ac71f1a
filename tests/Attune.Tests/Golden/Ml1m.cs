namespace Attune.Tests;

/// <summary>The world of tests/Golden/ml1m-topn.json: MovieLens 1M, rated 4 or more, iterative 5-core, with predefined held-out pairs.</summary>
static class Ml1m
{
    static readonly Lock Gate = new();
    static Split? split;

    /// <summary>The split, made once; the calling test is skipped where the data is absent.</summary>
    internal static Split Split
    {
        get
        {
            lock (Gate) return split ??= Load();
        }
    }

    static Split Load()
    {
        using var zip = TestData.Zip("ml-1m");
        var held = TestData.Rows(zip, "ml-1m/golden_topn_test.tsv").Select(r => (r[0], r[1])).ToHashSet();
        var liked = TestData.Rows(zip, "ml-1m/derived/ml1m_ordered_interactions.tsv").Where(r => r[3] == "1").Select(r => new Interaction(r[0], r[2]));
        var core = Filters.KCore(new DatasetBuilder { Name = "ml-1m" }.AddRange(liked).Build(), 5, 5);
        return Split.Where("golden", core, e => held.Contains((core.Users[core.Events.Users[e]], core.Items[core.Events.Items[e]])));
    }
}
