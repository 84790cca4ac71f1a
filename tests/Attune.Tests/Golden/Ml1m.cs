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
        var rows = TestData.Rows(zip, "ml-1m/derived/ml1m_ordered_interactions.tsv").Skip(1).Where(r => r[3] == "1").Select(r => (User: r[0], Item: r[2])).ToList();
        while (true)
        {
            var users = rows.CountBy(r => r.User).Where(c => c.Value >= 5).Select(c => c.Key).ToHashSet();
            var items = rows.CountBy(r => r.Item).Where(c => c.Value >= 5).Select(c => c.Key).ToHashSet();
            if (rows.RemoveAll(r => !users.Contains(r.User) || !items.Contains(r.Item)) == 0) break;
        }
        var held = TestData.Rows(zip, "ml-1m/golden_topn_test.tsv").Select(r => (User: r[0], Item: r[1])).ToHashSet();
        var train = Build(rows.Where(r => !held.Contains(r)), null);
        return new Split("golden", train, Build(held, train));
    }

    static Dataset Build(IEnumerable<(string User, string Item)> pairs, Dataset? extends) =>
        new DatasetBuilder { Name = "ml-1m", Extends = extends }.AddRange(pairs.Select(p => new Interaction(p.User, p.Item))).Build();
}
