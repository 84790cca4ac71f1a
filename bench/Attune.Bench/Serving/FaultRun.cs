using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using Attune.Numerics;

namespace Attune.Bench;

/// <summary>
/// A server on SQLite that is killed (kill -9) at random moments while four clients post events and models are trained: afterwards every batch that was acknowledged must be there whole, and one that was not
/// acknowledged whole or not at all.
/// </summary>
sealed class FaultRun(string work, int kills)
{
    const int Clients = 4, EventsOfABatch = 50;

    readonly ConcurrentDictionary<string, bool> _batches = new(StringComparer.Ordinal);
    readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(30) };

    internal Report Run()
    {
        var folder = Path.Combine(work, "faults");
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        var stream = ((Seed)42).Stream();
        var (starts, models) = (new List<double>(), 0);
        for (var kill = 0; kill < kills; kill++)
        {
            using var server = new ServedProcess("/health/ready", "attune", "sqlite:" + folder, "training");
            starts.Add(server.StartSeconds);
            using var stop = new CancellationTokenSource();
            var clients = Enumerable.Range(0, Clients).Select(c => PostAsync(server.Url, $"{kill}-{c}", stop.Token)).ToArray();
            Thread.Sleep(200 + stream.NextInt(2300));
            Console.Error.WriteLine($"kill {kill + 1} of {kills}, {_batches.Count(b => b.Value):N0} batches acknowledged");
            server.Dispose();
            stop.Cancel();
            Task.WaitAll(clients);
        }
        using (var last = new ServedProcess("/health/ready", "attune", "sqlite:" + folder, "training"))
        {
            var whole = _batches.ToDictionary(b => b.Key, b => StoredAsync(last.Url, b.Key).GetAwaiter().GetResult(), StringComparer.Ordinal);
            models = _client.GetFromJsonAsync<JsonElement>(last.Url + "/attune/v1/models").GetAwaiter().GetResult().GetArrayLength();
            return ToReport(whole, starts, models);
        }
    }

    Report ToReport(Dictionary<string, int> stored, List<double> starts, int models)
    {
        var acknowledged = _batches.Where(b => b.Value).Select(b => b.Key).ToList();
        var lost = acknowledged.Count(b => stored[b] != EventsOfABatch);
        var half = stored.Count(b => b.Value is not (0 or EventsOfABatch));
        return new Report("A server that is killed again and again")
        {
            Lead = $"kill -9 at random moments (seed 42) while {Clients} clients post batches of {EventsOfABatch} events to SQLite and a model is trained after every 3,000 events.",
            Sections = [new Section("Results") { Tables = [new Table(["what", new("how many", ValueFormat.Number)],
            [
                ["kills", kills], ["batches acknowledged", acknowledged.Count], ["acknowledged batches that are lost or not whole", lost], ["batches that were cut off by a kill", _batches.Count - acknowledged.Count],
                ["of these, stored though not acknowledged", _batches.Count(b => !b.Value && stored[b.Key] == EventsOfABatch)], ["batches of which a part is stored", half],
                ["models that are kept at the end", models], ["median seconds from start to ready", starts.Order().ElementAt(starts.Count / 2)], ["most seconds from start to ready", starts.Max()],
            ])] }],
        };
    }

    async Task PostAsync(string url, string life, CancellationToken stop)
    {
        for (var b = 0; !stop.IsCancellationRequested; b++)
        {
            // One user for each batch, so that it can be counted later.
            var user = $"{life}-{b}";
            _batches[user] = false;
            var events = Enumerable.Range(0, EventsOfABatch).Select(e => new { FeedbackType = "purchase", UserId = user, ItemId = $"{(b * 31 + e * 7) % 997}", Timestamp = DateTimeOffset.UnixEpoch.AddDays(20_000).AddSeconds(b) });
            try
            {
                using var answer = await _client.PostAsJsonAsync(url + "/api/feedback", events, CancellationToken.None);
                _batches[user] = answer.IsSuccessStatusCode;
                if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"Events were answered with {(int)answer.StatusCode}.");
            }
            catch (HttpRequestException)
            {
                return;
            }
        }
    }

    async Task<int> StoredAsync(string url, string user) => (await _client.GetFromJsonAsync<JsonElement>($"{url}/api/user/{user}/feedback")).GetArrayLength();
}
