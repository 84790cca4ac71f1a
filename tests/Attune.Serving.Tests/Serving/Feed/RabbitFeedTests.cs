using System.Text;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using RabbitMQ.Client;

namespace Attune.Serving.Tests;

/// <summary>The feed against a real broker: what is sent is stored once, whatever happens in between.</summary>
[Collection(RabbitCollection.Name)]
public sealed class RabbitFeedTests(RabbitServer broker)
{
    static StoredEvent[] Events(int count, string prefix = "e") =>
        [.. Enumerable.Range(0, count).Select(i => new StoredEvent { Type = "view", User = $"u{i % 7}", Item = $"i{i % 11}", Time = DateTimeOffset.UnixEpoch.AddSeconds(i), EventId = $"{prefix}{i}" })];

    static async Task SendAsync(IConnection connection, string queue, string body, string? id)
    {
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        await channel.BasicPublishAsync("", queue, true, new BasicProperties { Persistent = true, MessageId = id }, Encoding.UTF8.GetBytes(body));
    }

    static async Task<uint> WaitingAsync(IConnection connection, string queue)
    {
        await using var channel = await connection.CreateChannelAsync();
        return await channel.MessageCountAsync(queue);
    }

    async Task<TestFeed> StartAsync(Func<IStore, IStore>? around = null, Action<AttuneOptions>? set = null)
    {
        RabbitServer.SkipUnlessInstalled();
        var feed = new TestFeed(broker.Address, around: around, set: set);
        await feed.StartAsync();
        await Eventually.TrueAsync(() => Task.FromResult(feed.State.Now.Status == FeedStatus.Running), "the feed runs");
        return feed;
    }

    [Fact]
    public async Task Publish_Events_AreStoredInTheirOrder()
    {
        await using var feed = await StartAsync();
        await using var publisher = feed.Publisher();
        await publisher.PublishAsync(Events(2500));
        await feed.StoredAsync(2500);
        Assert.Equal(Enumerable.Range(0, 2500).Select(i => $"e{i}"), await feed.Store.ReadEventsAsync().Select(e => e.EventId).ToArrayAsync());
    }

    [Fact]
    public async Task Publish_SingleEventsAtOnce_TravelTogether()
    {
        var writes = 0;
        await using var feed = await StartAsync(s => StoreAround.Of(s, (add, _) =>
        {
            Interlocked.Increment(ref writes);
            return add();
        }));
        await using (var publisher = feed.Publisher()) await Task.WhenAll(Events(5000).Select(e => publisher.PublishAsync(e)));
        await feed.StoredAsync(5000);
        Assert.InRange(writes, 1, 50);
    }

    [Fact]
    public async Task Publish_Disposed_SendsWhatWaitsForOthers()
    {
        await using var feed = await StartAsync();
        Task sent;
        await using (var publisher = new FeedPublisher(new FeedPublisherOptions { RabbitMq = broker.Address, Queue = feed.Queue.Name, Linger = TimeSpan.FromSeconds(10) })) sent = publisher.PublishAsync(Events(1)[0]);
        await sent;
        await feed.StoredAsync(1);
    }

    [Fact]
    public async Task Message_SentTwice_CountsOnce()
    {
        await using var feed = await StartAsync();
        await using var connection = await broker.ConnectAsync();
        for (var i = 0; i < 2; i++) await SendAsync(connection, feed.Queue.Name, """[{"type":"view","user":"u","item":"i"},{"type":"view","user":"u","item":"i"}]""", "message-1");
        await SendAsync(connection, feed.Queue.Name, """[{"type":"view","user":"u","item":"i"}]""", "message-2");
        await feed.StoredAsync(3);
        await using var publisher = feed.Publisher();
        for (var i = 0; i < 2; i++) await publisher.PublishAsync(Events(10));
        await feed.StoredAsync(13);
    }

    [Fact]
    public async Task Message_ThatCannotBeTaken_IsPutAsideWithTheReason()
    {
        await using var feed = await StartAsync(set: o => o.Api.LargestBody = 1024);
        await using var connection = await broker.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        foreach (var (body, said) in new[]
        {
            ("no json", "is no JSON"),
            ("""[{"type":"view","user":"","item":"i"}]""", "user is missing"),
            ("[" + new string(' ', 2000) + "]", "at most 1024 are taken"),
            ("""{"space":"other","events":[]}""", "There is no space 'other' here; known are default"),
        })
        {
            await SendAsync(connection, feed.Queue.Name, body, "bad");
            BasicGetResult? dead = null;
            await Eventually.TrueAsync(async () => (dead = await channel.BasicGetAsync(feed.Queue.Dead, autoAck: true)) is not null, $"a dead letter for {said}");
            Assert.Contains(said, Encoding.UTF8.GetString((byte[])dead!.BasicProperties.Headers![FeedQueue.ReasonHeader]!), StringComparison.Ordinal);
            Assert.Equal((body, "bad"), (Encoding.UTF8.GetString(dead.Body.Span), dead.BasicProperties.MessageId));
            await Eventually.TrueAsync(() => Task.FromResult(feed.Log.Contains(said, StringComparison.Ordinal)), $"a line in the log for {said}");
        }
        await SendAsync(connection, feed.Queue.Name, """[{"type":"view","user":"u","item":"i"}]""", "good");
        await feed.StoredAsync(1);
    }

    [Fact]
    public async Task Message_ThatTheStoreRefuses_IsPutAsideAlone()
    {
        await using var feed = await StartAsync(s => StoreAround.Of(s, async (add, events) =>
        {
            await Task.Delay(100);
            return events.Any(e => e.EventId == "bad5") ? throw new ArgumentException("The store refuses bad5.") : await add();
        }));
        await using var publisher = feed.Publisher();
        await Task.WhenAll(new[] { "a", "b", "bad", "c" }.Select(p => publisher.PublishAsync(Events(10, p))));
        await feed.StoredAsync(30);
        await using var connection = await broker.ConnectAsync();
        Assert.Equal(1u, await WaitingAsync(connection, feed.Queue.Dead));
        await Eventually.TrueAsync(async () => await WaitingAsync(connection, feed.Queue.Name) == 0, "an empty queue");
    }

    [Fact]
    public async Task Store_FailsForATimeAndAfterItsCommit_NothingIsLostOrDoubled()
    {
        var attempts = 0;
        TestFeed? seen = null;
        await using var feed = seen = await StartAsync(s => StoreAround.Of(s, async (add, _) =>
        {
            if (Interlocked.Increment(ref attempts) <= 2) throw new IOException("No space left on device");
            var taken = await add();
            return attempts == 3 ? throw new TimeoutException("The answer got lost.") : taken;
        }));
        await using var publisher = feed.Publisher();
        await publisher.PublishAsync(Events(100));
        await Eventually.TrueAsync(() => Task.FromResult(seen.State.Now.Status == FeedStatus.Waiting), "the feed waits");
        var health = await new FeedHealth(feed.State).CheckHealthAsync(new HealthCheckContext());
        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.Contains("The store takes no events", health.Description, StringComparison.Ordinal);
        await feed.StoredAsync(100);
        await Eventually.TrueAsync(() => Task.FromResult(seen.State.Now.Status == FeedStatus.Running), "the feed runs again");
        Assert.Contains("No space left on device", feed.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connection_LostBetweenStoringAndAcknowledging_NothingDoubles()
    {
        var writes = 0;
        await using var storage = new MemoryStorage(TimeProvider.System);
        TestFeed? first = null;
        first = new TestFeed(broker.Address, storage, s => StoreAround.Of(s, async (add, _) =>
        {
            var taken = await add();
            // The broker is killed when the events are stored and their message is not acknowledged yet.
            if (Interlocked.Increment(ref writes) == 1) await broker.CrashAsync();
            return taken;
        }));
        RabbitServer.SkipUnlessInstalled();
        await using var feed = first;
        await feed.StartAsync();
        await using var publisher = feed.Publisher();
        await publisher.PublishAsync(Events(100));
        await Eventually.TrueAsync(() => Task.FromResult(Volatile.Read(ref writes) >= 2), "a second delivery", 60);
        await feed.StoredAsync(100);
        await using var connection = await broker.ConnectAsync();
        await Eventually.TrueAsync(async () => await WaitingAsync(connection, feed.Queue.Name) == 0, "an empty queue");
    }

    [Fact]
    public async Task Broker_KilledInMidStream_NothingConfirmedIsLostOrDoubled()
    {
        await using var feed = await StartAsync();
        await using var publisher = feed.Publisher(50);
        var sending = Task.Run(async () =>
        {
            for (var i = 0; i < 400; i++)
            {
                await Task.WhenAll(Enumerable.Range(0, 5).Select(j => publisher.PublishAsync(Events(50, $"{i}-{j}-"))));
                await Task.Delay(10);
            }
        });
        await Eventually.TrueAsync(async () => await feed.EventsAsync() > 1000, "some events");
        await broker.CrashAsync();
        await sending;
        await feed.StoredAsync(400 * 5 * 50);
        Assert.Contains("The feed has no connection to amqp://127.0.0.1", feed.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Store_Slow_HoldsNoMoreMessagesThanPrefetch()
    {
        var gate = new TaskCompletionSource();
        await using var feed = await StartAsync(s => StoreAround.Of(s, async (add, _) =>
        {
            await gate.Task;
            return await add();
        }), o => o.Feed.Prefetch = 4);
        await using var publisher = feed.Publisher(10);
        await publisher.PublishAsync(Events(500));
        await using var connection = await broker.ConnectAsync();
        await Eventually.TrueAsync(async () => await WaitingAsync(connection, feed.Queue.Name) == 46, "46 of 50 messages wait with the broker");
        await Task.Delay(100);
        Assert.Equal(46u, await WaitingAsync(connection, feed.Queue.Name));
        gate.SetResult();
        await feed.StoredAsync(500);
    }

    [Fact]
    public async Task Server_StopsWhileTheStoreIsAway_MessagesStayInTheQueue()
    {
        await using var feed = await StartAsync(s => StoreAround.Of(s, (_, _) => throw new IOException("Away.")));
        await using var publisher = feed.Publisher(10);
        await publisher.PublishAsync(Events(100));
        await Eventually.TrueAsync(() => Task.FromResult(feed.State.Now.Status == FeedStatus.Waiting), "the feed waits");
        await feed.StopAsync();
        await using var connection = await broker.ConnectAsync();
        await Eventually.TrueAsync(async () => await WaitingAsync(connection, feed.Queue.Name) == 10, "all messages are in the queue");
        await using var next = new TestFeed(broker.Address, set: o => o.Feed.Queue = feed.Queue.Name);
        await next.StartAsync();
        await next.StoredAsync(100);
    }

    [Fact]
    public async Task Password_Wrong_IsSaidWithoutThePassword()
    {
        RabbitServer.SkipUnlessInstalled();
        await using var feed = new TestFeed(broker.Address.Replace("guest:guest", "guest:hunter2", StringComparison.Ordinal));
        await feed.StartAsync();
        await Eventually.TrueAsync(() => Task.FromResult(feed.Log.Contains("ACCESS_REFUSED", StringComparison.Ordinal)), "a refusal");
        Assert.DoesNotContain("hunter2", feed.Log + feed.State.Now, StringComparison.Ordinal);
        Assert.Equal(FeedStatus.Connecting, feed.State.Now.Status);
        Assert.Equal(HealthStatus.Degraded, (await new FeedHealth(feed.State).CheckHealthAsync(new HealthCheckContext())).Status);
    }
}
