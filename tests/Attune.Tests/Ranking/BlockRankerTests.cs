using Attune.Numerics;

namespace Attune.Tests;

[Trait("lane", "vector")]
public sealed class BlockRankerTests
{
    static float[] Draw(int count, string purpose, float scale = 1)
    {
        var stream = ((Seed)17).Derive(purpose).Stream();
        return [.. Enumerable.Range(0, count).Select(_ => scale * (float)stream.NextGaussian())];
    }

    static VectorTable Model(int size, int width, bool biased, Action<float[], float[]>? change = null)
    {
        var (users, items) = (Draw(size * width, "users"), Draw(size * width, "items"));
        change?.Invoke(users, items);
        return new VectorTable(Catalog.Of(TinyWorld.Checkerboard(size)), users, items, biased ? Draw(size, "biases") : null);
    }

    static void AgreesWithOneByOne(VectorTable model, int n, Seen seen = Seen.Exclude, Func<int, bool>? filter = null, int threads = 2)
    {
        var lists = TopN.ForAll(model, null, n, seen, filter, new FitContext { Threads = threads }).ToList();
        Assert.Equal(model.Catalog.Users.Count, lists.Count);
        foreach (var (user, list) in lists) Assert.Equal(TopN.For(model, Query.For(user), n, seen, filter).Items, list.Items);
    }

    [Theory]
    [InlineData(4, 1, false, 3)]
    [InlineData(50, 7, true, 10)]
    [InlineData(250, 16, false, 1)]
    [InlineData(250, 33, true, 20)]
    [InlineData(250, 64, true, 250)]
    [InlineData(300, 8, false, 257)]
    public void Rank_AnyShape_EqualsOneByOne(int size, int width, bool biased, int n) => AgreesWithOneByOne(Model(size, width, biased), n);

    [Theory]
    [InlineData(Seen.Include, 1)]
    [InlineData(Seen.Only, 2)]
    [InlineData(Seen.Exclude, 3)]
    public void Rank_SeenAndFilter_EqualsOneByOne(Seen seen, int threads) => AgreesWithOneByOne(Model(200, 12, true), 9, seen, i => i % 3 != 1, threads);

    // Many equal scores: more items than are kept could stand at the end of the list.
    [Fact]
    public void Rank_TiesEverywhere_EqualsOneByOne() => AgreesWithOneByOne(Model(200, 4, false, (users, items) =>
    {
        for (var i = 0; i < items.Length; i++) items[i] = i % 3;
        for (var i = 0; i < 40; i++) users[i] = 0;
    }), 10);

    [Fact]
    public void Rank_UsersWithoutAnswerOrFiniteVectors_EqualsOneByOne() => AgreesWithOneByOne(Model(120, 4, true, (users, items) =>
    {
        users[4] = float.NaN;
        users[9] = float.PositiveInfinity;
        users[13] = float.NaN;
        users[17] = 1e30f;
    }), 10);

    [Fact]
    public void Rank_ItemsThatAreNotFinite_EqualsOneByOne() => AgreesWithOneByOne(Model(120, 4, true, (users, items) =>
    {
        items[8] = float.NaN;
        items[21] = float.PositiveInfinity;
    }), 10);

    // The batch is taken: scores of all items are asked for by nobody.
    [Fact]
    public void Rank_ScoresThatDiffer_AsksTheModelOncePerUser()
    {
        var model = Model(200, 16, true);
        Assert.Equal(200, TopN.ForAll(model, n: 5).Count());
        Assert.Equal(200, model.Calls);
    }

    [Fact]
    public void Of_Model_MeasuresTheListsOfOneByOne()
    {
        var model = Model(200, 16, true);
        var split = new Split("by hand", TinyWorld.Checkerboard(200), TinyWorld.Checkerboard(200));
        var scores = Evaluation.Of(model, split, [Ndcg.At(10)], new EvaluationOptions { Seen = Seen.Include }, null);
        var u = 77;
        var list = TopN.For(model, Query.For(u), 10, Seen.Include);
        var relevant = model.Catalog.Histories.Row(u).ToArray();
        var gain = list.Items.Select((item, rank) => relevant.Contains(item.Item) ? 1 / Math.Log2(rank + 2) : 0).Sum();
        var ideal = Enumerable.Range(0, Math.Min(10, relevant.Length)).Sum(rank => 1 / Math.Log2(rank + 2));
        Assert.Equal(gain / ideal, scores.Metrics[0].PerUser[scores.UserIds.ToList().IndexOf(model.Catalog.Users[u])], 1e-12);
    }

    [Theory]
    [InlineData(1_000, 64, true)]
    [InlineData(33_554_430, 64, false)]
    [InlineData(100_000_000, 2048, false)]
    [InlineData(2_147_483_584, 1, true)]
    [InlineData(int.MaxValue, 1, false)]
    public void Fits_Panels_NoMoreThanAnArrayHolds(int items, int depth, bool fits) => Assert.Equal(fits, PackedItems.Fits(items, depth));
}
