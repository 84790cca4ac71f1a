using Attune.Numerics;
using Attune.Serving;

namespace Attune.Tests;

public class CodeScanTests
{
    [Theory]
    [InlineData(64, 0)]
    [InlineData(50, 0)]
    [InlineData(7, 1)]
    [InlineData(130, 1)]
    public void Rank_RandomVectors_IsTheListOfTheRanker(int factors, int bias)
    {
        var model = new Vectored(5000, factors, bias, 20);
        var (scan, ranker) = (new CodeScan(model, new ItemCodes(model)), new Ranker(model));
        var all = Mask(5000, _ => true);
        for (var user = 0; user < 20; user++)
        foreach (var n in new[] { 1, 10, 300 })
        {
            var expected = ranker.Rank(Query.For(user), n, Seen.Include);
            Assert.Equal(expected.ToArray(), scan.Rank(Query.For(user), n, all).Select(r => r.Item));
        }
    }

    [Fact]
    public void Rank_MaskedItems_AreTheBestOfThoseLeft()
    {
        var model = new Vectored(5000, 32, 0, 5);
        var (scan, ranker) = (new CodeScan(model, new ItemCodes(model)), new Ranker(model));
        for (var user = 0; user < 5; user++)
        {
            var expected = ranker.Rank(Query.For(user), 10, Seen.Include, i => i % 7 == 3);
            Assert.Equal(expected.ToArray(), scan.Rank(Query.For(user), 10, Mask(5000, i => i % 7 == 3)).Select(r => r.Item));
        }
        Assert.Empty(scan.Rank(Query.For(0), 10, Mask(5000, _ => false)));
        Assert.Equal(3, scan.Rank(Query.For(0), 10, Mask(5000, i => i < 3)).Length);
    }

    [Fact]
    public void Rank_ManyRandomItems_LooksAtFewAndMissesNone()
    {
        const int Items = 100_000;
        var model = new Vectored(Items, 64, 0, 20);
        var (scan, ranker) = (new CodeScan(model, new ItemCodes(model)), new Ranker(model));
        var (all, looked) = (Mask(Items, _ => true), 0);
        for (var user = 0; user < 20; user++)
        {
            Assert.Equal(ranker.Rank(Query.For(user), 10, Seen.Include).ToArray(), scan.Rank(Query.For(user), 10, all, 0.5f).Select(r => r.Item));
            looked += scan.Looked;
        }
        Assert.InRange(looked / 20, 10, Items / 100);
    }

    [Fact]
    public void Rank_TrainedFactors_IsTheListOfTheRanker()
    {
        var data = new DatasetBuilder().AddRange(Shop(2000, 6000, 40)).Build();
        var model = (IInnerProduct)new Als { Factors = 64, Iterations = 4 }.Fit(data);
        var (scan, ranker) = (new CodeScan(model, new ItemCodes(model)), new Ranker(model));
        var all = Mask(data.Items.Count, _ => true);
        for (var user = 0; user < 200; user++)
            Assert.Equal(ranker.Rank(Query.For(user), 10, Seen.Include).ToArray(), scan.Rank(Query.For(user), 10, all, 0.5f).Select(r => r.Item));
    }

    // As a model comes out of its folder: items that nobody has, and only features tell of, are found by the index too. No libtorch is asked for.
    [Fact]
    public void Rank_TwoTowerWithItemsThatNobodyHas_IsTheListOfTheRanker()
    {
        var builder = new DatasetBuilder { Name = "shop" }.AddRange(Shop(50, 2000, 20));
        for (var i = 0; i < 5000; i++) builder.ItemFeature($"new-{i}", "kind", $"k{i % 97}", FeatureKind.Tokens);
        var catalog = Catalog.Of(builder.Build());
        var options = new Neural.TwoTower { Width = 16, Buckets = 512 };
        var weights = new Weights();
        void Add(string name, int rows, int columns = 16) => weights.Add(name, LatentFactors.Normal(rows, columns, ((Seed)5).Derive(name), 1), rows, columns);
        foreach (var name in new[] { "user_embedding.weight", "user_described" }) Add(name, catalog.Users.Count);
        Add("item_embedding.weight", catalog.Items.Count);
        foreach (var name in new[] { "user_features.weight", "item_features.weight" }) Add(name, 512);
        foreach (var name in new[] { "history.weight", "user_layers.0.weight", "item_layers.0.weight" }) Add(name, 16);
        foreach (var name in new[] { "user_layers.0.bias", "item_layers.0.bias" }) weights.Add(name, new float[16]);
        var model = (IInnerProduct)options.Restore(catalog, weights);

        var (scan, ranker, all, fresh) = (new CodeScan(model, new ItemCodes(model)), new Ranker(model), Mask(catalog.Items.Count, _ => true), 0);
        for (var user = 0; user < 50; user++)
        {
            var found = scan.Rank(Query.For(user), 10, all).Select(r => r.Item).ToArray();
            Assert.Equal(ranker.Rank(Query.For(user), 10, Seen.Include).ToArray(), found);
            fresh += found.Count(i => catalog.Popularity[i] == 0);
        }
        Assert.InRange(fresh, 50, 500);
    }

    [Fact]
    public void Rank_EqualScores_AreInOrderOfTheirIndices()
    {
        var model = new Vectored(5000, 8, 0, 1, same: true);
        Assert.Equal([0, 1, 2, 3, 4], new CodeScan(model, new ItemCodes(model)).Rank(Query.For(0), 5, Mask(5000, _ => true)).Select(r => r.Item));
    }

    // Users of twenty tastes, items of a long tail.
    static IEnumerable<Interaction> Shop(int users, int items, int each)
    {
        for (var u = 0; u < users; u++)
        {
            var stream = ((Seed)3).Derive("shop").Derive(u).Stream();
            for (var e = 0; e < each; e++)
            {
                var rank = (int)(items / 20 * Math.Pow(stream.NextDouble(), 2));
                yield return new Interaction(Vocabulary.Canonical(u), Vocabulary.Canonical(rank * 20 + (stream.NextInt(5) == 0 ? stream.NextInt(20) : u % 20)));
            }
        }
    }

    static ulong[] Mask(int count, Func<int, bool> isOpen)
    {
        var mask = new ulong[(count + 63) / 64];
        for (var i = 0; i < count; i++)
            if (isOpen(i)) mask[i / 64] |= 1ul << (i % 64);
        return mask;
    }
}
