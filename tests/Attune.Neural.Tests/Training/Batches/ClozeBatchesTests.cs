namespace Attune.Neural.Tests;

public sealed class ClozeBatchesTests
{
    const int Mark = 1001;

    // 300 users of 1 to 30 items, all items unlike each other within a user.
    static readonly ItemSequences s_sequences = Make();

    static ItemSequences Make()
    {
        var (offsets, items) = (new int[301], new List<int>());
        for (var u = 0; u < 300; u++)
        {
            for (var t = 0; t <= u % 30; t++) items.Add((u + 31 * t) % 1000);
            offsets[u + 1] = items.Count;
        }
        return new ItemSequences(offsets, [.. items]);
    }

    [TorchFact]
    public void Of_HidesItemsBehindTheMark_AndAsksForThem()
    {
        var batches = new ClozeBatches(s_sequences, new BatchOptions(20, 16, 5), Mark, 0.3, 0.1);
        var (hidden, all, lastOnly) = (0L, 0L, 0);
        for (var step = 0; step < batches.Steps; step++)
        {
            using var scope = new Scope();
            var batch = batches.Of(new Part(2, step));
            long[] cells = batch.Items.ToArray<long>(), places = batch.Places.ToArray<long>(), targets = batch.Targets.ToArray<long>();
            var width = (int)batch.Items.Size(1);
            for (var i = 0; i < places.Length; i++)
            {
                Assert.Equal(Mark, cells[places[i]]);
                var sequence = s_sequences.Of(batch.Users[places[i] / width]);
                Assert.Equal(sequence[(int)(sequence.Length - width + places[i] % width)] + 1, targets[i]);
            }
            Assert.Equal(places.Length, cells.Count(c => c == Mark));
            for (var row = 0; row < batch.Users.Length; row++)
            {
                var mine = places.Where(p => p / width == row).ToList();
                Assert.NotEmpty(mine);
                if (Math.Min(20, s_sequences.Of(batch.Users[row]).Length) >= 10 && mine is [var only] && only % width == width - 1) lastOnly++;
            }
            (hidden, all) = (hidden + places.Length, all + cells.Count(c => c != 0));
        }
        // A tenth hide one item alone, the others three tenths of theirs.
        Assert.InRange((double)hidden / all, 0.24, 0.34);
        Assert.InRange(lastOnly, 10, 40);
    }

    [TorchFact]
    public void Of_GapsFollowFromSeedEpochAndUser()
    {
        using var scope = new Scope();
        ClozeBatches New(int size) => new(s_sequences, new BatchOptions(20, size, 5), Mark, 0.3, 0.1);
        var (a, b) = (New(300).Of(new Part(1, 0)), New(300).Of(new Part(1, 0, 1, 3)));
        var (width, narrow) = ((int)a.Items.Size(1), (int)b.Items.Size(1));
        for (var row = 0; row < b.Users.Length; row++)
            Assert.Equal(a.Items.Select(0, Array.IndexOf(a.Users, b.Users[row])).ToArray<long>()[(width - narrow)..], b.Items.Select(0, row).ToArray<long>());
        Assert.False(a.Places.Count == New(300).Of(new Part(2, 0)).Places.Count && a.Items.EqualTo(New(300).Of(new Part(2, 0)).Items));
    }
}
