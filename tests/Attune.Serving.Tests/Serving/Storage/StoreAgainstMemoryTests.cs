using System.Globalization;
using System.Text;
using Attune.Numerics;
using Attune.Tests;

namespace Attune.Serving.Tests;

/// <summary>An independent check of the databases: the same operations, drawn at random, done to memory and to a database, with the same answers throughout.</summary>
public sealed class StoreAgainstMemoryTests(PostgresServer server)
{
    [Theory, InlineData(1), InlineData(2)]
    public async Task Sqlite_AnswersAsMemoryDoes(int seed)
    {
        using var folder = new TemporaryFolder();
        await using var storage = new SqliteStorage(folder.Path, new SetClock(DateTimeOffset.UnixEpoch));
        await CompareAsync(storage, seed);
    }

    [Theory, InlineData(3), InlineData(4)]
    public async Task Postgres_AnswersAsMemoryDoes(int seed)
    {
        Assert.SkipUnless(PostgresServer.IsInstalled, PostgresServer.Missing);
        await using var storage = new PostgresStorage(await server.DatabaseAsync(), new SetClock(DateTimeOffset.UnixEpoch));
        await CompareAsync(storage, seed);
    }

    static async Task CompareAsync(IStorage storage, int seed)
    {
        await using var memory = new MemoryStorage(new SetClock(DateTimeOffset.UnixEpoch));
        await storage.StartAsync();
        var draw = new Draws(seed);
        for (var step = 0; step < 250; step++)
        {
            var space = draw.Next(4) == 0 ? "b" : "a";
            var operation = Draw(draw);
            var (expected, actual) = (await operation.Run(memory.Of(space)), await operation.Run(storage.Of(space)));
            Assert.True(expected == actual, $"step {step}, {operation.Name} in {space}: memory says {expected}, the database says {actual}");
            if (step % 10 == 0) Assert.Equal(await AllAsync(memory.Of(space)), await AllAsync(storage.Of(space)));
        }
        foreach (var space in new[] { "a", "b" }) Assert.Equal(await AllAsync(memory.Of(space)), await AllAsync(storage.Of(space)));
    }

    // A few ids only, so that everything happens to everything.
    static (string Name, Func<IStore, Task<string>> Run) Draw(Draws draw)
    {
        var (user, item, type) = ($"u{draw.Next(6)}", $"i{draw.Next(6)}", $"t{draw.Next(3)}");
        var events = Enumerable.Range(0, draw.Next(1, 60)).Select(_ => new StoredEvent
        {
            Type = $"t{draw.Next(3)}", User = $"u{draw.Next(6)}", Item = $"i{draw.Next(6)}",
            Value = draw.Next(5), Time = DateTimeOffset.UnixEpoch.AddMinutes(draw.Next(100)),
            Comment = $"c{draw.Next(100)}", EventId = draw.Next(3) == 0 ? $"e{draw.Next(400)}" : null,
        }).ToArray();
        var (mode, addMissing, mark, count) = ((EventMode)draw.Next(2), draw.Next(3) > 0, $"m{draw.Next(1000)}", draw.Next(1, 8));
        var filter = new EventFilter(draw.Next(2) == 0 ? type : null, draw.Next(2) == 0 ? user : null, draw.Next(2) == 0 ? item : null);
        return draw.Next(14) switch
        {
            < 4 => ("add", async s => Text(await s.AddEventsAsync(events, mode, addMissing))),
            4 => ("put users", async s => Text(await s.PutUsersAsync([.. events.Select(e => new StoredUser { Id = e.User, Comment = e.Comment })]))),
            5 => ("put items", async s => Text(await s.PutItemsAsync([.. events.Select(e => new StoredItem { Id = e.Item, Comment = e.Comment, IsHidden = e.Value > 3, Categories = [e.Type] })]))),
            6 => ("change", async s => $"{await s.ChangeUserAsync(user, u => u with { Comment = mark })} {await s.ChangeItemAsync(item, i => i with { Comment = mark })}"),
            7 => ("delete user", async s => $"{await s.DeleteUserAsync(user)}"),
            8 => ("delete item", async s => $"{await s.DeleteItemAsync(item)}"),
            9 => ("delete feedback", async s => filter == default ? "" : Text(await s.DeleteFeedbackAsync(filter))),
            10 => ("page", async s => Text((await s.FeedbackAsync(filter, null, count)).Rows)),
            11 => ("search", async s => Text((await s.ItemsAsync(item, count, "1")).Rows.Select(i => i.Id))),
            12 when count == 1 => ("purge", async s =>
            {
                await s.PurgeAsync();
                return "";
            }),
            _ => ("history", async s => Text(await s.EventsOfUserAsync(user, count))),
        };
    }

    static async Task<string> AllAsync(IStore s)
    {
        var all = new StringBuilder().AppendLine(Text(await s.CountsAsync()));
        foreach (var user in (await s.UsersAsync(null, 100)).Rows) all.AppendLine(CultureInfo.InvariantCulture, $"{user}");
        foreach (var item in (await s.ItemsAsync(null, 100)).Rows) all.AppendLine(CultureInfo.InvariantCulture, $"{item with { Categories = [] }} {string.Join(',', item.Categories)}");
        all.AppendLine(Text((await s.FeedbackAsync(default, null, 1000)).Rows)).AppendLine(Text(await s.ReadEventsAsync().ToArrayAsync()));
        // The numbers of changes differ; what they say, and in which order, does not.
        return all.AppendLine(Text((await s.ItemChangesAsync(0).ToArrayAsync()).Select(c => $"{c.Id} {c.Item is null}"))).ToString();
    }

    static string Text<T>(IEnumerable<T> values) => string.Join('\n', values);

    static string Text(object value) => $"{value}";

    sealed class Draws(Seed seed)
    {
        RandomStream _stream = seed.Stream();

        internal int Next(int exclusive) => _stream.NextInt(exclusive);

        internal int Next(int low, int exclusive) => low + _stream.NextInt(exclusive - low);
    }
}
