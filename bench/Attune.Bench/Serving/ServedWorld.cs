using System.IO.Compression;
using Attune.Numerics;
using Attune.Serving;

namespace Attune.Bench;

/// <summary>An invented shop in a store: items, the newest events of some users, and a trained ALS model of 64 factors that is active.</summary>
static class ServedWorld
{
    // Users whose lists are asked for: enough that no two requests of a run meet in a cache of the processor.
    internal const int AskedUsers = 5_000;
    const int Users = 200_000, Batch = 10_000;

    internal static async Task PrepareAsync(IStorage storage, int items, TimeProvider time)
    {
        var matrix = PowerLaw.Matrix(Users, items, Math.Max(5_000_000, 10L * items));
        await storage.StartAsync();
        var store = storage.Of("default");
        await InBatches(items, async (from, count) => await store.PutItemsAsync([.. Enumerable.Range(from, count).Select(i => new StoredItem { Id = Name(i), Timestamp = time.GetUtcNow() })]));
        await InBatches(AskedUsers, async (from, count) => await store.PutUsersAsync([.. Enumerable.Range(from, count).Select(u => new StoredUser { Id = Name(u) })]));
        for (var from = 0; from < AskedUsers; from += 100)
            await store.AddEventsAsync([.. Enumerable.Range(from, 100).SelectMany(u => EventsOf(matrix, u, time))]);
        var model = new Als { Factors = 64, Iterations = 2 }.Fit(PowerLaw.Data(matrix));
        await PublishAsync(store, model, time);
    }

    static IEnumerable<StoredEvent> EventsOf(CsrMatrix matrix, int user, TimeProvider time) =>
        matrix.Row(user).ToArray().TakeLast(200).Select(item => new StoredEvent { Type = "purchase", User = Name(user), Item = Name(item), Time = time.GetUtcNow() });

    static async Task PublishAsync(IStore store, IRecommender model, TimeProvider time)
    {
        var folder = Directory.CreateTempSubdirectory("attune-bench-").FullName;
        var archive = folder + ".zip";
        model.Save(Path.Combine(folder, "model"));
        ZipFile.CreateFromDirectory(Path.Combine(folder, "model"), archive, CompressionLevel.NoCompression, includeBaseDirectory: false);
        await using (var content = File.OpenRead(archive))
            await store.PutModelAsync(new ModelRecord { Version = "20260101T000000-als-0000", Model = "als", Created = time.GetUtcNow(), Users = model.Catalog.Users.Count, Items = model.Catalog.Items.Count }, content);
        await store.ActivateModelAsync("20260101T000000-als-0000", "made for a benchmark");
        Directory.Delete(folder, recursive: true);
        File.Delete(archive);
    }

    static async Task InBatches(int count, Func<int, int, Task> write)
    {
        for (var from = 0; from < count; from += Batch) await write(from, Math.Min(Batch, count - from));
    }

    internal static string Name(int index) => Vocabulary.Canonical(index);
}
