using Attune.Numerics;

namespace Attune.Neural.Tests;

public sealed class SequenceBatchesTests
{
    /// <summary>Users of 0 to 60 items, most of them short; item numbers are unlike each other within a user.</summary>
    static ItemSequences Sequences(int users = 500)
    {
        var stream = ((Seed)1).Stream();
        var (offsets, items) = (new int[users + 1], new List<int>());
        for (var u = 0; u < users; u++)
        {
            var length = (int)Math.Min(60, -8 * Math.Log(1 - stream.NextDouble()));
            for (var t = 0; t < length; t++) items.Add(100 * u + t);
            offsets[u + 1] = items.Count;
        }
        return new ItemSequences(offsets, [.. items]);
    }

    [TorchTheory]
    [InlineData(nameof(Padding.Bucketed))]
    [InlineData(nameof(Padding.Longest))]
    [InlineData(nameof(Padding.Full))]
    public void NextItem_EachEpoch_HasEverySequenceOnceWithItsNewestItems(string padding)
    {
        var sequences = Sequences();
        var batches = new NextItemBatches(sequences, new BatchOptions(20, 16, 5) { Padding = Enum.Parse<Padding>(padding), Window = 4 });
        var orders = new List<string>();
        for (var epoch = 0; epoch < 2; epoch++)
        {
            var seen = new List<int>();
            for (var step = 0; step < batches.Steps; step++)
            {
                using var scope = new Scope();
                var batch = batches.Of(new Part(epoch, step));
                seen.AddRange(batch.Users);
                Assert.Equal(step < batches.Steps - 1 ? 16 : batches.Count % 16 is var rest && rest > 0 ? rest : 16, batch.Users.Length);
                CheckRows(sequences, batch, 20);
                if (padding == nameof(Padding.Full)) Assert.Equal(20, batch.Items.Size(1));
            }
            Assert.Equal(Enumerable.Range(0, 500).Where(u => sequences.Of(u).Length > 1), seen.Order());
            orders.Add(string.Join(',', seen));
        }
        Assert.NotEqual(orders[0], orders[1]);
        Assert.Equal(500, batches.Count + batches.Skipped);
    }

    // What a batch must be, spelled out cell by cell.
    static void CheckRows(ItemSequences sequences, SequenceBatch batch, int length)
    {
        var (cells, width) = (batch.Items.ToArray<long>(), (int)batch.Items.Size(1));
        List<long> places = [], targets = [];
        for (var row = 0; row < batch.Users.Length; row++)
        {
            var items = sequences.Of(batch.Users[row]).ToArray();
            for (var back = 1; back <= width; back++)
                Assert.Equal(back <= length && back < items.Length ? items[^(back + 1)] + 1 : 0, cells[(row + 1) * width - back]);
            for (var at = width - Math.Min(length, items.Length - 1); at < width; at++)
            {
                places.Add(row * width + at);
                targets.Add(items[items.Length - width + at] + 1);
            }
        }
        Assert.Equal(places, batch.Places.ToArray<long>());
        Assert.Equal(targets, batch.Targets.ToArray<long>());
    }

    [TorchFact]
    public void Bucketing_SavesMostOfThePadding()
    {
        var sequences = Sequences(5000);
        long Cells(Padding padding)
        {
            var batches = new NextItemBatches(sequences, new BatchOptions(50, 64, 5) { Padding = padding });
            var cells = 0L;
            for (var step = 0; step < batches.Steps; step++)
            {
                using var scope = new Scope();
                cells += batches.Of(new Part(0, step)).Cells;
            }
            return cells;
        }
        var (bucketed, longest, full) = (Cells(Padding.Bucketed), Cells(Padding.Longest), Cells(Padding.Full));
        var needed = Enumerable.Range(0, 5000).Sum(u => (long)Math.Max(0, Math.Min(50, sequences.Of(u).Length - 1)));
        TestContext.Current.TestOutputHelper!.WriteLine($"cells of an epoch: {needed} needed, {bucketed} bucketed, {longest} padded to the longest, {full} padded to 50");
        Assert.InRange(bucketed, needed, needed * 6 / 5);
        Assert.True(longest > 3 * bucketed, $"{longest} against {bucketed}");
        Assert.True(full > longest);
    }

    [TorchFact]
    public void Of_AnyStepFirst_GivesTheSameBatch()
    {
        var sequences = Sequences();
        using var scope = new Scope();
        var inOrder = new NextItemBatches(sequences, new BatchOptions(20, 16, 5));
        for (var epoch = 0; epoch < 3; epoch++)
            for (var step = 0; step < inOrder.Steps; step++) _ = inOrder.Of(new Part(epoch, step));
        var (late, fresh) = (inOrder.Of(new Part(1, 3)), new NextItemBatches(sequences, new BatchOptions(20, 16, 5)).Of(new Part(1, 3)));
        Assert.Equal(late.Users, fresh.Users);
        Assert.True(late.Items.EqualTo(fresh.Items));
        Assert.NotEqual(late.Users, new NextItemBatches(sequences, new BatchOptions(20, 16, 6)).Of(new Part(1, 3)).Users);
    }

    [TorchFact]
    public void Parts_TogetherAreTheBatch_AndTheirSharesAreOne()
    {
        var batches = new NextItemBatches(Sequences(), new BatchOptions(20, 16, 5));
        for (var step = 0; step < batches.Steps; step++)
        {
            using var scope = new Scope();
            var whole = batches.Of(new Part(0, step));
            var parts = Enumerable.Range(0, 3).Select(p => batches.Of(new Part(0, step, p, 3))).Where(p => p.Share > 0).ToList();
            Assert.Equal(whole.Users.Order(), parts.SelectMany(p => p.Users).Order());
            Assert.Equal(1, parts.Sum(p => p.Share), 12);
            Assert.All(parts, p => Assert.Equal((double)p.Targets.Count / whole.Targets.Count, p.Share, 12));
        }
    }

    [TorchFact]
    public void Part_WithoutRows_RepeatsOneWithWeightZero()
    {
        using var scope = new Scope();
        var batches = new NextItemBatches(new ItemSequences([0, 3, 6], [0, 1, 2, 2, 1, 0]), new BatchOptions(5, 4, 1));
        var idle = batches.Of(new Part(0, 0, 2, 3));
        Assert.Equal(0, idle.Share);
        Assert.Equal(2, idle.Targets.Count);
        Assert.Contains("nothing to learn", Assert.Throws<DataException>(() => new NextItemBatches(new ItemSequences([0, 1], [0]), new BatchOptions(5, 4, 1))).Message, StringComparison.Ordinal);
    }
}
