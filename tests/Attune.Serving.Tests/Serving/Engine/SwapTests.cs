using Attune.Serving;

namespace Attune.Tests;

public class SwapTests
{
    [Fact]
    public async Task Recommend_HundredSwapsUnderLoad_NoneFailsAndEachListIsOfOneVersion()
    {
        using var world = await EngineWorld.CheckerboardAsync();
        // Of one model the scores are those of another times its version: a list of two versions would show.
        IRecommender[] models = [.. Enumerable.Range(1, 100).Select(v => new Versioned(EngineWorld.Checkerboard.Catalog, v))];
        using var done = new CancellationTokenSource();
        var seen = new HashSet<string>();
        var readers = Enumerable.Range(0, 4).Select(r => Task.Run(async () =>
        {
            var count = 0;
            while (!done.IsCancellationRequested)
            {
                var list = await world.Server.RecommendAsync(new() { User = $"{r}", Count = 20, Explain = count % 8 == 0 });
                count++;
                Assert.Equal(20, list.Items.Count);
                Assert.All(list.Items, i => Assert.True(list.ModelVersion == "v1" || (int)i.Score == int.Parse(list.ModelVersion![1..])));
                lock (seen) seen.Add(list.ModelVersion!);
            }
            return count;
        })).ToArray();
        for (var v = 0; v < 100; v++)
        {
            world.Models.Swap("default", new ActiveModel($"m{v + 1}", models[v]));
            await Task.Delay(5);
        }
        await done.CancelAsync();
        Assert.True((await Task.WhenAll(readers)).Sum() > 100);
        Assert.True(seen.Count > 10);
        Assert.Equal("m100", (await world.Server.RecommendAsync(new() { User = "1" })).ModelVersion);
    }

    [Fact]
    public async Task Recommend_ModelActiveBeforeTheFirstRequest_Answers()
    {
        using var world = new EngineWorld();
        world.Models.Swap("default", new ActiveModel("v9", EngineWorld.Checkerboard));
        await world.Storage.Of("default").AddEventsAsync([EngineWorld.Event("ann", "1"), EngineWorld.Event("bob", "3")]);
        Assert.Equal("v9", (await world.Server.RecommendAsync(new() { User = "ann" })).ModelVersion);
    }

    [Fact]
    public async Task Swap_OtherSpace_LeavesThisOneAlone()
    {
        using var world = await EngineWorld.CheckerboardAsync();
        world.Models.Swap("other", new ActiveModel("v2", EngineWorld.Checkerboard));
        Assert.Equal("v1", (await world.Server.RecommendAsync(new() { User = "7" })).ModelVersion);
        Assert.Empty((await world.Server.RecommendAsync(new() { User = "7", Space = "other" })).Items);
        Assert.Equal("v2", (await world.Server.RecommendAsync(new() { Space = "other" })).ModelVersion);
    }

    sealed class Versioned(Catalog catalog, int version) : IRecommender
    {
        public ITrainer Trainer { get; } = new Popularity();

        public Catalog Catalog => catalog;

        public void Score(Query query, ReadOnlySpan<int> items, Span<float> scores)
        {
            for (var i = 0; i < items.Length; i++) scores[i] = version + items[i] / 1000f;
        }

        public void Export(Weights weights) => throw new NotSupportedException();
    }
}
