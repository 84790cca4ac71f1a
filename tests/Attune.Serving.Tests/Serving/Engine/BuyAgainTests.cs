using Attune.Serving;

namespace Attune.Tests;

/// <summary>A placement that shows what was bought before, by models that count days.</summary>
public class BuyAgainTests
{
    // Coffee every 28 days, the last 25 days before the clock's first day; milk every 3, the last two days after it.
    static IEnumerable<StoredEvent> Purchases(string user, int shift = 0) =>
        Enumerable.Range(0, 60).Select(n => EngineWorld.Event(user, "milk", "like", EngineWorld.Now.AddDays(2 - 3 * n - shift)))
            .Concat(Enumerable.Range(0, 6).Select(n => EngineWorld.Event(user, "coffee", "like", EngineWorld.Now.AddDays(-25 - 28 * n - shift)))).OrderBy(e => e.Time);

    static Dataset Events(int users = 40) => new DatasetBuilder { Name = "events" }.AddRange(
        from u in Enumerable.Range(0, users)
        from e in Purchases($"{u}", u % 28)
        select new Interaction(e.User, e.Item) { Time = e.Time }).Build();

    static async Task<EngineWorld> World(ITrainer trainer)
    {
        var world = new EngineWorld();
        await world.Store.AddEventsAsync([.. Purchases("ann")]);
        world.Models.Swap("default", new ActiveModel("v1", trainer.Fit(Events())));
        return world;
    }

    static Task<string[]> List(EngineWorld world, int days, string user = "ann") => world.ListAsync(new() { Placement = "buy-again", User = user, At = EngineWorld.Now.AddDays(days) });

    [Fact]
    public async Task Recommend_DaysPass_DueItemsComeFirstWithoutTraining()
    {
        using var world = await World(new CadenceLr { Baskets = 60, Epochs = 8 });
        world.Time.Advance(TimeSpan.FromDays(3));
        // Milk is due on day 2, coffee on day 3, four weeks after the last: the day asked for is all that changes.
        Assert.Equal(["milk", "coffee"], await List(world, 2));
        Assert.Equal(["coffee", "milk"], await List(world, 3));
        // Today, where nobody says.
        Assert.Equal(["coffee", "milk"], await world.ListAsync(new() { Placement = "buy-again", User = "ann" }));
    }

    [Fact]
    public async Task Recommend_EventsOfTheStore_ComeWithTheirTimes()
    {
        using var world = await World(new PurchaseDecay { Tau = 3 });
        Assert.Equal(["milk", "coffee"], await List(world, 0));
        // Coffee on the last nine days, which training has not seen; for a day before them they are not known.
        await world.Store.AddEventsAsync([.. Enumerable.Range(60, 9).Select(d => EngineWorld.Event("ann", "coffee", "like", EngineWorld.Now.AddDays(d - 68)))]);
        Assert.Equal(["coffee", "milk"], await List(world, 1));
        Assert.Equal(["milk", "coffee"], await List(world, -8));
        // A user whom training has never seen is scored by the store's events alone.
        await world.Store.AddEventsAsync([EngineWorld.Event("new", "coffee", "like", EngineWorld.Now.AddDays(-2)), EngineWorld.Event("new", "milk", "like", EngineWorld.Now.AddDays(-90))]);
        Assert.Equal(["coffee", "milk"], await List(world, 0, "new"));
    }
}
