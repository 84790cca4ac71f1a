using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;

namespace Attune.Serving.Tests;

/// <summary>Several servers as one: what one was told the others know, what one trained the others serve, and the loss of one loses nothing.</summary>
[Collection(RabbitCollection.Name)]
public sealed class ScaleOutTests(LocalServers servers) : IClassFixture<LocalServers>, IDisposable
{
    readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(30) };

    public void Dispose() => _client.Dispose();

    static object[] Events(string prefix, int count) => [.. Enumerable.Range(0, count).Select(i => new { type = "view", user = $"{prefix}u{i % 40}", item = $"{prefix}i{i * 7 % 30}", eventId = $"{prefix}{i}" })];

    async Task PostAsync(string server, object[] events)
    {
        using var answer = await _client.PostAsJsonAsync(server + "/attune/v1/events", events);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    async Task<(string? Version, string[] Items)> ListAsync(string server, string user)
    {
        var list = await _client.GetFromJsonAsync<JsonElement>($"{server}/attune/v1/placements/home/recommendations?user={user}&n=100");
        return (list.GetProperty("modelVersion").GetString(), [.. list.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString()!)]);
    }

    async Task<long> StoredAsync(string prefix, bool distinct = true)
    {
        await using var connection = new NpgsqlConnection(servers.Postgres);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"SELECT count({(distinct ? "DISTINCT " : "")}event_id) FROM events WHERE event_id LIKE @like", connection);
        command.Parameters.AddWithValue("like", prefix + "%");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    [Fact]
    public async Task Events_PostedToOneServer_AreInTheNextListOfTheOther()
    {
        LocalServers.SkipUnlessPossible();
        await PostAsync(servers.Servers[0], Events("next-", 300));
        await Eventually.TrueAsync(async () => (await ListAsync(servers.Servers[1], "somebody")).Items.Contains("next-i3"), "the other server lists what is popular");
        for (var i = 0; i < 5; i++)
        {
            Assert.Contains($"next-i{i}", (await ListAsync(servers.Servers[1], "reader")).Items);
            await PostAsync(servers.Servers[0], [new { type = "view", user = "reader", item = $"next-i{i}" }]);
            Assert.DoesNotContain($"next-i{i}", (await ListAsync(servers.Servers[1], "reader")).Items);
        }
    }

    [Fact]
    public async Task Feed_ReadByAllServers_StoresEachEventOnce()
    {
        LocalServers.SkipUnlessPossible();
        await using var publisher = new FeedPublisher(new FeedPublisherOptions { RabbitMq = servers.RabbitMq, BatchSize = 100 });
        StoredEvent[] events = [.. Enumerable.Range(0, 3000).Select(i => new StoredEvent { Type = "view", User = $"u{i % 50}", Item = $"i{i % 20}", EventId = string.Create(CultureInfo.InvariantCulture, $"feed-{i}") })];
        await Task.WhenAll(events.Chunk(100).Concat(events.Chunk(300)).Select(part => publisher.PublishAsync(part)));
        await Eventually.TrueAsync(async () => await StoredAsync("feed-") == 3000, "3000 events");
        await Task.Delay(500);
        Assert.Equal(3000, await StoredAsync("feed-", distinct: false));
    }

    [Fact]
    public async Task Retrain_WhileAnotherProcessTrains_IsRefusedAndTheActiveModelIsServedByAll()
    {
        LocalServers.SkipUnlessPossible();
        await PostAsync(servers.Servers[0], Events("train-", 2000));
        await using (var storage = Storages.Parse("postgres:" + servers.Postgres, TimeProvider.System))
        {
            await storage.StartAsync();
            // A server that has seen enough events trains its first model by itself, and holds the lock meanwhile.
            IStorageLock? held = null;
            await Eventually.TrueAsync(async () => (held = await storage.TryLockAsync("train:default")) is not null, "no server trains by itself");
            await using var trainer = held!;
            foreach (var server in servers.Servers.Take(2))
            {
                using var refused = await _client.PostAsync(server + "/attune/v1/models/retrain?wait=true", null);
                Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
            }
        }
        await Eventually.TrueAsync(async () =>
        {
            using var trained = await _client.PostAsync(servers.Servers[0] + "/attune/v1/models/retrain?wait=true", null);
            Assert.True(trained.IsSuccessStatusCode || trained.StatusCode == HttpStatusCode.Conflict, await trained.Content.ReadAsStringAsync());
            return trained.IsSuccessStatusCode;
        }, "a server trains when nobody else does");
        // Which of the models that were trained answers is the verdict's business; that all servers answer with it is this test's.
        var models = await _client.GetFromJsonAsync<JsonElement>(servers.Servers[1] + "/attune/v1/models");
        var version = models.EnumerateArray().Single(m => m.GetProperty("isActive").GetBoolean()).GetProperty("version").GetString();
        foreach (var server in servers.Servers.Take(2)) await Eventually.TrueAsync(async () => (await ListAsync(server, "train-u3")).Version == version, $"{server} serves {version}");
        // What one server took the others take in within two seconds, and places that the model leaves go by popularity.
        await Eventually.TrueAsync(async () =>
        {
            var (first, second) = (await ListAsync(servers.Servers[0], "train-u3"), await ListAsync(servers.Servers[1], "train-u3"));
            return string.Join(',', first.Items) == string.Join(',', second.Items);
        }, "both servers give the same list");
    }

    [Fact]
    public async Task Server_KilledUnderLoad_RequestsGoOnAndNothingAcknowledgedIsLost()
    {
        LocalServers.SkipUnlessPossible();
        var (acknowledged, failed, reads) = (new ConcurrentBag<string>(), new ConcurrentBag<string>(), 0);
        using var end = new CancellationTokenSource();
        var work = Enumerable.Range(0, 4).Select(w => Task.Run(async () =>
        {
            for (var i = 0; !end.IsCancellationRequested; i++)
            {
                var ids = Enumerable.Range(0, 5).Select(j => $"kill-{w}-{i}-{j}").ToArray();
                using var written = await _client.PostAsJsonAsync(servers.Url + "/attune/v1/events", ids.Select(id => new { type = "view", user = $"u{w}", item = $"i{i % 50}", eventId = id }));
                // A write that was under way in the killed server may fail, as nginx must not repeat it by itself; its sender repeats it.
                if (written.IsSuccessStatusCode) foreach (var id in ids) acknowledged.Add(id);
                else Assert.Equal(HttpStatusCode.BadGateway, written.StatusCode);
                using var read = await _client.GetAsync($"{servers.Url}/attune/v1/placements/home/recommendations?user=u{w}");
                Interlocked.Increment(ref reads);
                if (!read.IsSuccessStatusCode) failed.Add($"{read.StatusCode}: {await read.Content.ReadAsStringAsync()}");
            }
        })).ToArray();
        await Task.Delay(1500);
        servers.KillLast();
        var before = acknowledged.Count;
        await Eventually.TrueAsync(() => Task.FromResult(acknowledged.Count > before + 200), "writing goes on");
        await end.CancelAsync();
        await Task.WhenAll(work);
        Assert.Empty(failed);
        Assert.InRange(reads, 50, int.MaxValue);
        await using var connection = new NpgsqlConnection(servers.Postgres);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT event_id FROM events WHERE event_id LIKE 'kill-%'", connection);
        await using var rows = await command.ExecuteReaderAsync();
        var stored = new List<string>();
        while (await rows.ReadAsync()) stored.Add(rows.GetString(0));
        Assert.Empty(acknowledged.Except(stored));
        Assert.Equal(stored.Count, stored.Distinct().Count());
    }
}
