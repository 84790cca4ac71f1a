using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Attune.Serving.Tests;

/// <summary>A feed that runs against the tests' broker, with a store in memory, and everything that it says.</summary>
sealed class TestFeed : IAsyncDisposable
{
    static int s_queues;

    readonly RabbitFeed _feed;
    readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    readonly Lines _log = new();

    /// <param name="broker">The broker's address.</param>
    /// <param name="storage">Where events go; null for a new store in memory.</param>
    /// <param name="around">What is put around each store.</param>
    /// <param name="set">What else is set.</param>
    internal TestFeed(string broker, IStorage? storage = null, Func<IStore, IStore>? around = null, Action<AttuneOptions>? set = null)
    {
        Storage = storage ?? new MemoryStorage(TimeProvider.System);
        Options.Feed.RabbitMq = broker;
        Options.Feed.Queue = $"queue-{Interlocked.Increment(ref s_queues)}";
        set?.Invoke(Options);
        _feed = new RabbitFeed(Microsoft.Extensions.Options.Options.Create(Options), space => around is null ? Storage.Of(space) : around(Storage.Of(space)), State,
            new FeedMetrics(_services.GetRequiredService<IMeterFactory>(), State), new Logger<RabbitFeed>(new LoggerFactory([_log])), TimeProvider.System);
    }

    internal AttuneOptions Options { get; } = new();

    internal IStorage Storage { get; }

    internal IStore Store => Storage.Of("default");

    internal FeedState State { get; } = new();

    internal FeedQueue Queue => new(Options.Feed.Queue);

    internal string Log => string.Join('\n', _log.All);

    internal Task StartAsync() => _feed.StartAsync(default);

    internal Task StopAsync() => _feed.StopAsync(default);

    internal FeedPublisher Publisher(int batch = 1000) => new(new FeedPublisherOptions { RabbitMq = Options.Feed.RabbitMq!, Queue = Options.Feed.Queue, BatchSize = batch });

    internal async Task<long> EventsAsync() => (await Store.CountsAsync()).Events;

    /// <summary>Waits until so many events are stored, and a little longer to see whether more come.</summary>
    internal async Task StoredAsync(long events)
    {
        await Eventually.TrueAsync(async () => await EventsAsync() >= events, $"{events} events in the store");
        await Task.Delay(200);
        Assert.Equal(events, await EventsAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _feed.StopAsync(default);
        _feed.Dispose();
        await _services.DisposeAsync();
    }

    sealed class Lines : ILoggerProvider, ILogger
    {
        internal ConcurrentQueue<string> All { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => All.Enqueue(formatter(state, exception) + exception);

        public void Dispose()
        {
        }
    }
}

/// <summary>Waits for what comes sooner or later.</summary>
static class Eventually
{
    internal static async Task TrueAsync(Func<Task<bool>> condition, string what, int seconds = 30)
    {
        for (var end = Environment.TickCount64 + seconds * 1000; !await condition(); await Task.Delay(20))
            Assert.True(Environment.TickCount64 < end, $"Not within {seconds} s: {what}.");
    }
}

/// <summary>A store whose taking of events is looked at, or disturbed.</summary>
class StoreAround : DispatchProxy
{
    IStore _store = null!;
    Func<Func<Task<int>>, IReadOnlyList<StoredEvent>, Task<int>> _add = null!;

    internal static IStore Of(IStore store, Func<Func<Task<int>>, IReadOnlyList<StoredEvent>, Task<int>> add)
    {
        var proxy = Create<IStore, StoreAround>();
        (((StoreAround)(object)proxy)._store, ((StoreAround)(object)proxy)._add) = (store, add);
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name == nameof(IStore.AddEventsAsync)
        ? _add(() => (Task<int>)targetMethod.Invoke(_store, args)!, (IReadOnlyList<StoredEvent>)args![0]!)
        : targetMethod.Invoke(_store, args);
}
