using System.Diagnostics;
using System.Globalization;
using Attune.Numerics;
using Attune.Serving;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Attune.Bench;

/// <summary>
/// How many events go through the feed: published in messages of a thousand, each with an id of its own, and stored. "Drained" is the consumer alone on a full
/// queue, "end to end" publisher and consumer at once, from the first message to the last stored event. Broker and database are given: deploy/local.sh
/// --replicas 0 starts both; the stores are empty at first. Events are of 100,000 users and 20,000 items.
/// </summary>
static class FeedRun
{
    const int Users = 100_000, Items = 20_000, Batch = 1000, Messages = 300;

    // Events that earlier runs have put into a store; a store in memory begins anew.
    static readonly Dictionary<string, long> s_stored = [];

    internal static async Task<int> RunAsync(string broker, string rounds, params string[] stores)
    {
        Console.WriteLine("| store | round | published alone, events/s | drained, events/s | end to end, events/s |\n|---|---:|---:|---:|---:|");
        for (var round = 1; round <= int.Parse(rounds, CultureInfo.InvariantCulture); round++)
            foreach (var store in stores)
            {
                var (published, drained) = await DrainAsync(broker, store, round);
                var together = await TogetherAsync(broker, store, round);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {store.Split(':')[0]} | {round} | {published:N0} | {drained:N0} | {together:N0} |"));
            }
        return 0;
    }

    static async Task<(double Published, double Drained)> DrainAsync(string broker, string store, int round)
    {
        var queue = $"bench-drained-{store.Split(':')[0]}-{round}";
        var start = Stopwatch.GetTimestamp();
        await PublishAsync(broker, queue, $"d{round}-");
        var published = Rate(start);
        start = Stopwatch.GetTimestamp();
        await StoreAsync(broker, store, queue);
        return (published, Rate(start));
    }

    static async Task<double> TogetherAsync(string broker, string store, int round)
    {
        var queue = $"bench-together-{store.Split(':')[0]}-{round}";
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(PublishAsync(broker, queue, $"t{round}-"), StoreAsync(broker, store, queue));
        return Rate(start);
    }

    static async Task PublishAsync(string broker, string queue, string prefix)
    {
        await using var publisher = new FeedPublisher(new FeedPublisherOptions { RabbitMq = broker, Queue = queue, BatchSize = Batch });
        await Parallel.ForAsync(0, Messages, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (m, cancellation) => await publisher.PublishAsync(Events(prefix, m), cancellation: cancellation));
    }

    static StoredEvent[] Events(string prefix, int message)
    {
        var random = new Seed(1).Derive(message).Stream();
        return [.. Enumerable.Range(0, Batch).Select(i => new StoredEvent
        {
            Type = "view", User = $"user-{random.NextInt(Users)}", Item = $"item-{random.NextInt(Items)}", Time = DateTimeOffset.UnixEpoch.AddSeconds(message), EventId = $"{prefix}{message}-{i}",
        })];
    }

    // Until the events of this queue are stored; the server starts and ends with it.
    static async Task StoreAsync(string broker, string store, string queue)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddAttune(o => (o.Store, o.Feed.RabbitMq, o.Feed.Queue, o.Retrain.IsOn) = (store, broker, queue, false));
        using var host = builder.Build();
        await host.StartAsync();
        var counts = host.Services.GetRequiredService<IAttune>().Store();
        var expected = Messages * Batch + (store == "memory" ? 0 : s_stored.GetValueOrDefault(store));
        while ((await counts.CountsAsync()).LastEvent < expected) await Task.Delay(20);
        s_stored[store] = expected;
        await host.StopAsync();
    }

    static double Rate(long start) => Messages * Batch / Stopwatch.GetElapsedTime(start).TotalSeconds;
}
