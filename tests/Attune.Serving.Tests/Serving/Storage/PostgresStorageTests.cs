using Npgsql;

namespace Attune.Serving.Tests;

/// <summary>What is PostgreSQL's own: several servers on one database, crashes, partitions, locks.</summary>
public sealed class PostgresStorageTests(PostgresServer server)
{
    [Fact]
    public async Task TwoServers_ShareEverything_AndTakeTurns()
    {
        var database = await DatabaseAsync();
        await using var one = new PostgresStorage(database, TimeProvider.System);
        await using var two = new PostgresStorage(database, TimeProvider.System);
        await Task.WhenAll(one.StartAsync(), two.StartAsync());
        var stores = new[] { one.Of("default"), two.Of("default") };
        using var done = new CancellationTokenSource();
        var watching = WatchAsync(stores[1], done.Token);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(w => Task.Run(async () =>
        {
            for (var b = 0; b < 10; b++) Assert.Equal(20, await stores[w % 2].AddEventsAsync(Batch($"{w}-{b}", 20)));
        })));
        await done.CancelAsync();
        await watching;
        Assert.Equal(new StoreCounts(1, 20, 1600, 1600), await one.Of("default").CountsAsync());
        // One that a server has seen, and the other deleted, is added again.
        await stores[0].DeleteUserAsync("u");
        await stores[1].AddEventsAsync(Batch("again", 1));
        Assert.NotNull(await stores[0].UserAsync("u"));

        // Whoever has read up to a number has read all up to it: nothing smaller appears later.
        static async Task WatchAsync(IStore store, CancellationToken done)
        {
            var (after, seen) = (0L, 0L);
            while (!done.IsCancellationRequested)
            {
                var last = (await store.CountsAsync()).LastEvent;
                seen += (await store.ReadEventsAsync(last, after).ToArrayAsync()).Length;
                Assert.Equal(last, seen);
                after = last;
            }
        }
    }

    [Fact]
    public async Task Partitions_AreMadeAhead()
    {
        await using var storage = new PostgresStorage(await DatabaseAsync(), TimeProvider.System) { PartitionSize = 100 };
        await storage.StartAsync();
        var store = storage.Of("default");
        for (var i = 0; i < 5; i++) await store.AddEventsAsync(Batch($"{i}", 70));
        Assert.Equal(Enumerable.Range(0, 350).Select(i => $"{i / 70}-{i % 70}"), (await store.ReadEventsAsync().ToArrayAsync()).Select(e => e.EventId));
        Assert.Equal(["4-68", "4-69"], (await store.EventsOfUserAsync("u", 2)).Select(e => e.EventId));
        Assert.Equal(0, await store.AddEventsAsync(Batch("0", 70)));
    }

    [Fact]
    public async Task Crash_LosesNothingAcknowledged_AndTheStoreGoesOnByItself()
    {
        Assert.SkipUnless(PostgresServer.IsInstalled, PostgresServer.Missing);
        await using var own = new PostgresServer();
        await using var storage = new PostgresStorage(await own.DatabaseAsync(), TimeProvider.System);
        await storage.StartAsync();
        var store = storage.Of("default");
        var held = (await storage.TryLockAsync("trainer"))!;
        var acknowledged = 0;
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            for (var b = 0; !stop.IsCancellationRequested; b++)
                if (await AnsweredAsync(() => store.AddEventsAsync(Batch($"{b}", 10)))) Volatile.Write(ref acknowledged, b + 1);
                else b--;
        });
        while (Volatile.Read(ref acknowledged) < 5) await Task.Delay(10);
        await own.CrashAsync();
        await Task.Delay(Timeout.InfiniteTimeSpan, held.Lost).ContinueWith(_ => { }, TaskScheduler.Default).WaitAsync(TimeSpan.FromSeconds(20));
        var before = Volatile.Read(ref acknowledged);
        await own.StartAsync();
        while (Volatile.Read(ref acknowledged) < before + 3) await Task.Delay(10);
        await stop.CancelAsync();
        await writing;
        // A batch whose acknowledgement was lost was sent again under the same event ids, and is there once.
        Assert.Equal(Enumerable.Range(0, acknowledged * 10).Select(i => $"{i / 10}-{i % 10}"), (await store.ReadEventsAsync().ToArrayAsync()).Select(e => e.EventId));
        await held.DisposeAsync();
        await using var again = await storage.TryLockAsync("trainer");
        Assert.NotNull(again);
    }

    [Fact]
    public async Task NewerStore_AndWrongDatabase_AreClearErrors()
    {
        var database = await DatabaseAsync();
        await using (var storage = new PostgresStorage(database, TimeProvider.System)) await storage.StartAsync();
        await using (var connection = new NpgsqlConnection(database))
        {
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand("INSERT INTO attune.migrations VALUES (999, 0)", connection);
            await command.ExecuteNonQueryAsync();
        }
        await using (var storage = new PostgresStorage(database, TimeProvider.System))
            Assert.Contains("version 999", (await Assert.ThrowsAsync<InvalidOperationException>(() => storage.StartAsync())).Message, StringComparison.Ordinal);
        await using var nowhere = new PostgresStorage(new NpgsqlConnectionStringBuilder(database) { Database = "nowhere", Password = "S3cret" }.ConnectionString, TimeProvider.System);
        var error = await Assert.ThrowsAsync<IOException>(() => nowhere.StartAsync());
        Assert.Contains("no such database", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("S3cret", error.ToString(), StringComparison.Ordinal);
    }

    async Task<string> DatabaseAsync()
    {
        Assert.SkipUnless(PostgresServer.IsInstalled, PostgresServer.Missing);
        return await server.DatabaseAsync();
    }

    static async Task<bool> AnsweredAsync(Func<Task> work)
    {
        try
        {
            await work();
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    static StoredEvent[] Batch(string name, int count) => [.. Enumerable.Range(0, count).Select(i => new StoredEvent { Type = "view", User = "u", Item = $"i{i}", EventId = $"{name}-{i}" })];
}
