using Attune.Numerics;

namespace Attune.Tests;

public sealed class PurchaseHistoryTests
{
    const long Day = 86_400_000;

    [Fact]
    public void Of_RandomPurchases_IsTheSlowCalendar()
    {
        for (var world = 0; world < 200; world++)
        {
            var random = ((Seed)3).Derive(world).Stream();
            var (items, times) = (new int[random.NextInt(40)], new List<long>());
            for (var e = 0; e < items.Length; e++)
            {
                items[e] = random.NextInt(6);
                times.Add(random.NextInt(30) * Day + random.NextInt((int)Day));
            }
            var history = PurchaseHistory.Of(items, [.. times], 20);
            var slow = items.Select((item, e) => (item, ago: 20 - (int)(times[e] / Day))).Where(p => p.ago > 0).GroupBy(p => p.item).OrderBy(g => g.Min(p => p.ago)).ThenBy(g => g.Key).ToArray();
            Assert.Equal(slow.Select(g => g.Key), history.Items);
            for (var p = 0; p < slow.Length; p++) Assert.Equal(slow[p].Select(x => x.ago).Distinct().Order(), history.DaysAgo(p).ToArray());
        }
    }

    [Fact]
    public void OfOrder_WithoutTimes_EachEventIsADayAndTheNewestYesterday()
    {
        var history = PurchaseHistory.OfOrder([4, 7, 4]);
        Assert.Equal([4, 7], history.Items);
        Assert.Equal([1, 3], history.DaysAgo(0).ToArray());
        Assert.Equal([2], history.DaysAgo(1).ToArray());
    }

    [Fact]
    public void PurchasesOf_DayAskedFor_IsAtOrTheDayAfterTheNewestEvent()
    {
        static Interaction On(string user, string item, int day) => new(user, item) { Time = DateTimeOffset.UnixEpoch.AddDays(day).AddHours(23) };
        var catalog = Catalog.OfTimedSequences(new DatasetBuilder().Add(On("ann", "tea", 3)).Add(On("ann", "tea", 5)).Add(On("bob", "jam", 9)).Build());
        var ann = Query.For(catalog.Users.IndexOf("ann"));
        Assert.Equal([5, 7], catalog.PurchasesOf(ann).DaysAgo(0).ToArray());
        Assert.Equal([1, 3], catalog.PurchasesOf(ann with { At = DateTimeOffset.UnixEpoch.AddDays(6) }).DaysAgo(0).ToArray());
        Assert.Equal([2], catalog.PurchasesOf(ann with { At = DateTimeOffset.UnixEpoch.AddDays(5) }).DaysAgo(0).ToArray());
        Assert.Empty(catalog.PurchasesOf(ann with { At = DateTimeOffset.UnixEpoch.AddDays(3) }).Items);
        Assert.Empty(catalog.PurchasesOf(new Query()).Items);
        var stranger = new Query { History = [0, 99, 1], Times = [DateTimeOffset.UnixEpoch.AddDays(20), DateTimeOffset.UnixEpoch.AddDays(21), DateTimeOffset.UnixEpoch.AddDays(22)] };
        Assert.Equal([1, 0], catalog.PurchasesOf(stranger).Items);
        Assert.Equal([3], catalog.PurchasesOf(stranger).DaysAgo(1).ToArray());
        // Without times the order is all there is, whatever the day.
        Assert.Equal([2], catalog.PurchasesOf(stranger with { Times = null, At = DateTimeOffset.UnixEpoch }).DaysAgo(1).ToArray());
    }
}
