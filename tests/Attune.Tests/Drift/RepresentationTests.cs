namespace Attune.Tests;

public sealed class RepresentationTests
{
    // Three candidates, the last without a vector, and two of reference.
    static readonly float[] s_table = [3, 4, 0, 2, 0, 0, 1, 0, 0, 5];

    [Theory, InlineData(1 << 20), InlineData(0)]
    public void Dense_ByHand(long ceiling)
    {
        var (of, _) = TableChunks.Split(s_table, 2, 3, ceiling);
        using var by = of;
        Assert.Equal(ceiling == 0, by.IsOnDisk);
        Assert.Equal([0.7, 0.5, 0], by.Scores.ToArray(), Close);
        Assert.Equal([5, 2, 0], by.Norms!, Close);
        Assert.Equal(1, by.Empty);
        Assert.Equal(0.8, by.Similarity(0, 1), 1e-6);
        var sums = new double[] { 1, 1, 1 };
        by.AddSimilarities([0, 2], -2, sums, FitContext.Default);
        Assert.Equal([-1, -0.6, 1], sums, Close);
        // |0.5 (u0 + u1) − (0.5, 0.5)|² with u0 = (0.6, 0.8), u1 = (0, 1).
        Assert.Equal(0.2 * 0.2 + 0.4 * 0.4, UnitSum.Biased(by.SumOf([0, 1]), by.ReferenceSum), 1e-6);
        Assert.Equal(0.8, by.SumOf([0, 1]).MeanCosine, 1e-6);
        Assert.Equal(0.8 / 3, by.SumOf([0, 1, 2]).MeanCosine, 1e-6);
        Assert.True(double.IsNaN(by.SumOf([0]).MeanCosine));
        // (n + r) chunks of two events at 10 each, n r d, n log₂ n.
        Assert.Equal(new CostLedger(100, 12, 3 * Math.Log2(3)), by.Cost);
    }

    [Fact]
    public void Dense_OnDisk_EqualsInMemory()
    {
        var all = DrawnChunks.Chunks(5200);
        var (own, reference) = (all.Take([.. Enumerable.Range(0, 5000)]), all.Take([.. Enumerable.Range(5000, 200)]));
        using var memory = Representation.Dense(new DrawnChunks(48), own, reference);
        using var disk = Representation.Dense(new DrawnChunks(48), own, reference, ceilingBytes: 100_000);
        Assert.True(disk.IsOnDisk);
        Assert.Equal(memory.Scores.ToArray(), disk.Scores.ToArray());
        var (a, b) = (new double[5000], new double[5000]);
        memory.AddSimilarities([1, 4999, 2048], 0.5, a, new FitContext { Threads = 1 });
        disk.AddSimilarities([1, 4999, 2048], 0.5, b, new FitContext { Threads = 2 });
        Assert.Equal(a, b);
    }

    [Fact]
    public void Rows_OnDisk_LeaveNoFile()
    {
        var store = new RowStore(3, 2, 23);
        store.Write(0, [1, 2, 3, 4, 5, 6]);
        Assert.Equal([5, 6, 1, 2], store.Gather([2, 0]));
        Assert.Equal(OperatingSystem.IsWindows(), File.Exists(store.FilePath));
        store.Dispose();
        Assert.False(File.Exists(store.FilePath));
        using var memory = new RowStore(3, 2, 24);
        Assert.Null(memory.FilePath);
    }

    [Fact]
    public void Dense_NumbersThatAreNotFinite_NameTheChunk()
    {
        var error = Assert.Throws<DataException>(() => TableChunks.Split([1, 0, float.NaN, 0, 1, 1], 2, 2));
        Assert.Contains("chunk 1", error.Message, StringComparison.Ordinal);
        Assert.Contains("table", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Dense_Cancelled_Ends()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        var all = DrawnChunks.Chunks(10);
        Assert.ThrowsAny<OperationCanceledException>(() => Representation.Dense(new DrawnChunks(8), all, all, context: new FitContext { Cancellation = cancelled.Token }));
    }

    [Fact]
    public void NothingToChooseFromOrToCompareWith_IsSaid()
    {
        var all = DrawnChunks.Chunks(4);
        Assert.Contains("no chunk to choose from", Assert.Throws<DataException>(() => Representation.Tokens(all.Take([]), all)).Message, StringComparison.Ordinal);
        Assert.Contains("no chunk to compare with", Assert.Throws<DataException>(() => Representation.Dense(new DrawnChunks(4), all, all.Take([]))).Message, StringComparison.Ordinal);
        Assert.Contains("different data", Assert.Throws<DataException>(() => Representation.Tokens(all, DrawnChunks.Chunks(4))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Representation.Tokens(all, all, b: 1.5));
    }

    // Items that only the reference has count in its length, so that new items do not make it look near.
    [Fact]
    public void Tokens_ItemsOfTheReferenceAlone_LowerItsCosine()
    {
        var data = new DatasetBuilder().AddRange(new[] { ("a", "x"), ("a", "y"), ("b", "x"), ("b", "y"), ("c", "x"), ("c", "new"), ("d", "x"), ("d", "y") }.Select(p => new Interaction(p.Item1, p.Item2))).Build();
        var all = HistoryChunks.Of(data, 2);
        using var strange = Representation.Tokens(all.Take([0, 1]), all.Take([2]));
        using var known = Representation.Tokens(all.Take([0, 1]), all.Take([3]));
        Assert.Equal(0, UnitSum.Biased(known.SumOf([0, 1]), known.ReferenceSum), 1e-6);
        Assert.True(UnitSum.Biased(strange.SumOf([0, 1]), strange.ReferenceSum) > 0.5);
    }

    [Fact]
    public void ItemVectors_AreTheMeanOfTheKnownItems_ById()
    {
        var train = new DatasetBuilder().AddRange(new[] { ("u", "x"), ("u", "y"), ("v", "y"), ("v", "z") }.Select(p => new Interaction(p.Item1, p.Item2))).Build();
        var model = new Als { Factors = 3, Iterations = 2 }.Fit(train);
        var data = new DatasetBuilder().AddRange(new[] { ("n", "new"), ("n", "z"), ("n", "z"), ("n", "x"), ("o", "new"), ("o", "other") }.Select(p => new Interaction(p.Item1, p.Item2))).Build();
        var (of, rows) = (ItemVectorChunks.Of(model), new float[6]);
        of.Represent(HistoryChunks.Of(data, 4), [0, 1], rows);
        var vectors = ((IInnerProduct)model).ItemVectors.Span;
        for (var d = 0; d < 3; d++) Assert.Equal((2 * vectors[train.Items.IndexOf("z") * 3 + d] + vectors[train.Items.IndexOf("x") * 3 + d]) / 3, rows[d], 1e-5f);
        Assert.Equal([0, 0, 0], rows[3..]);
        Assert.Contains("popularity", Assert.Throws<ArgumentException>(() => ItemVectorChunks.Of(new Popularity().Fit(train))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TokenSketch_KeepsInnerProducts()
    {
        var world = new PlantedDrift { Users = 60, References = 10 }.Make();
        var (small, large) = (new TokenChunks(world.Data, 64), new TokenChunks(world.Data, 4096));
        using var exact = Representation.Tokens(world.Candidates, world.Reference);
        double Error(TokenChunks of)
        {
            using var by = Representation.Dense(of, world.Candidates, world.Reference);
            // A finer sketch is nearer to one that is finer still.
            using var best = Representation.Dense(new TokenChunks(world.Data, 16384), world.Candidates, world.Reference);
            return Enumerable.Range(0, 50).Max(i => Math.Abs(by.Similarity(i, i + 1) - best.Similarity(i, i + 1)));
        }
        Assert.True(Error(large) < 0.08, $"{Error(large)}");
        Assert.True(Error(small) > Error(large));
    }

    static readonly Func<double, double, bool> Near = (a, b) => Math.Abs(a - b) < 1e-6;

    static IEqualityComparer<double> Close { get; } = EqualityComparer<double>.Create((a, b) => Near(a, b));
}
