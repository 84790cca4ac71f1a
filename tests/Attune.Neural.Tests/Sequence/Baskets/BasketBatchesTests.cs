namespace Attune.Neural.Tests;

public sealed class BasketBatchesTests
{
    const int Mark = 1001, Length = 24;

    // 120 users of 1 to 8 baskets of 1 to 4 items, some of them bought again.
    static readonly ItemSequences s_sequences = Make();

    static ItemSequences Make()
    {
        var (offsets, items, times) = (new int[121], new List<int>(), new List<long>());
        for (var u = 0; u < 120; u++)
        {
            for (var b = 0; b <= u % 8; b++)
                for (var i = 0; i <= (u + b) % 4; i++)
                {
                    items.Add((u + 7 * i + (i == 0 ? 0 : 31 * b)) % 1000);
                    times.Add((b * 3 + u) * 86_400_000L + i * 1000);
                }
            offsets[u + 1] = items.Count;
        }
        return new ItemSequences(offsets, [.. items], [.. times]);
    }

    static BasketBatches Batches(Btbr masking, int size = 16) => new(s_sequences, new BatchOptions(Length, size, 5), Mark, masking);

    // The rows of an epoch: whose, and what stands there, hidden items as themselves.
    static List<(int User, Place[] Row)> Rows(BasketBatches batches)
    {
        var rows = new List<(int, Place[])>();
        for (var step = 0; step < batches.Steps; step++)
        {
            using var scope = new Scope();
            var batch = batches.Of(new Part(2, step));
            long[] cells = batch.Items.ToArray<long>(), times = batch.Times.ToArray<long>(), places = batch.Places.ToArray<long>(), targets = batch.Targets.ToArray<long>();
            Assert.Equal(places.Length, cells.Count(c => c == Mark));
            var width = (int)batch.Items.Size(1);
            for (var r = 0; r < batch.Users.Length; r++)
                rows.Add((batch.Users[r], [.. from i in Enumerable.Range(r * width, width)
                                              where cells[i] != 0
                                              let asked = Array.IndexOf(places, i)
                                              select new Place((int)(asked < 0 ? cells[i] : targets[asked]) - 1, times[i], cells[i] == Mark)]));
        }
        return rows;
    }

    static (int Item, long Time)[] Newest(int user) => [.. s_sequences.Of(user).ToArray().Zip(s_sequences.TimesOf(user).ToArray()).TakeLast(Length)];

    static long Day(long time) => time / 86_400_000;

    [TorchFact]
    public void Of_NewestBasket_IsHiddenWhole()
    {
        var count = 0;
        foreach (var (user, row) in Rows(Batches(new Btbr { BasketHidden = 1 })))
        {
            Assert.Equal(Newest(user), row.Select(p => (p.Item, p.Time)));
            if (row.All(p => Day(p.Time) == Day(row[0].Time))) continue;
            Assert.All(row, p => Assert.Equal(Day(p.Time) == Day(row[^1].Time), p.IsHidden));
            count++;
        }
        Assert.True(count > 80);
    }

    [TorchFact]
    public void Of_NewItemsOfTheNewestBasket_LeavesOutTheOthers()
    {
        var left = 0;
        foreach (var (user, row) in Rows(Batches(new Btbr { BasketHidden = 1, BasketMasking = BasketMasking.Explore })))
        {
            var all = Newest(user);
            var before = all.Where(p => Day(p.Time) < Day(all[^1].Time)).ToList();
            var isNew = all[before.Count..].Where(p => before.All(b => b.Item != p.Item)).ToList();
            // Where there is nothing new or nothing before, some items are asked for.
            if (before.Count == 0 || isNew.Count == 0) continue;
            Assert.Equal([.. before, .. isNew], row.Select(p => (p.Item, p.Time)));
            Assert.Equal(isNew.Count, row.Count(p => p.IsHidden));
            left += all.Length - row.Length;
        }
        Assert.True(left > 50);
    }

    [TorchFact]
    public void Of_SelectedItems_AreHiddenWhereverTheyStand()
    {
        foreach (var (user, row) in Rows(Batches(new Btbr { BasketHidden = 0, Hidden = 0.3 })))
        {
            Assert.Equal(Newest(user), row.Select(p => (p.Item, p.Time)));
            var items = row.Select(p => p.Item).Distinct().Count();
            if (items == 1) Assert.Single(row, p => p.IsHidden);
            else Assert.Equal(Math.Min(items - 1, (int)Math.Ceiling(0.3 * items)), row.Where(p => p.IsHidden).Select(p => p.Item).Distinct().Count());
            if (items > 1) Assert.Empty(row.Where(p => p.IsHidden).Select(p => p.Item).Intersect(row.Where(p => !p.IsHidden).Select(p => p.Item)));
        }
    }

    [TorchFact]
    public void Of_PurchasesByChance_AreAboutTheShare()
    {
        Place[] all = [.. Rows(Batches(new Btbr { BasketHidden = 0, Hidden = 0.3, ItemMasking = ItemMasking.Random })).SelectMany(r => r.Row)];
        Assert.InRange((double)all.Count(p => p.IsHidden) / all.Length, 0.26, 0.36);
        Assert.Contains(all.Where(p => p.IsHidden), p => all.Any(q => q.Item == p.Item && !q.IsHidden));
    }

    [TorchFact]
    public void Of_HalfOfEach_TakesBoth()
    {
        var rows = Rows(Batches(new Btbr { BasketHidden = 0.5 })).Where(r => r.Row.Select(p => Day(p.Time)).Distinct().Count() > 2).ToList();
        Assert.InRange((double)rows.Count(r => r.Row.All(p => p.IsHidden == (Day(p.Time) == Day(r.Row[^1].Time)))) / rows.Count, 0.35, 0.65);
    }

    [TorchTheory]
    [InlineData(1)]
    [InlineData(3)]
    public void Of_Swapped_MovesPurchasesByTheHop(int hop)
    {
        foreach (var (user, row) in Rows(Batches(new Btbr { BasketHidden = 0, Swapped = 1, SwapHop = hop })))
        {
            var all = Newest(user);
            long[] days = [.. all.Select(p => Day(p.Time)).Distinct()];
            Assert.Equal(all.Select(p => p.Item).Order(), row.Select(p => p.Item).Order());
            Assert.Equal(row.Select(p => p.Time), row.Select(p => p.Time).Order());
            foreach (var item in all.Select(p => p.Item).Distinct())
            {
                // Where an item stands once it is known from where it came: by the hop to either side, or the last basket.
                if (all.Count(p => p.Item == item) > 1) continue;
                var (from, to) = (Array.IndexOf(days, Day(all.Single(p => p.Item == item).Time)), Array.IndexOf(days, Day(row.Single(p => p.Item == item).Time)));
                Assert.True(to == Math.Min(days.Length - 1, from + hop) || (to == from - hop && from >= hop), $"{from} → {to} of {days.Length}");
            }
        }
    }

    [TorchFact]
    public void Of_WhatIsHidden_FollowsFromSeedEpochAndUser()
    {
        var options = new Btbr { Swapped = 0.3 };
        Dictionary<int, Place[]> Of(int size) => Rows(Batches(options, size)).ToDictionary(r => r.User, r => r.Row);
        var (a, b) = (Of(7), Of(64));
        Assert.All(a, r => Assert.Equal(r.Value, b[r.Key]));
        using var scope = new Scope();
        Assert.NotEqual(Batches(options, 200).Of(new Part(1, 0)).Places.Count, Batches(options, 200).Of(new Part(2, 0)).Places.Count);
    }

    [TorchFact]
    public void BasketsOf_CountFromTheNewest()
    {
        using var scope = new Scope();
        var items = Tensor.Wrap(new long[] { 0, 3, 4, 5, 6, 1, 1, 2, 9, Mark }, 2, 5);
        long day = 86_400_000, unknown = RelativeBias.Unknown;
        var times = Tensor.Wrap(new long[] { 0, day, day + 5, 2 * day, 9 * day, day, 2 * day, 2 * day, 3 * day, unknown }, 2, 5);
        Assert.Equal([0, 3, 3, 2, 1, 3, 3, 3, 2, 1], BtbrNetwork.BasketsOf(items, times, 3).ToArray<long>());
        Assert.Equal([0, 3, 3, 2, 1, 4, 3, 3, 2, 1], BtbrNetwork.BasketsOf(items, times, 9).ToArray<long>());
        Assert.Equal([0, 4, 3, 2, 1, 5, 4, 3, 2, 1], BtbrNetwork.BasketsOf(items, default, 9).ToArray<long>());
    }

    readonly record struct Place(int Item, long Time, bool IsHidden);
}
