using Attune.Tests;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Attune.Serving.Tests;

/// <summary>
/// One process's models on a storage, and a world of tastes: three groups of twenty items and of users, who take items of their own group alone, each user another
/// part in another order. Popularity cannot tell the groups apart; any personal model can.
/// </summary>
sealed class ModelRoom
{
    internal const int Users = 60, Group = 20;

    internal ModelRoom(ModelRoom? other = null, IStorage? storage = null)
    {
        Time = other?.Time ?? new ManualTime();
        Storage = storage ?? other?.Storage ?? new MemoryStorage(Time);
        Options = other?.Options ?? Set();
        Tasks = new ServerTasks(Time);
        Loader = new ModelLoader(Storage, Active, Tasks, new ArchiveLimits(), Log.Of<ModelLoader>());
        Models = new Models(Storage, Active, Loader, Tasks, Microsoft.Extensions.Options.Options.Create(Options), new ArchiveLimits(), Time, Log.Of<Models>());
        Retrainer = new Retrainer(Storage, Models, Microsoft.Extensions.Options.Options.Create(Options), Time, Log.Of<Retrainer>());
    }

    internal ManualTime Time { get; }

    internal IStorage Storage { get; }

    internal IStore Store => Storage.Of("default");

    internal AttuneOptions Options { get; }

    internal ActiveModels Active { get; } = new();

    internal ServerTasks Tasks { get; }

    internal ModelLoader Loader { get; }

    internal Models Models { get; }

    internal Retrainer Retrainer { get; }

    internal Lines Log { get; } = new();

    internal string? ActiveVersion => Active.Of("default")?.Version;

    /// <summary>The events from one step of every user's to another; a step is an hour.</summary>
    internal static StoredEvent[] Events(int first, int end) => [..
        from step in Enumerable.Range(first, end - first)
        from user in Enumerable.Range(0, Users)
        select new StoredEvent { Type = "view", User = $"u{user}", Item = ItemOf(user, step), Time = DateTimeOffset.UnixEpoch.AddHours(step).AddSeconds(user) }];

    internal static string ItemOf(int user, int step) => $"i{user % 3 * Group + (user * 7 + step * 3) % Group}";

    internal static Dataset Data(int from, int to) => new DatasetBuilder { Name = "tastes" }.AddRange(Events(from, to).Select(e => new Interaction(e.User, e.Item) { Kind = e.Type, Time = e.Time })).Build();

    internal Task AddAsync(int from, int to) => Store.AddEventsAsync(Events(from, to));

    /// <summary>A trained and active model of the first eight steps.</summary>
    internal async Task<ModelRecord> StartAsync()
    {
        await AddAsync(0, 8);
        return (await Models.RetrainAsync())!;
    }

    /// <summary>Trainings from now on take longer than any test.</summary>
    internal void TrainForever()
    {
        Options.Retrain.Model = "als";
        Options.Retrain.Settings["factors"] = "256";
        Options.Retrain.Settings["iterations"] = "10000";
    }

    /// <summary>Waits until iterations are seen, while time passes.</summary>
    internal async Task UntilInTraining()
    {
        for (var i = 0; i < 3000; i++)
        {
            if (Models.Tasks is [{ Stage: "iteration", Done: > 0, Ended: null }, ..]) return;
            Time.Advance(Retrainer.Every);
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
        Assert.Fail($"No training was seen: {string.Join(", ", Models.Tasks)}");
    }

    static AttuneOptions Set()
    {
        var options = new AttuneOptions();
        options.Retrain.Model = "item-knn";
        options.Retrain.Threads = 1;
        return options;
    }

    /// <summary>Log messages, kept.</summary>
    internal sealed class Lines
    {
        readonly List<string> _lines = [];

        internal IReadOnlyList<string> All
        {
            get
            {
                lock (_lines) return [.. _lines];
            }
        }

        internal ILogger<T> Of<T>() => new Logger<T>(_lines);

        sealed class Logger<T>(List<string> lines) : ILogger<T>
        {
            public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            {
                lock (lines) lines.Add($"{logLevel}: {formatter(state, exception)}{(exception is null ? "" : $" {exception.Message}")}");
            }
        }
    }
}
