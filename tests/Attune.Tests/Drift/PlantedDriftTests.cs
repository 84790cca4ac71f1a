namespace Attune.Tests;

public sealed class PlantedDriftTests
{
    [Fact]
    public void World_IsAsItSays()
    {
        var world = new PlantedDrift { Users = 100, References = 40, ChunkLength = 12, Old = 0.8 }.Make();
        Assert.Equal(100, world.Before.Count);
        Assert.Equal(100, world.Candidates.Count);
        Assert.Equal(40, world.Reference.Count);
        Assert.Equal(20, Enumerable.Range(0, 100).Count(world.IsNew));
        Assert.Equal(100 * 12 * 3 + 40 * 12, world.Data.Count);
        Assert.All(Enumerable.Range(0, 100), c => Assert.Equal(12, world.Candidates.Items(c).Length));
        // The newest quarter of items is the new regime's alone: chunks of the old regime have none of it.
        bool HasNew(int c) => world.Candidates.Items(c).ToArray().Any(i => int.Parse(world.Data.Items[i][1..], null) >= 150);
        Assert.All(Enumerable.Range(0, 100).Where(HasNew), c => Assert.True(world.IsNew(c)));
        Assert.True(Enumerable.Range(0, 100).Count(HasNew) >= 15);
        Assert.Equal(1, world.Enrichment([.. Enumerable.Range(0, 100)]), 1e-12);
    }

    [Fact]
    public void SameSeed_SameWorld_OtherSeed_Another()
    {
        long Print(int seed) => new PlantedDrift { Users = 30, References = 10, Seed = seed }.Make().Data.Events.Times.ToArray().Aggregate(17L, (h, t) => unchecked(h * 31 + t));
        Assert.Equal(Print(1), Print(1));
        Assert.NotEqual(Print(1), Print(2));
    }
}
