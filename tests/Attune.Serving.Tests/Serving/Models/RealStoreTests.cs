using Attune.Tests;

namespace Attune.Serving.Tests;

/// <summary>The way of a model through a store that outlives the process.</summary>
public sealed class RealStoreTests(PostgresServer server)
{
    [Fact]
    public async Task Sqlite_TrainedRolledBackAndStartedAgain_AnswersWithTheSameVersion()
    {
        using var home = new TemporaryFolder();
        var time = new ManualTime();
        string first, second;
        await using (var storage = await OpenAsync(home, time))
        {
            var room = new ModelRoom(null, storage);
            await room.AddAsync(0, 8);
            await room.Retrainer.LookAsync(TestContext.Current.CancellationToken);
            first = room.ActiveVersion!;
            await room.AddAsync(8, 12);
            room.Time.Advance(TimeSpan.FromHours(2));
            await room.Retrainer.LookAsync(TestContext.Current.CancellationToken);
            second = room.ActiveVersion!;
            var record = (await room.Models.ListAsync())[0];
            Assert.Equal((second, true, 2L), (record.Version, record.IsActive, record.Activation));
            Assert.True(double.IsNaN(record.Metrics.Single(m => m.Name == "coverage@10").Low));
            Assert.Equal(first, (await room.Models.RollBackAsync())!.Version);
        }

        await using var again = await OpenAsync(home, time);
        var restarted = new ModelRoom(null, again);
        await restarted.Loader.FollowAllAsync(TestContext.Current.CancellationToken);
        Assert.Equal(first, restarted.ActiveVersion);
        Assert.NotEqual(first, second);
        Assert.Null(await restarted.Models.RollBackAsync());
        await restarted.Retrainer.LookAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, (await restarted.Models.ListAsync()).Count);
    }

    [Fact]
    public async Task Sqlite_TwoTrainersOnOneStorage_TrainOnce()
    {
        using var home = new TemporaryFolder();
        var time = new ManualTime();
        await using var one = await OpenAsync(home, time);
        var rooms = new[] { new ModelRoom(null, one), new ModelRoom(null, one) };
        await rooms[0].AddAsync(0, 8);
        await Task.WhenAll(rooms.Select(r => Task.Run(() => r.Retrainer.LookAsync(TestContext.Current.CancellationToken))));
        Assert.Single(await rooms[1].Models.ListAsync());
    }

    [Fact]
    public async Task Postgres_TwoServersOnOneDatabase_TrainOnceAndBothAnswerWithIt()
    {
        Assert.SkipUnless(PostgresServer.IsInstalled, PostgresServer.Missing);
        var (time, connection) = (new ManualTime(), await server.DatabaseAsync());
        await using var one = await StartedAsync(Storages.Parse($"postgres:{connection}", time));
        await using var two = await StartedAsync(Storages.Parse($"postgres:{connection}", time));
        var rooms = new[] { new ModelRoom(null, one), new ModelRoom(null, two) };
        await rooms[0].AddAsync(0, 8);

        await Task.WhenAll(rooms.Select(r => Task.Run(() => r.Retrainer.LookAsync(TestContext.Current.CancellationToken))));

        var record = Assert.Single(await rooms[1].Models.ListAsync());
        foreach (var room in rooms)
        {
            await room.Loader.FollowAllAsync(TestContext.Current.CancellationToken);
            Assert.Equal(record.Version, room.ActiveVersion);
            Assert.Empty(room.Loader.Problems);
        }
    }

    static Task<IStorage> OpenAsync(TemporaryFolder home, TimeProvider time) => StartedAsync(Storages.Parse($"sqlite:{home.At("store")}", time));

    static async Task<IStorage> StartedAsync(IStorage storage)
    {
        await storage.StartAsync(TestContext.Current.CancellationToken);
        return storage;
    }
}
