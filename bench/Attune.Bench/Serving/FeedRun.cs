using System.Diagnostics;
using Attune.Numerics;
using Attune.Serving;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Attune.Bench;

/// <summary>
/// How many events go through the feed: published in messages of a thousand, each with an id of its own, and stored. "Drained" is the consumer alone on a full
/// queue, "end to end" publisher and consumer at once, from the first message to the last stored event. Events are of 100,000 users and 20,000 items; the
/// database is empty at first. What counts is the median over the rounds, in which the stores take turns.
/// </summary>
sealed class FeedRun(string broker, string work, int rounds)
{
    const int Users = 100_000, Items = 20_000, Batch = 1000, Messages = 300;

    // Events that earlier rounds have put into a store; a store in memory begins anew.
    readonly Dictionary<string, long> _stored = [];
    readonly string _run = $"{Environment.ProcessId}-{Stopwatch.GetTimestamp()}";

    internal async Task<Report> RunAsync(string? postgres)
    {
        var folder = Path.Combine(work, "feed");
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        (string Name, string Place)[] stores = [("memory", "memory"), ("SQLite", "sqlite:" + folder), .. postgres is null ? [] : new[] { ("PostgreSQL", "postgres:" + postgres) }];
        var rows = stores.ToDictionary(s => s.Name, _ => new List<(double Published, double Drained, double Together)>());
        for (var round = 1; round <= rounds; round++)
            foreach (var (name, place) in stores)
            {
                Console.Error.WriteLine($"{name}, round {round} of {rounds}");
                var (published, drained) = await DrainAsync(name, place, round);
                rows[name].Add((published, drained, await TogetherAsync(name, place, round)));
            }
        return new Report("Events through RabbitMQ")
        {
            Lead = $"A quorum queue with confirmed messages of {Batch:N0} events, {Messages} messages a run, publisher, broker, consumer and store on {Environment.ProcessorCount} cores; medians of {rounds} rounds.",
            Sections = [new Section("Events per second")
            {
                Tables = [new Table(["store", new("published alone", ValueFormat.Number), new("drained", ValueFormat.Number), new("end to end", ValueFormat.Number), "end to end of all rounds"],
                    [.. stores.Select(s => Line(s.Name, rows[s.Name]))])],
            }],
        };
    }

    static IReadOnlyList<Cell> Line(string store, List<(double Published, double Drained, double Together)> rows) =>
        [store, Median(rows.Select(r => r.Published)), Median(rows.Select(r => r.Drained)), Median(rows.Select(r => r.Together)), string.Join(", ", rows.Select(r => FormattableString.Invariant($"{r.Together:F0}")))];

    static double Median(IEnumerable<double> values) => values.Order().ToList() is var sorted ? sorted[sorted.Count / 2] : double.NaN;

    async Task<(double Published, double Drained)> DrainAsync(string name, string store, int round)
    {
        var queue = $"bench-{_run}-drained-{name}-{round}";
        var start = Stopwatch.GetTimestamp();
        await PublishAsync(queue, $"d{round}-");
        var published = Rate(start);
        start = Stopwatch.GetTimestamp();
        await StoreAsync(store, queue);
        return (published, Rate(start));
    }

    async Task<double> TogetherAsync(string name, string store, int round)
    {
        var queue = $"bench-{_run}-together-{name}-{round}";
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(PublishAsync(queue, $"t{round}-"), StoreAsync(store, queue));
        return Rate(start);
    }

    async Task PublishAsync(string queue, string prefix)
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
    async Task StoreAsync(string store, string queue)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddAttune(o => (o.Store, o.Feed.RabbitMq, o.Feed.Queue, o.Retrain.IsOn) = (store, broker, queue, false));
        using var host = builder.Build();
        await host.StartAsync();
        var counts = host.Services.GetRequiredService<IAttune>().Store();
        var expected = Messages * Batch + (store == "memory" ? 0 : _stored.GetValueOrDefault(store));
        while ((await counts.CountsAsync()).LastEvent < expected) await Task.Delay(20);
        _stored[store] = expected;
        await host.StopAsync();
    }

    static double Rate(long start) => Messages * Batch / Stopwatch.GetElapsedTime(start).TotalSeconds;
}
