using Attune.Numerics;

namespace Attune.Tests;

public sealed class BasketEvaluationTests
{
    static Dataset Drawn(int seed, int users = 30) => new DatasetBuilder { Name = "drawn" }.AddRange(
        from u in Enumerable.Range(0, users)
        let random = ((Seed)seed).Derive(u).Stream()
        from e in Drawn(random)
        select new Interaction($"{u}", $"{e.Item}") { Time = DateTimeOffset.UnixEpoch.AddDays(e.Day).AddHours(e.Item) }).Build();

    static IEnumerable<(int Item, int Day)> Drawn(RandomStream random)
    {
        for (var n = 5 + random.NextInt(25); n > 0; n--) yield return (random.NextInt(12), random.NextInt(20));
    }

    // All from the events alone, in the dullest way.
    static (double[] AtLeast, double[] All, int[] Counted, double Share) Dull(Dataset data, int k)
    {
        var (atLeast, all, counted, shares) = (new double[3], new double[3], new int[2], new List<double>());
        foreach (var events in Enumerable.Range(0, data.Count).Select(e => (User: data.Events.Users[e], Item: data.Events.Items[e], Day: (data.Events.TimeOf(e)!.Value - DateTimeOffset.UnixEpoch).Days)).GroupBy(e => e.User))
        {
            var last = events.Max(e => e.Day);
            var bought = events.Where(e => e.Day == last).Select(e => e.Item).ToHashSet();
            var ranked = events.Where(e => e.Day < last).GroupBy(e => e.Item).OrderByDescending(g => g.Select(e => e.Day).Distinct().Count()).ThenByDescending(g => g.Max(e => e.Day)).ThenBy(g => g.Key).Select(g => g.Key).ToArray();
            if (ranked.Length == 0) continue;
            var positives = ranked.Count(bought.Contains);
            shares.Add(positives / (double)bought.Count);
            if (positives == 0) continue;
            var hits = Enumerable.Range(0, Math.Min(k, ranked.Length)).Where(i => bought.Contains(ranked[i])).ToArray();
            double[] values = [hits.Length / (double)k, hits.Length / (double)positives, hits.Sum(i => 1 / Math.Log2(i + 2)) / Enumerable.Range(0, Math.Min(k, positives)).Sum(i => 1 / Math.Log2(i + 2))];
            for (var m = 0; m < 3; m++)
            {
                all[m] += values[m];
                if (ranked.Length >= k) atLeast[m] += values[m];
            }
            counted[1]++;
            if (ranked.Length >= k) counted[0]++;
        }
        return ([.. atLeast.Select(v => v / counted[0])], [.. all.Select(v => v / counted[1])], counted, shares.Average());
    }

    [Fact]
    public void Of_LastDays_AreThoseCountedByHand()
    {
        for (var seed = 0; seed < 5; seed++)
        {
            var baskets = NextBaskets.Of(Drawn(seed));
            var scores = BasketEvaluation.Of(new PersonalFrequency().Fit(baskets.Train), baskets);
            foreach (var k in new[] { 1, 3, 5, 10 })
            {
                var (atLeast, all, counted, share) = Dull(Drawn(seed), k);
                string[] names = [$"precision@{k}", $"recall@{k}", $"ndcg@{k}"];
                for (var m = 0; m < 3; m++)
                {
                    Assert.Equal(atLeast[m], scores.AtLeastK[names[m]].Value, 12);
                    Assert.Equal(all[m], scores.All[names[m]].Value, 12);
                    Assert.Equal(counted, (int[])[scores.AtLeastK[names[m]].Users, scores.All[names[m]].Users]);
                    Assert.Equal(counted[1], scores.AtLeastK[names[m]].PerUser.Count);
                }
                Assert.Equal(share, scores.Repeats.Share, 12);
            }
        }
    }

    [Fact]
    public void Of_OtherUsers_GetTheScoresThatTheirHistoriesGive()
    {
        var (train, all) = (Drawn(1, 10), Drawn(1, 30));
        var test = all.Where(e => int.Parse(all.Users[all.Events.Users[e]], System.Globalization.CultureInfo.InvariantCulture) >= 10);
        var apart = NextBaskets.OfUsers(train, test);
        Assert.Equal(train.Count, apart.Train.Count);
        var scores = BasketEvaluation.Of(new PersonalFrequency().Fit(apart.Train), apart);
        var (_, values, counted, _) = Dull(test, 5);
        Assert.Equal(counted[1], scores.All["ndcg@5"].Users);
        Assert.Equal(values, [scores.All["precision@5"].Value, scores.All["recall@5"].Value, scores.All["ndcg@5"].Value], (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Contains("The user '0' is in", Assert.Throws<DataException>(() => NextBaskets.OfUsers(train, all)).Message, StringComparison.Ordinal);
        // A model that knows neither order nor times gets each item once.
        Assert.Equal(counted[1], BasketEvaluation.Of(new Popularity().Fit(apart.Train), apart).All["ndcg@5"].Users);
    }

    [Fact]
    public void Of_WholeCatalog_PartsRepeatsAndExplores()
    {
        var data = new DatasetBuilder().Add(BuyAgain.On(0, "ann", "tea")).Add(BuyAgain.On(1, "ann", "jam")).Add(BuyAgain.On(5, "ann", "tea")).Add(BuyAgain.On(5, "ann", "oil"))
            .Add(BuyAgain.On(0, "bob", "oil")).Add(BuyAgain.On(5, "bob", "salt")).Build();
        var baskets = NextBaskets.Of(data);
        var scores = BasketEvaluation.Of(new GpTopFreq().Fit(baskets.Train), baskets, new BasketOptions { WholeCatalog = true, Cutoffs = [1, 3] });
        Assert.Equal((2, 0.25), (scores.Repeats.Users, scores.Repeats.Share));
        // ann: jam, tea, then oil, which bob has; bob: oil, then jam and tea, never salt.
        Assert.Equal([0.0, 1.0], [.. scores.Repeats.RepeatRecall.Select(r => r.Value)]);
        Assert.Equal([0.0, 0.5], [.. scores.Repeats.ExploreRecall.Select(r => r.Value)]);
        Assert.Equal([1, 2], [scores.Repeats.RepeatRecall[0].Users, scores.Repeats.ExploreRecall[0].Users]);
        Assert.Equal(["ann"], scores.All.UserIds);
    }

    [Fact]
    public void Of_LongHistories_AreCutToTheNewest()
    {
        var data = new DatasetBuilder().Add(BuyAgain.On(0, "ann", "tea")).Add(BuyAgain.On(0, "ann", "oil")).Add(BuyAgain.On(1, "ann", "jam")).Add(BuyAgain.On(5, "ann", "tea")).Add(BuyAgain.On(5, "ann", "jam")).Build();
        var baskets = NextBaskets.Of(data);
        var scores = BasketEvaluation.Of(new PersonalFrequency().Fit(baskets.Train), baskets, new BasketOptions { LongestHistory = 1 });
        Assert.Equal([1, 1, 0], [scores.All["recall@1"].Value, scores.All["recall@1"].Users, scores.AtLeastK["recall@3"].Users]);
    }

    [Fact]
    public void Of_WhatCannotBeMeasured_IsSaid()
    {
        var baskets = NextBaskets.Of(Drawn(1));
        Assert.Contains("fit it on NextBaskets.Train", Assert.Throws<DataException>(() => BasketEvaluation.Of(new PersonalFrequency().Fit(BuyAgain.Shop), baskets)).Message, StringComparison.Ordinal);
        Assert.Contains("no user bought something on the day", Assert.Throws<DataException>(() => NextBaskets.Of(Drawn(1), DateTimeOffset.UnixEpoch.AddDays(99))).Message, StringComparison.Ordinal);
        Assert.Contains("has no times", Assert.Throws<DataException>(() => NextBaskets.Of(TinyWorld.Handful())).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => BasketEvaluation.Of(new PersonalFrequency().Fit(baskets.Train), baskets, new BasketOptions { Cutoffs = [] }));
    }
}
