namespace Attune.Tests;

public abstract partial class RecommenderContract
{
    [Fact]
    public void TopN_SeenExclude_NothingOfTheHistory()
    {
        var model = Fitted;
        var list = TopN.For(model, Ask(4), 10, Seen.Exclude);
        Assert.DoesNotContain(list.Items, r => model.Catalog.Histories.Row(4).Contains(r.Item));
    }

    [Fact]
    public void TopN_SeenInclude_WholeCatalogBestFirst()
    {
        var model = Fitted;
        var list = TopN.For(model, Ask(4), Size, Seen.Include);
        Assert.Equal(OnlyHistory ? model.Catalog.Histories.RowLength(4) : Size, list.Items.Select(r => r.Item).Distinct().Count());
        Assert.Equal(list.Items.OrderByDescending(r => r.Score).ThenBy(r => r.Item), list.Items);
    }

    [Fact]
    public void TopN_SeenOnly_TheHistoryAndNothingElse()
    {
        var model = Fitted;
        var list = TopN.For(model, Ask(4), Size, Seen.Only);
        Assert.Equal(model.Catalog.Histories.Row(4).ToArray(), list.Items.Select(r => r.Item).Order());
    }

    [Theory]
    [InlineData(Seen.Exclude)]
    [InlineData(Seen.Include)]
    [InlineData(Seen.Only)]
    public void TopN_ForAll_ListsAndScoresOfOneByOne(Seen seen)
    {
        var model = Fitted;
        foreach (var (user, list) in TopN.ForAll(model, null, 7, seen, item => item % 5 != 3))
            Agree(TopN.For(model, Query.For(user), 7, seen, item => item % 5 != 3).Items, list.Items);
    }

    // Equal, or but for rounding: the score at every place, and the item where it is not level with its neighbours.
    void Agree(IReadOnlyList<RankedItem> alone, IReadOnlyList<RankedItem> together)
    {
        if (BatchRounding == 0)
        {
            Assert.Equal(alone, together);
            return;
        }
        Assert.Equal(alone.Count, together.Count);
        if (alone.Count == 0) return;
        var error = BatchRounding * alone.Max(i => Math.Abs(i.Score));
        for (var i = 0; i < alone.Count; i++)
        {
            Assert.Equal(alone[i].Score, together[i].Score, error);
            var level = alone.Where((other, o) => o != i && Math.Abs(other.Score - alone[i].Score) <= 2 * error).Any() || i == alone.Count - 1;
            if (!level) Assert.Equal(alone[i].Item, together[i].Item);
        }
    }

    [Fact]
    public void TopN_MoreThanTheCatalog_AllCandidatesOnce()
    {
        var model = Fitted;
        var list = TopN.For(model, Ask(4), 10 * Size, Seen.Exclude);
        Assert.Equal(OnlyHistory ? 0 : Size - model.Catalog.Histories.RowLength(4), list.Items.Count);
        Assert.Distinct(list.Items.Select(r => r.Item));
    }

    [Fact]
    public void Score_UnknownUsers_AreAllTheSameNobody()
    {
        var model = Fitted;
        var nobody = Scores(model, new Query());
        Assert.Equal(nobody, Scores(model, Query.For(Size)));
        Assert.Equal(nobody, Scores(model, Query.For(int.MaxValue)));
        Assert.Equal(nobody, Scores(model, Query.For(-7)));
        Assert.All(nobody, s => Assert.False(float.IsInfinity(s)));
    }

    [Fact]
    public void Score_UnknownItem_IsNaN()
    {
        if (Trainer.PredictsRatings) return;
        var model = Fitted;
        int[] items = [-1, OnlyHistory ? 4 : 1, Size, int.MaxValue, int.MinValue];
        var scores = new float[items.Length];
        model.Score(Ask(2), items, scores);
        Assert.Equal([true, false, true, true, true], scores.Select(float.IsNaN));
    }

    [Fact]
    public void Score_EmptyHistory_AllOrNothing()
    {
        var scores = Scores(Fitted, Query.From());
        Assert.True(scores.All(float.IsFinite) || scores.All(float.IsNaN));
    }

    [Fact]
    public void Score_UnknownItemsInHistory_AreLeftOut()
    {
        var model = Fitted;
        Assert.Equal(Scores(model, Query.From()), Scores(model, Query.From(-1, Size, int.MaxValue)));
        Assert.Equal(Scores(model, Query.From(2, 6)), Scores(model, Query.From(2, -1, 6, Size)));
    }

    [Fact]
    public void Score_ItemTwiceInHistory_StaysFinite()
    {
        if (ReadsHistory) Assert.All(Said(Fitted, Query.From(2, 2, 6, 2), Scores(Fitted, Query.From(2, 2, 6, 2))), s => Assert.True(float.IsFinite(s)));
    }

    [Fact]
    public void Score_NewUserWithHistory_FindsTheSameParity()
    {
        if (!ReadsHistory || Band.Low < 1) return;
        var model = Fitted;
        int[] history = [.. Enumerable.Range(0, Size).Where(i => i % 2 == 0 && i != 6)];
        var weights = history.Select(_ => Trainer.PredictsRatings ? 5f : 1f).ToArray();
        Assert.Equal(6, Best(model, Query.From(history) with { Weights = weights }));
    }

    [Fact]
    public void Score_KnownHistoryGivenExplicitly_AgreesWithTheStored()
    {
        var model = Fitted;
        Query Given(int u) => Ask(u) with { History = model.Catalog.Histories.Row(u).ToArray(), Weights = model.Catalog.Histories.RowValues(u).ToArray() };
        var users = Enumerable.Range(0, Size).ToArray();
        if (FoldInAgreement == 1 || !ReadsHistory) Assert.All(users, u => Assert.Equal(Scores(model, Ask(u)), Scores(model, Given(u))));
        else Assert.InRange(users.Count(u => Best(model, Ask(u)) == Best(model, Given(u))) / (double)Size, FoldInAgreement, 1);
    }

    [Fact]
    public void Score_PartsThatTheModelDoesNotRead_ChangeNothing()
    {
        var model = Fitted;
        var query = Ask(5);
        var more = query with
        {
            At = Trainer.Reads.HasFlag(QueryParts.Time) ? query.At : DateTimeOffset.UnixEpoch,
            Domain = Trainer.Reads.HasFlag(QueryParts.Domain) ? query.Domain : "elsewhere",
            Text = Trainer.Reads.HasFlag(QueryParts.Text) ? query.Text : "words",
            News = Trainer.Reads.HasFlag(QueryParts.News) ? query.News : [0],
            State = Trainer.Reads.HasFlag(QueryParts.State) ? query.State : new UserState("another model", 1, [1], []),
            Context = Trainer.Reads.HasFlag(QueryParts.Context) ? query.Context : new Dictionary<string, string> { ["device"] = "phone" },
        };
        Assert.Equal(Scores(model, query), Scores(model, more));
    }

    [Fact]
    public void Score_FromManyThreads_SameScores()
    {
        var model = Fitted;
        var alone = AllScores(model);
        var together = new float[Size][];
        Parallel.For(0, Size, new ParallelOptions { MaxDegreeOfParallelism = 4 }, u => together[u] = Scores(model, Ask(u)));
        Assert.Equal(alone, together);
    }

    [Fact]
    public void Fit_OneUserOneItem_GivesAtMostThatItem()
    {
        var model = Trainer.Fit(Build([new("only", "one") { Value = Trainer.PredictsRatings ? 4 : null, Time = DateTimeOffset.UnixEpoch }]));
        Assert.All(TopN.For(model, Ask(0), 5, Seen.Include).Items, r => Assert.Equal(0, r.Item));
        Assert.Empty(TopN.For(model, Ask(0), 5, Seen.Exclude).Items);
    }

    [Fact]
    public void Fit_DuplicateInteractions_ListsStayDistinctAndFinite()
    {
        var model = Trainer.Fit(Build(WorldEvents.SelectMany(e => new[] { e, e })));
        Assert.All(Enumerable.Range(0, Size), u => Assert.DoesNotContain(Said(model, Ask(u), Scores(model, Ask(u))), s => !float.IsFinite(s)));
        Assert.Distinct(TopN.For(model, Ask(1), Size, Seen.Include).Items.Select(r => r.Item));
        Assert.InRange(FoundShare(model, Ask), Band.Low, Band.High);
    }

    [Fact]
    public void Similarities_AnyItem_OnePerItemOrNaN()
    {
        if (Fitted is not ISimilarItems model) return;
        var similar = new float[Size];
        model.Similarities(8, similar);
        var nearest = Enumerable.Range(0, Size).Where(i => i != 8 && !float.IsNaN(similar[i])).MaxBy(i => similar[i]);
        Assert.Equal(0, nearest % 2);
        model.Similarities(Size, similar);
        Assert.All(similar, s => Assert.True(float.IsNaN(s)));
    }

    [Fact]
    public void Contributions_AnyItem_OneFiniteNumberPerHistoryItem()
    {
        if (Fitted is not IExplain model) return;
        var contributions = new float[3];
        model.Contributions(Query.From(2, 4, 6), 8, contributions);
        Assert.All(contributions, c => Assert.True(float.IsFinite(c)));
        Assert.Contains(contributions, c => c > 0);
    }

    [Fact]
    public void Score_KnownUserWholeCatalog_AllocatesNothing()
    {
        var (model, query, scores) = (Fitted, Ask(4), new float[Fitted.Catalog.Items.Count]);
        var least = long.MaxValue;
        // Code is compiled anew while it warms up, which may allocate on the way.
        for (var round = 0; round < 200 && least > 0; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            model.Score(query, model.Catalog.AllItems, scores);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            if (round % 40 == 39) Thread.Sleep(20);
        }
        if (AllocatesBecause is { } reason) Assert.True(least > 0, $"Nothing is allocated any more; take back '{reason}'.");
        else Assert.Equal(0, least);
    }
}
