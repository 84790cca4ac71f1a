using Attune.Numerics;

namespace Attune.Tests;

public sealed class CadenceLrTests : RecommenderContract
{
    protected override ITrainer Trainer => new CadenceLr();

    // What was never bought is all alike: one user in fifty is lucky.
    protected override (double Low, double High) Band => (0, 0.1);

    // A history given without its times is read by its order.
    protected override double FoldInAgreement => 0.95;

    protected override string? AllocatesBecause => "a history becomes a calendar for each list";

    // Straight from the definition, flag by flag.
    static int[] Dull(int[] days, int shopDays)
    {
        var (flags, start) = (new List<int>(), 0);
        days = [.. days.Where(d => d <= 364)];
        foreach (var k in new[] { 7, 14, 28, 91, 182 })
        {
            for (var b = 0; b < 364 / k; b++)
                if (days.Any(d => d - 1 >= b * k && d - 1 < (b + 1) * k)) flags.Add(start + b);
            start += 364 / k;
        }
        Assert.Equal(97, start);
        var n = days.Length;
        flags.Add(97 + Math.Min(n, 7));
        if (n == 0) return [.. flags];
        var last = days.Min() - 1;
        flags.Add(105 + Math.Min((int)Math.Floor(4 * Math.Log2(1 + last)), 39));
        if (n > 1)
        {
            var gap = (days.Max() - days.Min()) / (double)(n - 1);
            flags.Add(145 + Math.Min((int)Math.Floor(3 * Math.Log2(1 + gap)), 19));
            flags.Add(165 + Math.Min((int)Math.Floor(4 * Math.Log2(1 + 4 * last / Math.Max(gap, 1))), 19));
        }
        flags.Add(185 + Math.Min(10 * n / shopDays, 11));
        return [.. flags];
    }

    [Fact]
    public void Features_DrawnDays_AreThoseOfTheDefinition()
    {
        for (var world = 0; world < 300; world++)
        {
            var random = ((Seed)5).Derive(world).Stream();
            var days = new SortedSet<int>();
            for (var n = 1 + random.NextInt(30); n > 0; n--) days.Add(1 + random.NextInt(world % 2 == 0 ? 420 : 40));
            var features = new List<int>();
            CadenceFeatures.Add([.. days], 30, features);
            Assert.Equal(Dull([.. days], 30), features);
            Assert.InRange(features[^1], 0, CadenceFeatures.Count - 1);
        }
        Assert.Equal(197, CadenceFeatures.Count);
    }

    [Fact]
    public void Fit_ItemsThatComeEveryTwoWeeks_AreDueThenAndNotBefore()
    {
        // Everybody buys one item every 14 days and one every 5, from a day of their own on.
        var data = new DatasetBuilder { Name = "rhythm" }.AddRange(
            from u in Enumerable.Range(0, 80)
            from day in Enumerable.Range(0, 120)
            let start = u % 14
            from item in new[] { (day - start) % 14 == 0 ? $"slow{u % 5}" : "", (day - start) % 5 == 0 ? $"quick{u % 3}" : "" }
            where day >= start && item.Length > 0
            select BuyAgain.On(day, $"{u}", item)).Build();
        var model = new CadenceLr { Baskets = 30, Epochs = 10 }.Fit(data);
        float Due(int day) => BuyAgain.Score(model, "0", "slow0", day);
        // User 0 bought it on days 0, 14, …, 98 and 112.
        Assert.True(Due(112) > 3 * Due(106), $"{Due(112)} against {Due(106)}");
        Assert.Equal(0, BuyAgain.Score(model, "0", "slow1", 112));
        Assert.NotEqual(BuyAgain.List(model, "0", 112), BuyAgain.List(model, "0", 105));
    }
}
