namespace Attune.Tests;

public sealed class ExposureFairTests
{
    static readonly Catalog Shop = RerankWorld.Model.Catalog;

    static string GroupOf(int item) => Shop.ItemFeatures!["genre"]!.Values[item]!.Split('|')[0];

    static Dictionary<string, double> Due(Func<int, double> weight)
    {
        var items = Enumerable.Range(0, Shop.Items.Count).ToArray();
        return items.GroupBy(GroupOf).ToDictionary(g => g.Key, g => g.Sum(weight) / items.Sum(weight));
    }

    [Theory, InlineData(ExposureTarget.Interactions), InlineData(ExposureTarget.Catalog)]
    public void For_EveryPrefix_GivesEveryGroupWhatIsDue(ExposureTarget target)
    {
        var due = Due(target == ExposureTarget.Catalog ? _ => 1 : i => Shop.Popularity[i]);
        Assert.Equal(4, due.Count);
        for (var user = 0; user < 60; user++)
        {
            var pool = RerankWorld.Candidates(user, 40);
            var list = RerankWorld.Reranked(new ExposureFair { Feature = "genre", Target = target, Pool = 40 }, user, 40);
            for (var k = 1; k <= list.Length; k++)
                foreach (var (group, share) in due)
                    Assert.True(list[..k].Count(i => GroupOf(i) == group) >= Math.Min(Math.Floor(share * k + 1e-9), pool.Count(c => GroupOf(c.Item) == group)), $"user {user}, {group}, {k} places");
        }
    }

    [Fact]
    public void For_EveryGroup_KeepsTheModelsOrderWithin()
    {
        for (var user = 0; user < 20; user++)
        {
            var list = RerankWorld.Reranked(new ExposureFair { Feature = "genre", Pool = RerankWorld.Pool }, user, RerankWorld.Pool);
            foreach (var group in RerankWorld.Candidates(user).Select(c => c.Item).GroupBy(GroupOf)) Assert.Equal(group, list.Where(i => GroupOf(i) == group.Key));
        }
    }

    // Two groups, half and half, of which the model likes only the first: strict turns, best first.
    [Fact]
    public void For_HalfAndHalf_TakesTurns()
    {
        var builder = new DatasetBuilder();
        for (var i = 0; i < 8; i++) builder.Add(new("u", $"i{i}")).ItemFeature($"i{i}", "side", i < 4 ? "left" : "right");
        var model = new ScoreTable(Catalog.Of(builder.Build()), QueryParts.User, (_, i) => -i);
        int[] list = [.. TopN.For(model, new Query { User = 0 }, 6, Seen.Include, rerank: new ExposureFair { Feature = "side" }).Items.Select(i => i.Item)];
        Assert.Equal([0, 4, 1, 5, 2, 6], list);
    }

    // The model's order is fair already.
    [Fact]
    public void For_OrderWithinBounds_Stays()
    {
        var builder = new DatasetBuilder();
        for (var i = 0; i < 8; i++) builder.Add(new("u", $"i{i}")).ItemFeature($"i{i}", "side", i % 2 == 0 ? "left" : "right");
        var model = new ScoreTable(Catalog.Of(builder.Build()), QueryParts.User, (_, i) => -i);
        Assert.Equal(Enumerable.Range(0, 8), TopN.For(model, new Query { User = 0 }, 8, Seen.Include, rerank: new ExposureFair { Feature = "side" }).Items.Select(i => i.Item));
    }

    [Fact]
    public void For_AnyKind_IsWellBehaved()
    {
        RerankWorld.IsWellBehaved(new ExposureFair { Pool = RerankWorld.Pool });
        RerankWorld.IsWellBehaved(new ExposureFair { Feature = "genre", Target = ExposureTarget.Catalog, Pool = RerankWorld.Pool });
    }

    [Fact]
    public void For_GroupsOfPopularity_GiveTheTailItsFifth()
    {
        var split = Split.ByTime(Worlds.Random(), 0.3);
        var model = new Popularity().Fit(split.Train);
        double TailShare(IReranker? rerank) => Evaluation.Of(model, split, [Attune.TailShare.At(10)], new EvaluationOptions { Rerank = rerank }, null).Metrics[0].Value;
        Assert.Equal(0, TailShare(null));
        Assert.InRange(TailShare(new ExposureFair()), 0.1, 0.3);
    }
}
