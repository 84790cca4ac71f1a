using System.Diagnostics;
using Attune.Tests;
using Microsoft.Data.Sqlite;

namespace Attune.Serving.Tests;

/// <summary>What is SQLite's own: one server for a folder, readers beside it, kills, full disks.</summary>
public sealed class SqliteStorageTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task SecondServer_IsAnError_AndAReaderIsNot()
    {
        await using var server = Open();
        await server.StartAsync();
        await server.Of("default").AddEventsAsync(Batch(0));
        await using var second = Open();
        Assert.Contains("Another server has the store", (await Assert.ThrowsAsync<IOException>(() => second.StartAsync())).Message, StringComparison.Ordinal);
        await using var reader = new SqliteStorage(_folder.Path, TimeProvider.System, isReadOnly: true);
        await reader.StartAsync();
        Assert.Equal(10, (await reader.Of("default").CountsAsync()).Events);
        await server.Of("default").AddEventsAsync(Batch(1));
        Assert.Equal(20, (await reader.Of("default").ReadEventsAsync().ToArrayAsync()).Length);
        Assert.Contains("reading only", (await Assert.ThrowsAsync<InvalidOperationException>(() => reader.Of("default").AddEventsAsync(Batch(2)))).Message, StringComparison.Ordinal);
        await server.DisposeAsync();
        await second.StartAsync();
    }

    [Fact]
    public async Task Reader_WithoutAStore_SaysWhatIsMissing()
    {
        await using var reader = new SqliteStorage(_folder.Path, TimeProvider.System, isReadOnly: true);
        Assert.Contains("attune.db is missing", (await Assert.ThrowsAsync<DataException>(() => reader.StartAsync())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NewerStore_AndDamagedFile_AreClearErrors()
    {
        await using (var storage = Open()) await storage.StartAsync();
        await using (var connection = new SqliteConnection($"Data Source={_folder.At("attune.db")};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var command = new SqliteCommand("INSERT INTO migrations VALUES (999, 0)", connection);
            await command.ExecuteNonQueryAsync();
        }
        await using (var storage = Open()) Assert.Contains("version 999", (await Assert.ThrowsAsync<InvalidOperationException>(() => storage.StartAsync())).Message, StringComparison.Ordinal);
        File.WriteAllText(_folder.At("attune.db"), new string('x', 8192));
        await using (var storage = Open()) Assert.Contains("is damaged", (await Assert.ThrowsAsync<IOException>(() => storage.StartAsync())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Kill_DuringIngest_LosesNothingAcknowledged()
    {
        for (var kill = 0; kill < 3; kill++)
        {
            using var writer = SqliteWriter.Start(_folder.Path, $"kill{kill}");
            var acknowledged = -1;
            while (acknowledged < 10 + 7 * kill) acknowledged = await SqliteWriter.NextAsync(writer) ?? throw new InvalidOperationException("The writer ended by itself.");
            writer.Kill();
            while (await SqliteWriter.NextAsync(writer) is { } number) acknowledged = number;
            await writer.WaitForExitAsync();
            await using var storage = Open();
            await storage.StartAsync();
            var events = (await storage.Of($"kill{kill}").ReadEventsAsync().ToArrayAsync()).GroupBy(e => e.User).ToDictionary(g => g.Key, g => g.Count());
            for (var batch = 0; batch <= acknowledged; batch++) Assert.Equal(SqliteWriter.Size, events[$"u{batch}"]);
            Assert.All(events.Values, count => Assert.Equal(SqliteWriter.Size, count));
            Assert.Equal(events.Count * SqliteWriter.Size, (await storage.Of($"kill{kill}").CountsAsync()).Events);
        }
    }

    [Fact]
    public async Task FullDisk_SaysSo_KeepsWhatIsThere_AndGoesOnWhenThereIsRoom()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && Mount("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", _folder.Path), "A small disk needs root and mount.");
        try
        {
            await using var storage = Open();
            await storage.StartAsync();
            var store = storage.Of("default");
            var stored = 0;
            var error = await Assert.ThrowsAsync<IOException>(async () =>
            {
                for (; stored < 10_000; stored++) await store.AddEventsAsync(Batch(stored));
            });
            Assert.Contains("is full", error.Message, StringComparison.Ordinal);
            Assert.Equal(stored * 10, (await store.ReadEventsAsync().ToArrayAsync()).Length);
            Assert.True(Mount("mount", "-o", "remount,size=16m", _folder.Path));
            Assert.Equal(10, await store.AddEventsAsync(Batch(stored)));
            Assert.Equal((stored + 1) * 10, (await store.CountsAsync()).Events);
        }
        finally
        {
            Mount("umount", _folder.Path);
        }
    }

    public void Dispose() => _folder.Dispose();

    SqliteStorage Open() => new(_folder.Path, TimeProvider.System);

    static StoredEvent[] Batch(int batch) => [.. Enumerable.Range(0, 10).Select(i => new StoredEvent { Type = "view", User = $"u{batch}", Item = $"i{i}", EventId = $"{batch}-{i}" })];

    static bool Mount(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
