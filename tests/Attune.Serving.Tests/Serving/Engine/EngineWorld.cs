using Attune.Serving;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Attune.Tests;

/// <summary>A server over memory, with a clock that stands still and a model of the checkerboard where asked for.</summary>
sealed class EngineWorld : IDisposable
{
    internal static readonly DateTimeOffset Now = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    static readonly Lazy<IRecommender> Fitted = new(() => new Als { Factors = 16, Iterations = 10 }.Fit(TinyWorld.Checkerboard()));

    internal EngineWorld(Action<AttuneOptions>? configure = null)
    {
        configure?.Invoke(Options);
        Storage = new MemoryStorage(Time);
        Server = new AttuneServer(Storage, Models, Microsoft.Extensions.Options.Options.Create(Options), Time, NullLogger<AttuneServer>.Instance);
    }

    internal AttuneOptions Options { get; } = new();

    internal StoppedClock Time { get; } = new();

    internal ActiveModels Models { get; } = new();

    internal MemoryStorage Storage { get; }

    internal AttuneServer Server { get; }

    internal IStore Store => Server.Store();

    /// <summary>An ALS model of the checkerboard, fitted once for all tests.</summary>
    internal static IRecommender Checkerboard => Fitted.Value;

    /// <summary>A server that has the checkerboard in its store and its model active.</summary>
    internal static async Task<EngineWorld> CheckerboardAsync(Action<AttuneOptions>? configure = null)
    {
        var world = new EngineWorld(configure);
        await world.Store.AddEventsAsync([.. TinyWorld.CheckerboardEvents().Select(e => Event(e.User, e.Item, "like", e.Time!.Value))]);
        world.Models.Swap("default", new ActiveModel("v1", Checkerboard));
        return world;
    }

    internal static StoredEvent Event(string user, string item, string type = "like", DateTimeOffset? time = null) => new() { Type = type, User = user, Item = item, Time = time ?? Now };

    internal static StoredItem Item(string id, double? daysAgo = null, params string[] categories) =>
        new() { Id = id, Categories = categories, Timestamp = daysAgo is { } d ? Now.AddDays(-d) : null };

    internal async Task<string[]> ListAsync(RecommendationRequest request) => [.. (await Server.RecommendAsync(request)).Items.Select(i => i.Id)];

    public void Dispose() => Server.Dispose();

    /// <summary>A clock that moves when told.</summary>
    internal sealed class StoppedClock : TimeProvider
    {
        DateTimeOffset _now = Now;

        internal void Advance(TimeSpan by) => _now += by;

        public override DateTimeOffset GetUtcNow() => _now;

        public override long GetTimestamp() => (_now - DateTimeOffset.UnixEpoch).Ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;
    }
}
