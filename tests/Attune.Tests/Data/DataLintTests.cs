namespace Attune.Tests;

public sealed class DataLintTests
{
    static readonly DateTimeOffset Start = new(2011, 1, 1, 0, 0, 0, TimeSpan.Zero);

    static Interaction At(string user, string item, double day) => new(user, item) { Time = Start.AddDays(day) };

    static LintFinding? Find(string code, IEnumerable<Interaction> events) => DataLint.Check(AnyEvents.Build(events)).SingleOrDefault(f => f.Code == code);

    // Two users, each with each of two items twice, all different: nothing to say but that pairs repeat.
    static IEnumerable<Interaction> Quiet => from u in new[] { "a", "b" } from n in Enumerable.Range(0, 4) select At(u, $"{n % 2}", n);

    [Fact]
    public void Check_QuietData_FindsOnlyRepeatedPairs()
    {
        var finding = Assert.Single(DataLint.Check(AnyEvents.Build(Quiet)));
        Assert.Equal(("repeated-pairs", LintSeverity.Note, 4), (finding.Code, finding.Severity, finding.Count));
        Assert.Equal("4 of 8 events repeat a pair of user and item; first, user 'a' with item '0' at 2011-01-03 00:00:00.", finding.Example);
    }

    [Fact]
    public void Check_TiesSortedById_AreAWarning()
    {
        var sorted = Enumerable.Range(0, 8).Select(i => At("a", $"{i}", 1)).ToArray();
        Assert.Equal("7 of 7 ties are sorted by item id, as with user 'a': '0' before '1'.", Find("ties-in-id-order", sorted)?.Example);
        Assert.Equal(7, Find("time-ties", sorted)?.Count);
    }

    [Fact]
    public void Check_TiesInMixedOrder_AreOnlyANote()
    {
        var mixed = new[] { 3, 1, 4, 0, 5, 9, 2, 6 }.Select(i => At("a", $"{i}", 1)).ToArray();
        Assert.Null(Find("ties-in-id-order", mixed));
        Assert.Equal(LintSeverity.Note, Find("time-ties", mixed)?.Severity);
    }

    [Fact]
    public void Check_SameRowTwice_IsAnExactDuplicate()
    {
        var finding = Find("exact-duplicates", [.. Quiet, At("b", "1", 3), At("b", "1", 3)]);
        Assert.Equal(2, finding?.Count);
        Assert.Contains("user 'b' with item '1' at 2011-01-04 00:00:00", finding?.Example, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_NoTimes_RepeatsAreNotExact() => Assert.Null(Find("exact-duplicates", [new("a", "x"), new("a", "x")]));

    [Fact]
    public void Check_OneEventUsersAndItems_AreCountedAndNamed()
    {
        Interaction[] events = [.. Quiet, At("lone", "1", 9), At("a", "rare", 9)];
        Assert.Equal("1 of 3 users have one event; first, user 'lone'.", Find("one-event-users", events)?.Example);
        Assert.Equal("1 of 3 items have one event; first, item 'rare'.", Find("one-event-items", events)?.Example);
    }

    [Fact]
    public void Check_TimeZero_IsAWarning()
    {
        var finding = Find("epoch-times", [.. Quiet, new("a", "z") { Time = DateTimeOffset.UnixEpoch }]);
        Assert.Equal((LintSeverity.Warning, 1), (finding?.Severity, finding?.Count));
        Assert.Contains("user 'a' with item 'z' at 1970-01-01 00:00:00", finding?.Example, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_OneEventFarAhead_IsAWarning()
    {
        var year = Enumerable.Range(0, 365).Select(d => At("a", $"{d}", d)).ToArray();
        Assert.Null(Find("far-times", year));
        Assert.Equal(1, Find("far-times", [.. year, At("a", "late", 4000)])?.Count);
    }

    [Fact]
    public void Check_NegativePurchase_IsNoted()
    {
        Interaction[] events = [new("a", "x") { Kind = "purchase", Value = -2 }, new("a", "x") { Kind = "return", Value = -2 }, new("a", "y") { Value = -1 }];
        Assert.Equal(1, Find("negative-values", events)?.Count);
    }

    [Fact]
    public void Check_ConstantValue_IsNoted()
    {
        Assert.Equal(2, Find("same-value", [new("a", "x") { Value = 1 }, new("a", "y") { Value = 1 }])?.Count);
        Assert.Null(Find("same-value", [new("a", "x") { Value = 1 }, new("a", "y") { Value = 2 }]));
    }

    [Fact]
    public void Check_RobotAmongPeople_IsFoundTwice()
    {
        var people = from u in Enumerable.Range(0, 30) from i in Enumerable.Range(0, 3) select new Interaction($"{u}", $"{i}");
        Interaction[] events = [.. people, .. Enumerable.Range(0, 1001).Select(i => new Interaction("robot", $"{i}"))];
        Assert.Contains("user 'robot' has 1,001, the median user 3", Find("heavy-users", events)?.Example, StringComparison.Ordinal);
        Assert.Equal("User 'robot' made 1,001 of 1,091 events.", Find("one-user-share", events)?.Example);
    }

    [Fact]
    public void Check_ListedItem_IsNoted()
    {
        var data = new DatasetBuilder().AddRange(Quiet).ItemFeature("z", "title", "Zed").Build();
        Assert.Equal("1 of 3 items are listed without events; first, item 'z'.", DataLint.Check(data).Single(f => f.Code == "listed-only-items").Example);
    }

    [Fact, Trait("data", "ml-latest-small")]
    public void Check_MovieLensLatest_FindsItsIdOrderedTies()
    {
        using var zip = TestData.Zip("ml-latest-small");
        var rows = TestData.Rows(zip, "ml-latest-small/ratings.csv", ',').Skip(1)
            .Select(r => new Interaction(r[0], r[1]) { Time = DateTimeOffset.FromUnixTimeSeconds(long.Parse(r[3], System.Globalization.CultureInfo.InvariantCulture)) });
        Assert.NotNull(Find("ties-in-id-order", rows));
    }
}
