namespace Attune.Tests;

public sealed class DuplicatesTests
{
    static Interaction Event(string item, float? value, int day, string? kind = "purchase") =>
        new("a", item) { Value = value, Kind = kind, Time = new DateTimeOffset(2011, 1, day, 0, 0, 0, TimeSpan.Zero) };

    static readonly Interaction[] Events = [Event("x", 1, 3), Event("x", 5, 1), Event("x", null, 2), Event("y", 7, 2), Event("x", 9, 2, "return")];

    [Theory]
    [InlineData(DuplicatePolicy.First, 5f, 1)]
    [InlineData(DuplicatePolicy.Last, 1f, 3)]
    [InlineData(DuplicatePolicy.Sum, 7f, 3)]
    [InlineData(DuplicatePolicy.Mean, 3f, 3)]
    public void Merge_RepeatedPair_KeepsOnePerKind(DuplicatePolicy policy, float value, int day)
    {
        var merged = Duplicates.Merge(AnyEvents.Build(Events), policy);
        var x = Enumerable.Range(0, merged.Count).Single(e => merged.Items[merged.Events.Items[e]] == "x" && merged.Events.KindOf(e) == "purchase");
        Assert.Equal(3, merged.Count);
        Assert.Equal((value, day), (merged.Events.ValueOf(x), merged.Events.TimeOf(x)!.Value.Day));
        Assert.Contains(merged.Events.Values.ToArray(), v => v == 7);
    }

    [Fact]
    public void Merge_Keep_ChangesNothing()
    {
        var data = AnyEvents.Build(Events);
        Assert.Same(data, Duplicates.Merge(data, DuplicatePolicy.Keep));
    }

    [Fact]
    public void Merge_SumWithoutValues_CountsEvents()
    {
        var merged = Duplicates.Merge(AnyEvents.Build([new("a", "x"), new("a", "x"), new("b", "x")]), DuplicatePolicy.Sum);
        Assert.Equal([2f, 1f], merged.Events.Values);
        Assert.Equal([2f, 1f], merged.Preferences.Values);
    }

    [Fact]
    public void Merge_MeanWithoutValues_InventsNone() =>
        Assert.True(Duplicates.Merge(AnyEvents.Build([new("a", "x"), new("a", "x")]), DuplicatePolicy.Mean).Events.Values.IsEmpty);

    [Fact]
    public void Merge_AnyData_LeavesDistinctPairs() => AnyEvents.Hold(events =>
    {
        var data = AnyEvents.Build(events);
        foreach (var policy in Enum.GetValues<DuplicatePolicy>().Skip(1))
        {
            var merged = Duplicates.Merge(data, policy);
            Assert.Equal(events.Select(e => (e.User, e.Item)).Distinct().Count(), merged.Count);
            Assert.Equal(data.Preferences.Count, merged.Preferences.Count);
        }
    });

    [Fact]
    public void Merge_Repeats_AreNoted()
    {
        string? note = null;
        Duplicates.Merge(AnyEvents.Build(Events), DuplicatePolicy.Last, n => note = n);
        Assert.Equal("duplicates last: 2 of 5 events repeated a pair and were dropped.", note);
    }

    [Fact]
    public void Parse_EveryPolicy_RoundTrips() =>
        Assert.All(Enum.GetValues<DuplicatePolicy>(), p => Assert.Equal(p, Duplicates.Parse(p.ToString().ToLowerInvariant())));

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("median")]
    public void Parse_BadText_ListsThePolicies(string text) =>
        Assert.Equal($"'{text}' is not a policy for duplicates. Policies are keep, first, last, sum, mean.", Assert.Throws<ArgumentException>(() => Duplicates.Parse(text)).Message);
}
