using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Attune.Serving.Tests;

/// <summary>Users who were erased leave every version of the model that is kept.</summary>
public sealed class ErasingTests
{
    static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public async Task Look_ADayAfterAnErasure_NoKeptVersionHoldsTheUser()
    {
        var room = new ModelRoom();
        await room.StartAsync();
        await room.AddAsync(8, 10);
        await room.Models.RetrainAsync();
        var before = await room.Models.ListAsync();
        Assert.Equal(2, before.Count);
        Assert.True(await room.Store.DeleteUserAsync("u5"));
        room.Time.Advance(Day - TimeSpan.FromSeconds(1));
        await LookAsync(room);
        Assert.Equal(2, await HoldersAsync(room, "u5"));
        room.Time.Advance(TimeSpan.FromSeconds(1));
        await LookAsync(room);
        var after = Assert.Single(await room.Models.ListAsync());
        Assert.DoesNotContain(after.Version, before.Select(m => m.Version));
        Assert.Equal((0, 1), (await HoldersAsync(room, "u5"), await HoldersAsync(room, "u6")));
        Assert.Equal((after.Version, true), (room.ActiveVersion, after.IsActive));
        Assert.Equal(-1, room.Active.Of("default")!.Model.Catalog.Users.IndexOf("u5"));
        Assert.Empty(await room.Store.ErasuresAsync());
        var audit = Assert.Single(await room.Store.AuditsAsync(10));
        Assert.Equal(("attune", "models.erase"), (audit.Who, audit.Action));
        Assert.All(before, m => Assert.Contains(m.Version, audit.Outcome, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Look_VersionsWithoutTheUser_Stay()
    {
        var room = new ModelRoom();
        await room.StartAsync();
        await room.Store.DeleteUserAsync("somebody");
        room.Time.Advance(Day);
        await LookAsync(room);
        Assert.Single(await room.Models.ListAsync());
        Assert.Empty(await room.Store.ErasuresAsync());
        Assert.Single(room.Models.Tasks);
    }

    [Fact]
    public async Task Look_WorseSuccessor_IsActivatedAllTheSame()
    {
        var room = new ModelRoom();
        await room.StartAsync();
        await room.AddAsync(8, 12);
        room.Options.Retrain.Model = "popularity";
        Assert.StartsWith("Refused: worse", (await room.Models.RetrainAsync())!.Decision, StringComparison.Ordinal);
        await room.Store.DeleteUserAsync("u5");
        room.Time.Advance(Day);
        await LookAsync(room);
        var active = Assert.Single(await room.Models.ListAsync());
        Assert.Equal("popularity", active.Model);
        Assert.Matches("^Activated because .* holds people who were erased. The trial said: Refused: worse", active.Decision);
    }

    [Fact]
    public async Task Look_UserWhoCameBack_IsLearnedFromWhatIsNew()
    {
        var room = new ModelRoom();
        room.Options.Retrain.ErasedWithin = TimeSpan.Zero;
        await room.StartAsync();
        await room.Store.DeleteUserAsync("u5");
        await room.Store.AddEventsAsync([.. ModelRoom.Events(8, 9).Where(e => e.User == "u5")]);
        await LookAsync(room);
        var active = Assert.Single(await room.Models.ListAsync());
        var catalog = room.Active.Of("default")!.Model.Catalog;
        Assert.Equal([ModelRoom.ItemOf(5, 8)], catalog.Histories.Row(catalog.Users.IndexOf("u5")).ToArray().Select(i => catalog.Items[i]));
        Assert.Empty(await room.Store.ErasuresAsync());
        await LookAsync(room);
        Assert.Equal(active.Version, Assert.Single(await room.Models.ListAsync()).Version);
    }

    [Fact]
    public async Task Look_NothingLeftToTrainOn_PopularityAnswersInEveryReplica()
    {
        var room = new ModelRoom();
        await room.StartAsync();
        var other = new ModelRoom(room);
        await other.Loader.FollowAllAsync(TestContext.Current.CancellationToken);
        Assert.NotNull(other.ActiveVersion);
        for (var u = 0; u < ModelRoom.Users; u++) await room.Store.DeleteUserAsync($"u{u}");
        room.Time.Advance(Day);
        await LookAsync(room);
        await other.Loader.FollowAllAsync(TestContext.Current.CancellationToken);
        Assert.Equal((null, null), (room.ActiveVersion, other.ActiveVersion));
        Assert.Empty(await room.Models.ListAsync());
        Assert.Empty(await room.Store.ErasuresAsync());
    }

    [Fact]
    public async Task Look_ServerThatDoesNotTrain_SaysWhatIsNeededUntilItIsDone()
    {
        var room = new ModelRoom();
        var old = await room.StartAsync();
        room.Options.Retrain.IsOn = false;
        await room.Store.DeleteUserAsync("u5");
        room.Time.Advance(Day);
        await LookAsync(room);
        await LookAsync(room);
        Assert.Equal((old.Version, HealthStatus.Degraded), (room.ActiveVersion, await HealthAsync(room)));
        Assert.Single(room.Log.All, l => l.StartsWith("Warning: The active model", StringComparison.Ordinal) && l.Contains("publish a model", StringComparison.Ordinal));
        using var archive = await ModelArchive.PackAsync(new ItemKnn().Fit(Without("u5")), room.Time, TestContext.Current.CancellationToken);
        var published = await room.Models.PublishAsync(archive);
        await room.Models.ActivateAsync(published.Version);
        await LookAsync(room);
        Assert.Equal(published.Version, Assert.Single(await room.Models.ListAsync()).Version);
        Assert.Equal(HealthStatus.Healthy, await HealthAsync(room));
    }

    [Fact]
    public async Task Look_DamagedVersion_MayHoldAnybodyAndGoes()
    {
        var room = new ModelRoom();
        await room.StartAsync();
        await room.Store.PutModelAsync(new ModelRecord { Version = "damaged", Model = "als" }, new MemoryStream([1, 2, 3]));
        await room.Store.DeleteUserAsync("somebody");
        room.Time.Advance(Day);
        await LookAsync(room);
        Assert.NotEqual("damaged", Assert.Single(await room.Models.ListAsync()).Version);
    }

    static Dataset Without(string user) =>
        new DatasetBuilder { Name = "tastes" }.AddRange(ModelRoom.Events(0, 8).Where(e => e.User != user).Select(e => new Interaction(e.User, e.Item) { Kind = e.Type, Time = e.Time })).Build();

    // As the store holds them, whatever this process has in memory.
    static async Task<int> HoldersAsync(ModelRoom room, string user)
    {
        var holders = 0;
        foreach (var version in await room.Store.ModelsAsync())
            if ((await room.Loader.OpenAsync("default", version.Version, TestContext.Current.CancellationToken))!.Model.Catalog.Users.IndexOf(user) >= 0) holders++;
        return holders;
    }

    static async Task<HealthStatus> HealthAsync(ModelRoom room) => (await new ModelsHealth(room.Loader, room.Models).CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken)).Status;

    static Task LookAsync(ModelRoom room) => room.Retrainer.LookAsync(TestContext.Current.CancellationToken);
}
