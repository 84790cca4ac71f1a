namespace Attune.Serving.Tests;

/// <summary>What is held out for a trial.</summary>
public sealed class NewestSplitTests
{
    [Fact]
    public void Of_FreshData_HoldsOutTheNewestAndGivesTheRestAsHistory()
    {
        var split = NewestSplit.Of(ModelRoom.Data(0, 8), 0.125)!;
        Assert.Equal((420, 60), (split.Train.Count, split.Test.Count));
        Assert.True(Enumerable.Range(0, split.Test.Count).Min(e => split.Test.Events.TimeOf(e)) > Enumerable.Range(0, split.Train.Count).Max(e => split.Train.Events.TimeOf(e)));
        Assert.Equal(420, split.History!.Count);
        Assert.Equal(split.Test.Users.Ids, split.History.Users.Ids);
        Assert.Equal(split.Test.Items.Ids, split.History.Items.Ids);
    }

    [Fact]
    public void Of_ModelThatKnowsMost_HoldsOutHalfOfTheRestOnly()
    {
        var known = new ItemKnn().Fit(ModelRoom.Data(0, 10));
        var split = NewestSplit.Of(ModelRoom.Data(0, 12), 0.5, known)!;
        Assert.Equal(60, split.Test.Count);
        Assert.Equal(660, split.Train.Count);
        Assert.All(Enumerable.Range(0, split.Test.Count), e => Assert.Equal(11, split.Test.Events.TimeOf(e)!.Value.Hour));
        Assert.Null(NewestSplit.Of(ModelRoom.Data(0, 10), 0.5, known));
    }

    [Fact]
    public void Of_OneTimeForAll_HoldsOutTheLastOfEachUser()
    {
        var data = new DatasetBuilder().AddRange(ModelRoom.Events(0, 8).Select(e => new Interaction(e.User, e.Item) { Time = DateTimeOffset.UnixEpoch })).Build();
        var split = NewestSplit.Of(data, 0.125)!;
        Assert.Equal(60, split.Test.Count);
        Assert.All(Enumerable.Range(0, ModelRoom.Users), u => Assert.Equal(ModelRoom.ItemOf(u, 7), split.Test.Items[Assert.Single(split.Test.Sequence(split.Test.Users.IndexOf($"u{u}")).ToArray())]));
    }

    [Fact]
    public void Of_RepeatedPairs_AreNoNews()
    {
        var data = new DatasetBuilder().AddRange(Enumerable.Range(0, 10).Select(i => new Interaction("ann", "tea") { Time = DateTimeOffset.UnixEpoch.AddDays(i) })).Build();
        Assert.Null(NewestSplit.Of(data, 0.2));
    }

    [Fact]
    public void Of_EventsThatSpeakAgainst_AreNotHeldOut()
    {
        var data = new DatasetBuilder().AddRange(Enumerable.Range(0, 10).Select(i => new Interaction("ann", $"i{i}") { Time = DateTimeOffset.UnixEpoch.AddDays(i), Kind = i == 9 ? EventKind.Return : "view" })).Build();
        var split = NewestSplit.Of(data, 0.1)!;
        Assert.Equal("i8", split.Test.Items[split.Test.Events.Items[0]]);
        Assert.Equal(9, split.Train.Count);
    }
}
