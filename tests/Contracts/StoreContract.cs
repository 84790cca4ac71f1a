namespace Attune.Serving.Tests;

/// <summary>What every store promises, in memory or on disk. A new one inherits this and says how it is opened.</summary>
public abstract partial class StoreContract : IAsyncLifetime
{
    static readonly DateTimeOffset Noon = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    IStorage? _storage;

    /// <summary>A clock that stands still unless it is set.</summary>
    internal SetClock Clock { get; } = new(Noon);

    private protected IStorage Storage => _storage!;

    private protected IStore Store => Storage.Of("default");

    /// <summary>A storage with nothing in it, not started.</summary>
    private protected abstract Task<IStorage> NewAsync();

    /// <summary>The same storage, opened again; null where it ends with the process.</summary>
    private protected virtual Task<IStorage?> AgainAsync() => Task.FromResult<IStorage?>(null);

    public async ValueTask InitializeAsync()
    {
        _storage = await NewAsync();
        await Storage.StartAsync();
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (_storage is not null) await Storage.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task EmptySpace_HoldsNothing_AndNothingIsAnError()
    {
        Assert.Null(await Store.UserAsync("u"));
        Assert.Null(await Store.ItemAsync("i"));
        Assert.Null(await Store.ItemAsync("a\0b\ud800"));
        Assert.Empty((await Store.UsersAsync(null, 10)).Rows);
        Assert.Empty((await Store.ItemsAsync(null, 10, "x")).Rows);
        Assert.Empty(await Store.EventsOfUserAsync("u", 10));
        Assert.Empty((await Store.FeedbackAsync(new EventFilter(User: "u"), null, 10)).Rows);
        Assert.Empty(await Store.ItemChangesAsync(0).ToArrayAsync());
        Assert.Empty(await Store.ReadEventsAsync().ToArrayAsync());
        Assert.False(await Store.DeleteUserAsync("u"));
        Assert.False(await Store.DeleteItemAsync("i"));
        Assert.False(await Store.ChangeUserAsync("u", u => u));
        Assert.False(await Store.ChangeItemAsync("i", i => i));
        Assert.Equal(0, await Store.DeleteFeedbackAsync(new EventFilter(Type: "view")));
        Assert.Equal(default, await Store.CountsAsync());
        Assert.Equal((0, 0, 0), (await Store.PutUsersAsync([]), await Store.PutItemsAsync([]), await Store.AddEventsAsync([])));
        await Storage.CheckAsync();
    }

    [Fact]
    public async Task Spaces_NeverSeeEachOther()
    {
        var (a, b) = (Storage.Of("a"), Storage.Of("b"));
        await FillAsync(a, "of a");
        Assert.Equal(["a"], await Storage.SpacesAsync());
        await EmptyAsync(b);
        await FillAsync(b, "of b");
        Assert.Equal(["a", "b"], await Storage.SpacesAsync());
        await HoldsOnlyAsync(a, "of a");
        await HoldsOnlyAsync(b, "of b");
        // What is done to one leaves the other alone.
        await b.DeleteUserAsync("u");
        await b.DeleteItemAsync("i");
        await b.DeleteFeedbackAsync(new EventFilter(Type: "view"));
        await b.ActivateModelAsync("m", "again");
        await b.ChangeUserAsync("u2", u => u with { Comment = "changed" });
        await b.ChangeItemAsync("i2", i => i with { Comment = "changed" });
        await b.PurgeAsync();
        await HoldsOnlyAsync(a, "of a");
    }

    [Theory, InlineData(""), InlineData("Upper"), InlineData("a/b"), InlineData("ä"), InlineData("a23456789012345678901234567890123")]
    public void SpaceName_OutOfRange_IsAnError(string name) =>
        Assert.Contains("1 to 32 of a–z, 0–9 and '-'", Assert.Throws<ArgumentException>(() => Storage.Of(name)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Lock_IsHeldOnce_AndGivenBack()
    {
        await using (var first = await Storage.TryLockAsync("trainer"))
        {
            Assert.NotNull(first);
            Assert.False(first.Lost.IsCancellationRequested);
            Assert.Null(await Storage.TryLockAsync("trainer"));
            await using var other = await Storage.TryLockAsync("other");
            Assert.NotNull(other);
        }
        await using var again = await Storage.TryLockAsync("trainer");
        Assert.NotNull(again);
    }

    [Fact]
    public async Task Reopened_HoldsWhatWasWritten()
    {
        await FillAsync(Store, "of default");
        await Storage.DisposeAsync();
        if (await AgainAsync() is not { } again) return;
        _storage = again;
        await Storage.StartAsync();
        await HoldsOnlyAsync(Store, "of default");
        Assert.Equal(1, await Store.AddEventsAsync([Event("u", "i")]));
        Assert.Equal(4, (await Store.CountsAsync()).LastEvent);
    }

    static StoredEvent Event(string user, string item, string type = "view", double value = 1, string? id = null, int minute = 0) =>
        new() { Type = type, User = user, Item = item, Value = value, EventId = id, Time = Noon.AddMinutes(minute) };

    // The same ids in every space, with a comment that tells whose they are.
    static async Task FillAsync(IStore store, string mark)
    {
        await store.PutUsersAsync([new StoredUser { Id = "u", Comment = mark }, new StoredUser { Id = "u2", Comment = mark }]);
        await store.PutItemsAsync([new StoredItem { Id = "i", Comment = mark }, new StoredItem { Id = "i2", Comment = mark }]);
        Assert.Equal(3, await store.AddEventsAsync([Event("u", "i", id: "e1") with { Comment = mark }, Event("u", "i2", id: "e2") with { Comment = mark }, Event("u2", "i") with { Comment = mark }]));
        await store.PutModelAsync(new ModelRecord { Version = "m", Model = mark }, new MemoryStream([1, 2, 3]));
        Assert.True(await store.ActivateModelAsync("m", mark));
        await store.AuditAsync(new AuditEntry(Noon, "who", "action", "subject", mark));
    }

    static async Task HoldsOnlyAsync(IStore store, string mark)
    {
        Assert.Equal(new StoreCounts(2, 2, 3, 3), await store.CountsAsync());
        Assert.Equal([("u", mark), ("u2", mark)], (await store.UsersAsync(null, 10)).Rows.Select(u => (u.Id, u.Comment)));
        Assert.Equal([("i", mark), ("i2", mark)], (await store.ItemsAsync(null, 10)).Rows.Select(i => (i.Id, i.Comment)));
        Assert.Equal(2, (await store.ItemsAsync(null, 10, mark)).Rows.Count);
        Assert.Equal((mark, mark), ((await store.UserAsync("u"))?.Comment, (await store.ItemAsync("i"))?.Comment));
        Assert.Equal([("i", mark), ("i2", mark)], (await store.ItemChangesAsync(0).ToArrayAsync()).Select(c => (c.Id, c.Item!.Comment)));
        Assert.Equal([("u", "i", mark), ("u", "i2", mark), ("u2", "i", mark)], (await store.ReadEventsAsync().ToArrayAsync()).Select(e => (e.User, e.Item, e.Comment)));
        Assert.Equal([("i", mark), ("i2", mark)], (await store.EventsOfUserAsync("u", 10)).Select(e => (e.Item, e.Comment)));
        Assert.Equal([mark, mark, mark], (await store.FeedbackAsync(default, null, 10)).Rows.Select(e => e.Comment));
        Assert.Equal([("m", mark, mark, true)], (await store.ModelsAsync()).Select(m => (m.Version, m.Model, m.Decision, m.IsActive)));
        Assert.Equal([mark], (await store.AuditsAsync(10)).Select(a => a.Outcome));
        Assert.Equal(0, await store.AddEventsAsync([Event("u", "i", id: "e1")]));
    }

    static async Task EmptyAsync(IStore store)
    {
        Assert.Equal(default, await store.CountsAsync());
        Assert.Null(await store.UserAsync("u"));
        Assert.Null(await store.ItemAsync("i"));
        Assert.Empty((await store.UsersAsync(null, 10)).Rows);
        Assert.Empty((await store.ItemsAsync(null, 10)).Rows);
        Assert.Empty(await store.ItemChangesAsync(0).ToArrayAsync());
        Assert.Empty(await store.ReadEventsAsync().ToArrayAsync());
        Assert.Empty(await store.EventsOfUserAsync("u", 10));
        Assert.Empty((await store.FeedbackAsync(new EventFilter(Item: "i"), null, 10)).Rows);
        Assert.Empty(await store.ModelsAsync());
        Assert.Null(await store.OpenModelAsync("m"));
        Assert.False(await store.ActivateModelAsync("m", "none of mine"));
        Assert.False(await store.RollBackModelAsync("m", "none of mine"));
        Assert.False(await store.DeleteModelAsync("m"));
        Assert.Empty(await store.AuditsAsync(10));
        Assert.False(await store.DeleteUserAsync("u"));
        Assert.Equal(0, await store.DeleteFeedbackAsync(new EventFilter(User: "u")));
        await store.PurgeAsync();
    }
}
