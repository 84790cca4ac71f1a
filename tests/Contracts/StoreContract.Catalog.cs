namespace Attune.Serving.Tests;

/// <summary>Users, items, models and the audit log.</summary>
public abstract partial class StoreContract
{
    [Fact]
    public async Task Users_ArePutReplacedChangedAndDeleted()
    {
        var odd = new StoredUser { Id = "ü/ 😀'\"%", Labels = """{"a":[1,"b"]}""", Comment = "\r\n\tline" };
        Assert.Equal(3, await Store.PutUsersAsync([new StoredUser { Id = "a", Comment = "first" }, odd, new StoredUser { Id = "a", Comment = "last" }]));
        Assert.Equal(odd, await Store.UserAsync(odd.Id));
        Assert.Equal("last", (await Store.UserAsync("a"))?.Comment);
        Assert.Equal(1, await Store.PutUsersAsync([new StoredUser { Id = "a", Labels = "[]" }]));
        Assert.Equal(new StoredUser { Id = "a", Labels = "[]" }, await Store.UserAsync("a"));
        Assert.True(await Store.ChangeUserAsync("a", u => u with { Id = "other", Comment = "changed" }));
        Assert.Equal(new StoredUser { Id = "a", Labels = "[]", Comment = "changed" }, await Store.UserAsync("a"));
        Assert.Equal(2, (await Store.CountsAsync()).Users);
        Assert.True(await Store.DeleteUserAsync("a"));
        Assert.False(await Store.DeleteUserAsync("a"));
        Assert.Null(await Store.UserAsync("a"));
        Assert.Equal(1, (await Store.CountsAsync()).Users);
    }

    [Fact]
    public async Task Items_KeepEverythingThatWasGiven()
    {
        var full = new StoredItem { Id = "i", IsHidden = true, Categories = ["b", "a ü", "c\"d"], Timestamp = Noon.AddTicks(7), Labels = """{"k":null}""", Comment = "Title" };
        await Store.PutItemsAsync([full, new StoredItem { Id = "bare" }]);
        await ThisAsync(full);
        Assert.Equal((false, null, null, ""), await Store.ItemAsync("bare") is { } bare ? (bare.IsHidden, bare.Timestamp, bare.Labels, bare.Comment) : throw new InvalidOperationException());
        Assert.True(await Store.ChangeItemAsync("i", i => i with { IsHidden = false, Categories = [], Timestamp = null }));
        await ThisAsync(full with { IsHidden = false, Categories = [], Timestamp = null });
        Assert.True(await Store.DeleteItemAsync("i"));
        Assert.False(await Store.DeleteItemAsync("i"));
        Assert.Equal(1, (await Store.CountsAsync()).Items);

        async Task ThisAsync(StoredItem expected)
        {
            var item = await Store.ItemAsync(expected.Id);
            Assert.Equal(expected.Categories, item!.Categories);
            Assert.Equal(expected, item with { Categories = expected.Categories });
        }
    }

    [Fact]
    public async Task Pages_GoThroughEverythingOnceInOrder()
    {
        var ids = Enumerable.Range(0, 57).Select(i => $"{(char)('A' + i)}{i}").Order(StringComparer.Ordinal).ToArray();
        await Store.PutUsersAsync([.. ids.Reverse().Select(id => new StoredUser { Id = id })]);
        await Store.PutItemsAsync([.. ids.Reverse().Select(id => new StoredItem { Id = id })]);
        foreach (var count in new[] { 1, 19, 56, 57, 58 })
        {
            Assert.Equal(ids, await AllAsync(after => Store.UsersAsync(after, count), u => u.Id, count));
            Assert.Equal(ids, await AllAsync(after => Store.ItemsAsync(after, count), i => i.Id, count));
        }
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Store.UsersAsync(null, 0));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Store.ItemsAsync(null, 0));
    }

    [Fact]
    public async Task Search_FindsIdsAndComments_WhateverTheCaseOfAsciiLetters()
    {
        await Store.PutItemsAsync([new StoredItem { Id = "Red-1" }, new StoredItem { Id = "2", Comment = "a rED hat" }, new StoredItem { Id = "3", Comment = "50% off_\\" }, new StoredItem { Id = "4", Comment = "blue" }]);
        Assert.Equal(["2", "Red-1"], await FoundAsync("ReD"));
        Assert.Equal(["3"], await FoundAsync("%"));
        Assert.Equal(["3"], await FoundAsync("_"));
        Assert.Equal(["3"], await FoundAsync("\\"));
        Assert.Empty(await FoundAsync("r%d"));
        Assert.Equal(["Red-1"], (await Store.ItemsAsync("2", 1, "red")).Rows.Select(i => i.Id));

        async Task<IEnumerable<string>> FoundAsync(string text) => (await Store.ItemsAsync(null, 10, text)).Rows.Select(i => i.Id);
    }

    [Fact]
    public async Task ItemChanges_SayWhatBecameOfEachItemOnce()
    {
        await Store.PutItemsAsync([new StoredItem { Id = "a" }, new StoredItem { Id = "b" }, new StoredItem { Id = "c" }]);
        await Store.AddEventsAsync([Event("u", "d"), Event("u", "a")]);
        var first = await Store.ItemChangesAsync(0).ToArrayAsync();
        Assert.Equal(["a", "b", "c", "d"], first.Select(c => c.Id));
        Assert.Empty(await Store.ItemChangesAsync(first[^1].Number).ToArrayAsync());
        await Store.ChangeItemAsync("a", i => i with { Comment = "new" });
        await Store.DeleteItemAsync("b");
        await Store.PutItemsAsync([new StoredItem { Id = "a", IsHidden = true }]);
        var later = await Store.ItemChangesAsync(first[^1].Number).ToArrayAsync();
        Assert.Equal([("b", null), ("a", true)], later.Select(c => (c.Id, c.Item?.IsHidden)));
        await Store.PutItemsAsync([new StoredItem { Id = "b" }]);
        Assert.Equal(["b"], (await Store.ItemChangesAsync(later[^1].Number).ToArrayAsync()).Where(c => c.Item is not null).Select(c => c.Id));
        Assert.Equal(4, (await Store.ItemChangesAsync(0).ToArrayAsync()).Length);
        var last = (await Store.ItemChangesAsync(0).ToArrayAsync())[^1].Number;
        await Store.PurgeAsync();
        Assert.Equal(["a", "b", "c", "d"], (await Store.ItemChangesAsync(last).ToArrayAsync()).Where(c => c.Item is null).Select(c => c.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task ManyItems_AreOneWriteAndKeepTheirOrder()
    {
        StoredItem[] items = [.. Enumerable.Range(0, 5000).Select(i => new StoredItem { Id = $"i{i % 4500}", Comment = $"{i}" })];
        Assert.Equal(5000, await Store.PutItemsAsync(items));
        Assert.Equal(5000, await Store.PutItemsAsync(items));
        Assert.Equal(4500, (await Store.CountsAsync()).Items);
        var changes = await Store.ItemChangesAsync(0).ToArrayAsync();
        Assert.Equal(Enumerable.Range(500, 4500).Select(i => $"{i}"), changes.Select(c => c.Item!.Comment));
        Assert.Equal(5000, await Store.PutUsersAsync([.. items.Select(i => new StoredUser { Id = i.Id, Comment = i.Comment })]));
        Assert.Equal(("4999", 4500), ((await Store.UserAsync("i499"))?.Comment, (await Store.CountsAsync()).Users));
    }

    [Fact]
    public async Task Models_AreKeptActivatedRolledBackAndForgotten()
    {
        var bytes = Enumerable.Range(0, 3_500_000).Select(i => (byte)(i * 7919 >> 5)).ToArray();
        var a = new ModelRecord { Version = "1", Model = "als", Created = Noon, Metrics = [new ModelMetric("ndcg@10", 0.25, double.NaN, 0.5, 7)], Users = 3, Items = 4, Events = 5, LastEvent = 6, Decision = "why" };
        await Store.PutModelAsync(a, new MemoryStream(bytes));
        await Store.PutModelAsync(a with { Version = "2", Created = Noon.AddHours(1) }, new MemoryStream([]));
        await Store.PutModelAsync(a with { Version = "3", Created = Noon.AddHours(2) }, new MemoryStream([3]));
        var models = await Store.ModelsAsync();
        Assert.Equal([("3", 1L), ("2", 0L), ("1", bytes.Length)], models.Select(m => (m.Version, m.Bytes)));
        Assert.Equal(a with { Bytes = bytes.Length, Metrics = models[2].Metrics }, models[2]);
        Assert.Equal(a.Metrics, models[2].Metrics);
        Assert.Equal(bytes, await BytesAsync("1"));
        Assert.Empty(await BytesAsync("2"));
        Assert.Null(await Store.OpenModelAsync("none"));
        foreach (var version in new[] { "1", "2", "3" }) Assert.True(await Store.ActivateModelAsync(version, $"took {version}"));
        Assert.Equal([("3", true, 3L), ("2", false, 2L), ("1", false, 1L)], (await Store.ModelsAsync()).Select(m => (m.Version, m.IsActive, m.Activation)));
        Assert.True(await Store.RollBackModelAsync("1", "worse"));
        Assert.Equal([("3", false, 0L, "took 3"), ("2", false, 0L, "took 2"), ("1", true, 1L, "worse")], (await Store.ModelsAsync()).Select(m => (m.Version, m.IsActive, m.Activation, m.Decision)));
        Assert.False(await Store.RollBackModelAsync("2", "no"));
        Assert.False(await Store.DeleteModelAsync("1"));
        Assert.True(await Store.DeleteModelAsync("3"));
        Assert.False(await Store.DeleteModelAsync("3"));
        await Store.PutModelAsync(a, new MemoryStream([9]));
        Assert.Equal((byte)9, Assert.Single(await BytesAsync("1")));
    }

    [Fact]
    public async Task WithdrawModel_LeavesNoneActive()
    {
        Assert.False(await Store.WithdrawModelAsync("none"));
        await Store.PutModelAsync(new ModelRecord { Version = "1", Model = "als" }, new MemoryStream([1]));
        await Store.ActivateModelAsync("1", "first");
        Assert.True(await Store.WithdrawModelAsync("why"));
        Assert.Equal((false, "why"), Assert.Single(await Store.ModelsAsync()) is var model ? (model.IsActive, model.Decision) : default);
        Assert.True(await Store.DeleteModelAsync("1"));
    }

    [Fact]
    public async Task Erasures_AreKeptUntilTheyAreEnded()
    {
        await Store.PutUsersAsync([new StoredUser { Id = "a" }]);
        Assert.Empty(await Store.ErasuresAsync());
        Assert.True(await Store.DeleteUserAsync("a"));
        Assert.False(await Store.DeleteUserAsync("b"));
        Assert.False(await Store.DeleteUserAsync("no\0id"));
        var erasures = await Store.ErasuresAsync();
        Assert.Equal(["a", "b"], erasures.Select(e => e.User));
        Assert.False(await Store.DeleteUserAsync("a"));
        var again = await Store.ErasuresAsync();
        Assert.Equal([("b", erasures[1].Time), ("a", erasures[0].Time)], again.Select(e => (e.User, e.Time)));
        await Store.EndErasuresAsync(erasures[1].Number);
        Assert.Equal("a", Assert.Single(await Store.ErasuresAsync()).User);
        Assert.Empty(await Storage.Of("other").ErasuresAsync());
        await Storage.CheckAsync();
    }

    [Fact]
    public async Task Audits_AreReadNewestFirst()
    {
        for (var i = 0; i < 5; i++) await Store.AuditAsync(new AuditEntry(Noon.AddMinutes(i), "key", "models.activate", $"{i}", "done\0"));
        var audits = await Store.AuditsAsync(2);
        Assert.Equal(["4", "3"], audits.Select(a => a.Subject));
        Assert.Equal(Noon.AddMinutes(4), audits[0].Time);
    }

    private protected async Task<byte[]> BytesAsync(string version)
    {
        await using var stream = (await Store.OpenModelAsync(version))!;
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    static async Task<string[]> AllAsync<T>(Func<string?, Task<Page<T>>> read, Func<T, string> key, int count)
    {
        var all = new List<string>();
        for (string? after = null; ;)
        {
            var page = await read(after);
            Assert.True(page.Rows.Count <= count);
            all.AddRange(page.Rows.Select(key));
            if ((after = page.Next) is null) return [.. all];
        }
    }
}
