using Attune.Numerics;

namespace Attune.Tests;

/// <summary>Small random worlds for checks by brute force.</summary>
static class RandomPreferences
{
    /// <summary>About a third of all pairs, with strengths 1 to 5; every user and item occurs.</summary>
    internal static Dataset Dataset(int users, int items, int seed)
    {
        var stream = new Seed((ulong)seed).Stream();
        var events = new List<Interaction>();
        for (var u = 0; u < users; u++)
            for (var i = 0; i < items; i++)
                if (stream.NextInt(3) == 0 || u % items == i || i % users == u)
                    events.Add(new(Vocabulary.Canonical(u), Vocabulary.Canonical(i)) { Value = 1 + stream.NextInt(5) });
        return new DatasetBuilder { Name = "random" }.AddRange(events).Build();
    }

    /// <summary>The preferences as a dense table, users × items.</summary>
    internal static double[,] Dense(Dataset data)
    {
        var dense = new double[data.Users.Count, data.Items.Count];
        for (var u = 0; u < data.Users.Count; u++)
            for (var e = 0; e < data.Preferences.RowLength(u); e++) dense[u, data.Preferences.Row(u)[e]] = data.Preferences.RowValues(u)[e];
        return dense;
    }

    /// <summary>The similarity of rows a and b (users or items) as its definition says, in the plainest way; b is the source, a the target.</summary>
    internal static double Similarity(double[,] rows, int a, int b, PreferenceSimilarity kind, double shrink, double alpha, double k1, double bm)
    {
        var (n, width) = (rows.GetLength(0), rows.GetLength(1));
        double Total(int r) => Enumerable.Range(0, width).Sum(c => rows[r, c]);
        double Rare(int c) => Math.Log(n) - Math.Log(1 + Enumerable.Range(0, n).Count(r => rows[r, c] > 0));
        var mean = Enumerable.Range(0, n).Average(Total);
        double[] Weighed(int r) => [.. Enumerable.Range(0, width).Select(c => rows[r, c] == 0 ? 0 : kind switch
        {
            PreferenceSimilarity.TfIdf => Math.Sqrt(rows[r, c]) * Rare(c),
            PreferenceSimilarity.Bm25 => rows[r, c] * (k1 + 1) / (k1 * (1 - bm + bm * Total(r) / mean) + rows[r, c]) * Rare(c),
            PreferenceSimilarity.Jaccard => 1,
            _ => rows[r, c],
        })];
        var (x, y) = (Weighed(a), Weighed(b));
        double Dot(double[] p, double[] q) => p.Zip(q, (s, t) => s * t).Sum();
        return Dot(x, y) / (shrink + kind switch
        {
            PreferenceSimilarity.Bm25 => 1,
            PreferenceSimilarity.Jaccard => Dot(x, x) + Dot(y, y) - Dot(x, y),
            PreferenceSimilarity.AsymmetricCosine => Math.Pow(Dot(x, x), 1 - alpha) * Math.Pow(Dot(y, y), alpha),
            _ => Math.Sqrt(Dot(x, x) * Dot(y, y)),
        });
    }
}
