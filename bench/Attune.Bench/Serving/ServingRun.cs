using System.Diagnostics;
using System.Text.Json;

namespace Attune.Bench;

/// <summary>
/// The server under load: h2load asks over HTTP/1.1 from a process of its own on the same machine, in turn with a bare Kestrel endpoint that answers with a constant JSON of the same size.
/// What counts is the median over the rounds, and the ratio within a round.
/// </summary>
sealed class ServingRun(string work, int rounds)
{
    const int Seconds = 8;
    const string Ready = "/health/ready", Home = "/attune/v1/placements/home/recommendations?n=10&user=";

    internal Report Run(string? tasks)
    {
        Directory.CreateDirectory(work);
        var asked = tasks?.Split(',') ?? ["100k", "1m", "cached", "ingest"];
        var sections = new List<Section>();
        if (asked.Contains("100k")) sections.Add(Lists(100_000, 5));
        if (asked.Contains("1m")) sections.Add(Lists(1_000_000, 10));
        if (asked.Contains("cached")) sections.Add(Cached());
        if (asked.Contains("ingest")) sections.Add(Ingest(Environment.GetEnvironmentVariable("ATTUNE_BENCH_POSTGRES")));
        return new Report("The server under load")
        {
            Lead = $"h2load with 8 connections beside the server on {Environment.ProcessorCount} cores; {rounds} rounds of {Seconds} seconds; medians over the rounds.",
            Sections = sections,
        };
    }

    // Every list is folded in from the user's newest events in the store, which the model has not seen; nothing is cached.
    Section Lists(int items, int limit)
    {
        var store = Prepared(items);
        using var server = new ServedProcess(Ready, "attune", store, "uncached");
        var memory = server.Memory;
        var users = Enumerable.Range(0, ServedWorld.AskedUsers).Select(u => server.Url + Home + ServedWorld.Name(u));
        var addresses = Addresses($"lists-{items}", users);
        var size = ServedProcess.Body(server.Url + Home + ServedWorld.Name(0)).Length;
        using var bare = new ServedProcess("/constant", "bare", $"{size}");
        var constant = Addresses("constant", [bare.Url + "/constant"]);
        var rows = new List<(Load Full, Load Half, Load Bare, Load BareHalf)>();
        for (var r = 0; r < rounds; r++)
        {
            Console.Error.WriteLine($"{items:N0} items, round {r + 1} of {rounds}");
            var (full, bareFull) = (Load.Get(addresses, Seconds, null), Load.Get(constant, Seconds, null));
            rows.Add((full, Load.Get(addresses, Seconds, full.PerSecond / 2), bareFull, Load.Get(constant, Seconds, full.PerSecond / 2)));
        }
        return new Section($"A personal list, {items:N0} items, ALS with 64 factors")
        {
            Text = [$"p99 at half of saturation is to be at most {limit} ms. The server was ready after {server.StartSeconds:F1} s with {memory / 1048576.0:N0} MB, and held {server.Memory / 1048576.0:N0} MB at the end."],
            Tables = [new Table(["load", "what", new("answers/s", ValueFormat.Number), new("median, ms", ValueFormat.Number), new("p99, ms", ValueFormat.Number), new("p99 of all rounds, ms"), "failed"],
            [
                Line("saturation", "Attune", rows.Select(r => r.Full)), Line("half of it", "Attune", rows.Select(r => r.Half)),
                Line("saturation", "bare endpoint", rows.Select(r => r.Bare)), Line("the same rate", "bare endpoint", rows.Select(r => r.BareHalf)),
            ])],
        };
    }

    Section Cached()
    {
        using var server = new ServedProcess(Ready, "attune", Prepared(100_000), "cached");
        var addresses = Addresses("cached", Enumerable.Range(0, 200).Select(u => server.Url + Home + ServedWorld.Name(u)));
        using var bare = new ServedProcess("/constant", "bare", $"{ServedProcess.Body(server.Url + Home + ServedWorld.Name(0)).Length}");
        var constant = Addresses("constant", [bare.Url + "/constant"]);
        var pairs = Enumerable.Range(0, rounds).Select(_ => (Attune: Load.Get(addresses, Seconds, null), Bare: Load.Get(constant, Seconds, null))).ToList();
        return new Section("Lists from the cache")
        {
            Text = [$"Throughput is to be at least 60 % of the bare endpoint's; here it is {100 * Median(pairs.Select(p => p.Attune.PerSecond / p.Bare.PerSecond)):F0} %."],
            Tables = [new Table(["load", "what", new("answers/s", ValueFormat.Number), new("median, ms", ValueFormat.Number), new("p99, ms", ValueFormat.Number), new("p99 of all rounds, ms"), "failed"],
                [Line("saturation", "Attune, 200 users", pairs.Select(p => p.Attune)), Line("saturation", "bare endpoint", pairs.Select(p => p.Bare))])],
        };
    }

    Section Ingest(string? postgres)
    {
        var body = Path.Combine(work, "events.json");
        File.WriteAllText(body, JsonSerializer.Serialize(Enumerable.Range(0, 1000).Select(e => new { FeedbackType = "purchase", UserId = $"u{e % 200}", ItemId = $"{e * 37 % 5000}", Timestamp = "2026-01-01T00:00:00Z" })));
        var rows = new List<IReadOnlyList<Cell>> { Ingested("SQLite", Path.Combine(work, "ingest"), body, 20_000) };
        if (postgres is not null) rows.Add(Ingested("PostgreSQL", postgres, body, 50_000));
        return new Section("Events over HTTP, 1,000 in a request (POST /api/feedback)")
        {
            Text = postgres is null ? ["PostgreSQL is measured where ATTUNE_BENCH_POSTGRES holds a connection string to an empty database."] : [],
            Tables = [new Table(["store", new("events/s", ValueFormat.Number), "asked for", new("median of a request, ms", ValueFormat.Number), new("p99, ms", ValueFormat.Number), "failed"], rows)],
        };
    }

    IReadOnlyList<Cell> Ingested(string name, string place, string body, int goal)
    {
        var isFolder = name == "SQLite";
        if (isFolder && Directory.Exists(place)) Directory.Delete(place, recursive: true);
        using var server = new ServedProcess(Ready, "attune", isFolder ? "sqlite:" + place : "postgres:" + place, "cached");
        var loads = Enumerable.Range(0, rounds).Select(_ => Load.Post(server.Url + "/api/feedback", body, Seconds)).ToList();
        return [name, 1000 * Median(loads.Select(l => l.PerSecond)), goal, Median(loads.Select(l => l.Median)), Median(loads.Select(l => l.P99)), loads.Sum(l => l.Failed)];
    }

    string Prepared(int items)
    {
        var folder = Path.Combine(work, $"shop-{items}");
        if (Directory.Exists(folder)) return "sqlite:" + folder;
        Console.Error.WriteLine($"Making a shop of {items:N0} items …");
        using var process = Process.Start(Environment.ProcessPath!, ["serving-side", "prepare", "sqlite:" + folder + ".making", $"{items}"]);
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException("The shop could not be made.");
        Directory.Move(folder + ".making", folder);
        return "sqlite:" + folder;
    }

    string Addresses(string name, IEnumerable<string> addresses)
    {
        var file = Path.Combine(work, name + ".txt");
        File.WriteAllLines(file, addresses);
        return file;
    }

    static IReadOnlyList<Cell> Line(string load, string what, IEnumerable<Load> loads)
    {
        var all = loads.ToList();
        return [load, what, Median(all.Select(l => l.PerSecond)), Median(all.Select(l => l.Median)), Median(all.Select(l => l.P99)), string.Join(", ", all.Select(l => FormattableString.Invariant($"{l.P99:F1}"))), all.Sum(l => l.Failed)];
    }

    static double Median(IEnumerable<double> values) => values.Order().ToList() is var sorted ? sorted[sorted.Count / 2] : double.NaN;
}
