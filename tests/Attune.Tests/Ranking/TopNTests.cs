namespace Attune.Tests;

public sealed class TopNTests
{
    static readonly Dataset Data = TinyWorld.Checkerboard(200);

    // Scores differ by user and item, with ties.
    static ScoreTable Model() => new(Catalog.Of(Data), QueryParts.User, (q, i) => (q.User * 31 + i * 17) % 23);

    static IEnumerable<int> Ids(RankedList list) => list.Items.Select(r => r.Item);

    [Theory]
    [InlineData(Seen.Exclude)]
    [InlineData(Seen.Include)]
    [InlineData(Seen.Only)]
    public void For_EachSeenMode_IsTheSortOfItsCandidates(Seen seen)
    {
        var model = Model();
        var history = model.Catalog.Histories.Row(3).ToArray();
        var candidates = Enumerable.Range(0, 200).Where(i => seen switch { Seen.Exclude => !history.Contains(i), Seen.Only => history.Contains(i), _ => true });
        var expected = candidates.Where(i => i % 3 != 0).OrderByDescending(i => (3 * 31 + i * 17) % 23).ThenBy(i => i).Take(12);
        Assert.Equal(expected, Ids(TopN.For(model, Query.For(3), 12, seen, i => i % 3 != 0)));
    }

    [Fact]
    public void For_SeenOnlyWithARepeatedHistory_ListsEachItemOnce() =>
        Assert.Equal([4, 9], Ids(TopN.For(Model(), Query.From(4, 9, 4, -1, 999), 10, Seen.Only)).Order());

    [Fact]
    public void For_PartsThatTheModelDoesNotRead_AreSaid() =>
        Assert.Equal(QueryParts.Text | QueryParts.History, TopN.For(Model(), Query.From(1) with { Text = "tea" }, 1).Ignored);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void ForAll_AnyThreadCount_EqualsOneByOneInTheOrderOfUsers(int threads)
    {
        var users = Enumerable.Range(0, 200).Reverse().ToArray();
        var lists = TopN.ForAll(Model(), users, 5, context: new FitContext { Threads = threads }).ToList();
        Assert.Equal(users, lists.Select(l => l.User));
        Assert.All(lists, l => Assert.Equal(TopN.For(Model(), Query.For(l.User), 5).Items, l.List.Items));
    }

    [Fact]
    public void ForAll_OnlyTheFirstList_RanksOneBlock()
    {
        var model = Model();
        _ = TopN.ForAll(model, n: 5, context: new FitContext { Threads = 1 }).First();
        Assert.Equal(32, model.Calls);
    }

    [Fact]
    public void ForAll_FilterThatFails_ThrowsItsOwnError() =>
        Assert.Throws<InvalidOperationException>(() => TopN.ForAll(Model(), filter: _ => throw new InvalidOperationException("no stock"), context: new FitContext { Threads = 3 }).Count());

    [Fact]
    public void ForAll_Cancelled_Stops() =>
        Assert.ThrowsAny<OperationCanceledException>(() => TopN.ForAll(Model(), context: new FitContext { Cancellation = new CancellationToken(true) }).Count());

    [Fact]
    public void ForAll_Progress_EndsAtTheTotal()
    {
        var told = new Recorder<FitProgress>();
        _ = TopN.ForAll(Model(), context: new FitContext { Progress = told, Threads = 2 }).Count();
        Assert.Equal(new FitProgress("ranking", 200, 200), told.All[^1]);
    }
}
