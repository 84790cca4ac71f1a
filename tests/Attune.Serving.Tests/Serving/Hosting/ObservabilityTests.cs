using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;

namespace Attune.Serving.Tests;

public sealed partial class ObservabilityTests
{
    [Fact]
    public async Task Metrics_CountRequestsListsAndEvents_AsPrometheusReadsThem()
    {
        await using var site = await Site.StartAsync();
        await site.PostAsync("/attune/v1/events", """[{"type":"view","user":"u","item":"a"},{"type":"view","user":"u","item":"b"}]""");
        await site.GetAsync("/attune/v1/placements/home/recommendations?user=v");
        await site.GetAsync("/attune/v1/placements/home/recommendations?n=0");
        using var answer = await site.RawAsync("GET", "/metrics");
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("attune_events_total 2\n", text, StringComparison.Ordinal);
        Assert.Contains("attune_lists_total{placement=\"home\",fallback=\"popular\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("attune_request_seconds_count{route=\"/attune/v1/placements/{name}/recommendations\",status=\"200\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("attune_request_seconds_bucket{route=\"/attune/v1/placements/{name}/recommendations\",status=\"400\",le=\"+Inf\"} 1\n", text, StringComparison.Ordinal);
        Assert.All(text.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Matches(Line(), line));
        Assert.Equal(text.Split('\n').Count(l => l.StartsWith("# TYPE", StringComparison.Ordinal)), text.Split('\n').Where(l => l.StartsWith("# TYPE", StringComparison.Ordinal)).Distinct().Count());
    }

    [Fact]
    public async Task Metrics_SayHowOldModelsAreAndWhatIsDone()
    {
        await using var site = await Site.StartAsync(services: s => s.AddSingleton<IModels, FixedModels>());
        var made = TimeProvider.System.GetUtcNow().AddHours(-1).ToString("yyyyMMdd'T'HHmmss", System.Globalization.CultureInfo.InvariantCulture);
        site.Services.GetRequiredService<ActiveModels>().Swap("shop", new ActiveModel(made + "-als-1f3c", null!));
        var text = (await site.GetAsync("/metrics")).Body;
        Assert.Matches("attune_model_age_seconds\\{space=\"shop\"\\} 36\\d\\d", text);
        Assert.Contains("attune_tasks_running{task=\"retrain\",space=\"default\"} 1\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_OfTwoServersInOneProcess_AreApart()
    {
        await using var one = await Site.StartAsync();
        await using var two = await Site.StartAsync();
        await one.PostAsync("/attune/v1/events", """[{"type":"view","user":"u","item":"a"}]""");
        Assert.Contains("attune_events_total 1\n", (await one.GetAsync("/metrics")).Body, StringComparison.Ordinal);
        Assert.DoesNotContain("attune_events_total 1", (await two.GetAsync("/metrics")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Activities_AreStartedForListsAndEvents()
    {
        var names = new System.Collections.Concurrent.ConcurrentBag<string>();
        using var listener = new ActivityListener { ShouldListenTo = s => s.Name == "Attune.Serving", Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData, ActivityStopped = a => names.Add(a.OperationName) };
        ActivitySource.AddActivityListener(listener);
        await using var site = await Site.StartAsync();
        await site.PostAsync("/attune/v1/events", """[{"type":"view","user":"u","item":"a"}]""");
        await site.GetAsync("/attune/v1/placements/home/recommendations");
        Assert.Contains("attune.events", names);
        Assert.Contains("attune.list", names);
    }

    [Fact]
    public async Task Health_IsLiveAtOnce_AndReadyWhileTheStorageAnswers()
    {
        var storage = new MoodyStorage();
        await using var site = await Site.StartAsync(services: s => s.AddSingleton<IStorage>(storage));
        Assert.Equal((200, "live\n"), await site.GetAsync("/health/live"));
        Assert.Equal((200, "ready\n"), await site.GetAsync("/health/ready"));
        storage.Error = new IOException("password=hunter2");
        Assert.Equal((503, "storage: unhealthy. The storage does not answer (IOException).\n"), await site.GetAsync("/health/ready"));
        Assert.Equal(200, (await site.GetAsync("/health/live")).Status);
    }

    [Fact]
    public async Task Start_WhileTheStorageCannotBeReached_IsLiveButNotReady_AndAnswersWhenItCan()
    {
        var storage = new MoodyStorage { Error = new TimeoutException() };
        await using var site = await Site.StartAsync(services: s => s.AddSingleton<IStorage>(storage));
        Assert.Equal(200, (await site.GetAsync("/health/live")).Status);
        Assert.Equal(503, (await site.GetAsync("/health/ready")).Status);
        using var early = await site.RawAsync("GET", "/attune/v1/counts");
        Assert.Equal((503, "2"), ((int)early.StatusCode, early.Headers.RetryAfter!.ToString()));
        storage.Error = null;
        var watch = Stopwatch.StartNew();
        while ((await site.GetAsync("/health/ready")).Status != 200 && watch.Elapsed < TimeSpan.FromSeconds(20)) await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.Equal(200, (await site.GetAsync("/attune/v1/counts")).Status);
    }

    [Fact]
    public async Task Write_WhileTheStorageFails_IsRefusedAsTemporaryWithoutItsWords()
    {
        var storage = new MoodyStorage();
        await using var site = await Site.StartAsync(services: s => s.AddSingleton<IStorage>(storage));
        storage.Error = new IOException("The disk of '/secret/place' is full.");
        var (status, text) = await site.GetAsync("/attune/v1/models");
        Assert.Equal(503, status);
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
        Assert.Contains("Try again later", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_OfAStorageThatCannotBeUsed_FailsAtOnce()
    {
        var storage = new MoodyStorage { Error = new DataException("The store is of a newer version.") };
        Assert.Contains("newer version", (await Assert.ThrowsAsync<DataException>(() => Site.StartAsync(services: s => s.AddSingleton<IStorage>(storage)))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_LetsRequestsEnd_ThatHaveBegun()
    {
        var storage = new MoodyStorage();
        await using var site = await Site.StartAsync(services: s => s.AddSingleton<IStorage>(storage));
        storage.Gate = new TaskCompletionSource();
        var ready = site.GetAsync("/health/ready");
        await storage.Asked.Task.WaitAsync(TestContext.Current.CancellationToken);
        var stop = site.StopAsync();
        await Task.Delay(50, TestContext.Current.CancellationToken);
        storage.Gate.SetResult();
        Assert.Equal(200, (await ready).Status);
        await stop;
    }

    [GeneratedRegex("""^(# (HELP|TYPE) \w+ .+|\w+(\{(\w+="([^"\\]|\\.)*",?)+\})? (\+Inf|-?[0-9.eE+-]+|NaN))$""")]
    private static partial Regex Line();

    /// <summary>A storage in memory that fails and waits where it is told to.</summary>
    sealed class MoodyStorage : IStorage
    {
        readonly MemoryStorage _inner = new(TimeProvider.System);

        public Exception? Error { get; set; }

        public TaskCompletionSource? Gate { get; set; }

        public TaskCompletionSource Asked { get; } = new();

        public bool IsShared => false;

        public Task StartAsync(CancellationToken cancellation = default) => Error is null ? Task.CompletedTask : Task.FromException(Error);

        public IStore Of(string space) => Error is IOException ? throw Error : _inner.Of(space);

        public Task<IReadOnlyList<string>> SpacesAsync(CancellationToken cancellation = default) => _inner.SpacesAsync(cancellation);

        public async Task CheckAsync(CancellationToken cancellation = default)
        {
            Asked.TrySetResult();
            if (Gate is { } gate) await gate.Task;
            if (Error is not null) throw Error;
        }

        public Task<IStorageLock?> TryLockAsync(string name, CancellationToken cancellation = default) => _inner.TryLockAsync(name, cancellation);

        public ValueTask DisposeAsync() => default;
    }
}
