using System.Diagnostics;
using System.Globalization;

namespace Attune.Serving.Tests;

/// <summary>A process that writes into a SQLite store until it is killed, and says of each batch that it was acknowledged: these tests' own program, started once more for a test that runs only when it is asked for.</summary>
public sealed class SqliteWriter
{
    /// <summary>Events of one batch, which have a user of their own.</summary>
    internal const int Size = 25;

    const string Folder = "ATTUNE_TEST_WRITE_TO";
    const string Space = "ATTUNE_TEST_SPACE";
    const string Word = "acknowledged ";

    internal static Process Start(string folder, string space)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(SqliteWriter).Assembly.Location, "-method", $"{typeof(SqliteWriter).FullName}.{nameof(Write_UntilKilled)}", "-explicit", "only"]) { RedirectStandardOutput = true };
        (start.Environment[Folder], start.Environment[Space]) = (folder, space);
        return Process.Start(start)!;
    }

    /// <summary>The number of the next batch that was acknowledged; null after the last.</summary>
    internal static async Task<int?> NextAsync(Process writer)
    {
        while (await writer.StandardOutput.ReadLineAsync() is { } line)
            if (line.StartsWith(Word, StringComparison.Ordinal) && line.EndsWith('.')) return int.Parse(line[Word.Length..^1], CultureInfo.InvariantCulture);
        return null;
    }

    [Fact(Explicit = true)]
    public async Task Write_UntilKilled()
    {
        await using var storage = new SqliteStorage(Environment.GetEnvironmentVariable(Folder)!, TimeProvider.System);
        await storage.StartAsync();
        var store = storage.Of(Environment.GetEnvironmentVariable(Space)!);
        // Several at once, so that groups are killed too; the number of the last stands for all before it.
        for (var batch = 0; ; batch += 4)
        {
            await Task.WhenAll(Enumerable.Range(batch, 4).Select(b => store.AddEventsAsync([.. Enumerable.Range(0, Size).Select(i => new StoredEvent { Type = "view", User = $"u{b}", Item = $"i{i}" })])));
            Console.WriteLine($"{Word}{batch + 3}.");
        }
    }
}
