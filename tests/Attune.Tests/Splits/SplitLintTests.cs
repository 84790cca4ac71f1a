namespace Attune.Tests;

public sealed class SplitLintTests
{
    static Dataset Days(params (string User, string Item, int Day)[] events) => AnyEvents.Build(events.Select(e =>
        new Interaction(e.User, e.Item) { Time = new DateTimeOffset(2011, 1, e.Day, 0, 0, 0, TimeSpan.Zero) }));

    static LintFinding? Find(string code, Split split) => SplitLint.Check(split).SingleOrDefault(f => f.Code == code);

    [Fact]
    public void Check_TimeSplit_HasNoLeakage() =>
        Assert.DoesNotContain(SplitLint.Check(Split.ByTime(TinyWorld.Checkerboard())), f => f.Severity == LintSeverity.Warning);

    [Fact]
    public void Check_LeaveLast_LeaksGloballyButNotWithinUsers()
    {
        var split = Split.LeaveLast(Days(("a", "x", 1), ("a", "y", 2), ("b", "x", 3), ("b", "y", 4)));
        Assert.Equal("1 of 2 training events are not older than the first test event; user 'b' with item 'x' at 2011-01-03 00:00:00, testing begins at 2011-01-02 00:00:00.", Find("global-leakage", split)?.Example);
        Assert.Null(Find("own-future", split));
    }

    [Fact]
    public void Check_PastHeldOut_IsTheUsersOwnFuture()
    {
        var finding = Find("own-future", Split.Files(Days(("a", "x", 5), ("b", "x", 1)), Days(("a", "y", 2), ("b", "y", 3))));
        Assert.Equal(1, finding?.Count);
        Assert.Contains("user 'a' with item 'x' at 2011-01-05", finding?.Example, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_PairInBothParts_IsNamed()
    {
        var finding = Find("pairs-in-both", Split.Files(Days(("a", "x", 1), ("b", "x", 1)), Days(("a", "x", 2), ("a", "x", 3), ("b", "y", 3))));
        Assert.Equal((1, "1 pairs of user and item are held out and known as well; first, user 'a' with item 'x'."), (finding?.Count, finding?.Example));
    }

    [Fact]
    public void Check_UnknownUsersAndItems_AreNamed()
    {
        var split = Split.Files(Days(("a", "x", 1)), Days(("a", "x", 2), ("b", "y", 3)));
        Assert.Equal("1 of 2 test users have no history at all; first, user 'b'.", Find("unknown-users", split)?.Example);
        Assert.Equal("1 test items have no training event; first, item 'y'.", Find("unknown-items", split)?.Example);
        Assert.Equal("2 users are tested.", Find("few-test-users", split)?.Example);
    }

    [Fact]
    public void Check_OnlyAReturnHeldOut_LeavesNothingToFind()
    {
        var day = new DateTimeOffset(2011, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var split = Split.LeaveLast(AnyEvents.Build([new("a", "x") { Kind = "purchase", Time = day }, new("a", "x") { Kind = "return", Time = day.AddDays(1) }]));
        Assert.Equal("1 of 1 test users have no preference held out (returns or impressions alone); first, user 'a'.", Find("nothing-to-find", split)?.Example);
    }

    [Fact]
    public void Check_NewUsersWithHistory_AreNotUnknown() =>
        Assert.Null(Find("unknown-users", Split.NewUsers(TinyWorld.Checkerboard(), 0.2)));
}
