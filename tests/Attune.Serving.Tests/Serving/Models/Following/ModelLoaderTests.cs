using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Attune.Serving.Tests;

/// <summary>How a version becomes the one that answers, in this process and in others on the same storage.</summary>
public sealed class ModelLoaderTests
{
    [Fact]
    public async Task Follow_OnAnotherReplica_TakesOverActivationsAndRollBacks()
    {
        var trainer = new ModelRoom();
        var replica = new ModelRoom(trainer);
        var follower = new ModelFollower(replica.Loader, replica.Time, replica.Log.Of<ModelFollower>());
        var first = await trainer.StartAsync();
        await follower.StartAsync(TestContext.Current.CancellationToken);
        Assert.Equal(first.Version, replica.ActiveVersion);

        await trainer.AddAsync(8, 12);
        var second = (await trainer.Models.RetrainAsync())!;
        Assert.Equal(first.Version, replica.ActiveVersion);
        await Passes(replica, second.Version);
        await trainer.Models.RollBackAsync();
        await Passes(replica, first.Version);
        await follower.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, replica.Time.Timers);
    }

    [Fact]
    public async Task Follow_ActiveModelDamagedAtStart_FallsBackToTheLastGoodAndSaysSo()
    {
        var trainer = new ModelRoom();
        var first = await trainer.StartAsync();
        var broken = await BreakAsync(trainer, first);
        var replica = new ModelRoom(trainer);

        await replica.Loader.FollowAllAsync(TestContext.Current.CancellationToken);

        Assert.Equal(first.Version, replica.ActiveVersion);
        var problem = replica.Loader.Problems["default"];
        Assert.Contains($"The active model {broken} of the space 'default' cannot be used:", problem, StringComparison.Ordinal);
        Assert.Contains($"{first.Version} answers in its stead", problem, StringComparison.Ordinal);
        Assert.Contains($"Error: {problem}", replica.Log.All);
        Assert.Equal(problem, Assert.Single(replica.Tasks.All).Outcome);
        Assert.Equal(HealthStatus.Degraded, await HealthAsync(replica));
    }

    [Fact]
    public async Task Follow_ActiveModelDamagedWhileServing_StaysOnTheOneThatAnswersAndRecovers()
    {
        var room = new ModelRoom();
        var first = await room.StartAsync();
        await BreakAsync(room, first);

        for (var i = 0; i < 3; i++) await room.Loader.FollowAllAsync(TestContext.Current.CancellationToken);

        Assert.Equal(first.Version, room.ActiveVersion);
        Assert.Single(room.Tasks.All, t => t.Name == "load");
        await room.Models.ActivateAsync(first.Version);
        await room.Loader.FollowAllAsync(TestContext.Current.CancellationToken);
        Assert.Empty(room.Loader.Problems);
        Assert.Equal(HealthStatus.Healthy, await HealthAsync(room));
    }

    [Fact]
    public async Task Retrain_ActiveModelDamagedAndNoOther_TrainsANewOneThatAnswers()
    {
        var trainer = new ModelRoom();
        await trainer.AddAsync(0, 8);
        await BreakAsync(trainer, null);
        var replica = new ModelRoom(trainer);

        var record = (await replica.Models.RetrainAsync())!;

        Assert.True(record.IsActive, record.Decision);
        Assert.Equal(record.Version, replica.ActiveVersion);
        Assert.Empty(replica.Loader.Problems);
    }

    [Fact]
    public async Task Activate_Damaged_IsAnErrorAndChangesNothing()
    {
        var room = new ModelRoom();
        var first = await room.StartAsync();
        await room.Store.PutModelAsync(new ModelRecord { Version = "bad", Model = "als" }, new MemoryStream([1, 2, 3]));
        await Assert.ThrowsAsync<DataException>(() => room.Models.ActivateAsync("bad"));
        Assert.Equal(first.Version, room.ActiveVersion);
        Assert.Equal(first.Version, (await room.Models.ListAsync()).Single(m => m.IsActive).Version);
    }

    [Fact]
    public async Task RollBack_ToADamagedOne_GoesToTheGoodOneBeforeIt()
    {
        var room = new ModelRoom();
        var first = await room.StartAsync();
        var broken = await BreakAsync(room, first);
        await room.AddAsync(8, 12);
        var third = (await room.Models.RetrainAsync())!;
        Assert.True(third.IsActive, third.Decision);

        Assert.Equal(first.Version, (await room.Models.RollBackAsync())!.Version);
        Assert.Contains(room.Log.All, l => l.Contains($"{broken} cannot be used", StringComparison.Ordinal));
        Assert.Equal(first.Version, room.ActiveVersion);
    }

    [Fact]
    public async Task Swap_HundredTimesUnderLoad_EveryRequestHasOneWholeModel()
    {
        var room = new ModelRoom();
        var first = await room.StartAsync();
        await room.AddAsync(8, 12);
        var second = (await room.Models.RetrainAsync())!;
        using var stop = new CancellationTokenSource();
        var asked = 0;
        var requests = Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                var model = room.Active.Of("default")!;
                var scores = new float[model.Model.Catalog.Items.Count];
                model.Model.Score(Query.For(1), model.Model.Catalog.AllItems, scores);
                Assert.Contains(scores, s => s > 0);
                Interlocked.Increment(ref asked);
            }
        })).ToArray();

        for (var i = 0; i < 100; i++) Assert.NotNull(await room.Models.ActivateAsync(i % 2 == 0 ? first.Version : second.Version));

        await stop.CancelAsync();
        await Task.WhenAll(requests);
        Assert.True(asked > 0);
        Assert.Equal(second.Version, room.ActiveVersion);
    }

    [Fact]
    public async Task Follow_StoreDoesNotAnswer_ModelsGoOnAndItIsAskedAgain()
    {
        var room = new ModelRoom();
        var first = await room.StartAsync();
        var replica = new ModelRoom(room, new TroubledStorage(room.Storage) { Fails = true });
        var follower = new ModelFollower(replica.Loader, replica.Time, replica.Log.Of<ModelFollower>());
        await follower.StartAsync(TestContext.Current.CancellationToken);
        Assert.Null(replica.ActiveVersion);
        Assert.Contains(replica.Log.All, l => l.StartsWith("Warning: The store could not be asked", StringComparison.Ordinal));
        ((TroubledStorage)replica.Storage).Fails = false;
        await Passes(replica, first.Version);
        await follower.StopAsync(TestContext.Current.CancellationToken);
    }

    // Another version becomes active in the store, with bytes that are none.
    static async Task<string> BreakAsync(ModelRoom room, ModelRecord? like)
    {
        var record = (like ?? new ModelRecord { Version = "", Model = "als" }) with { Version = "20261129T235959-als-0bad", Created = room.Time.GetUtcNow().AddHours(1), LastEvent = 0 };
        await room.Store.PutModelAsync(record, new MemoryStream([1, 2, 3]));
        Assert.True(await room.Store.ActivateModelAsync(record.Version, "for the test"));
        return record.Version;
    }

    static async Task Passes(ModelRoom replica, string version)
    {
        for (var i = 0; i < 500 && replica.ActiveVersion != version; i++)
        {
            replica.Time.Advance(ModelFollower.Every);
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
        Assert.Equal(version, replica.ActiveVersion);
    }

    static async Task<HealthStatus> HealthAsync(ModelRoom room) => (await new ModelsHealth(room.Loader, room.Models).CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken)).Status;
}
