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
