namespace Attune.Tests;

public sealed class TestCandidatesTests
{
    // Many ties: five scores for sixty items.
    static float ScoreOf(Query query, int item) => (query.User * 31 + item * 17) % 5;

    static IRecommender Model(Split split) => new FixedScores(ScoreOf).Fit(split.Train);

    static Scores Measure(Split split, TestCandidates candidates, int seed = 42, int threads = 1, int block = 256) =>
        Evaluation.Of(Model(split), split, [Hit.At(3), Ndcg.At(3), new Mrr(), new Auc()], new EvaluationOptions { Candidates = candidates, Seed = seed, BlockSize = block }, new FitContext { Threads = threads });

    // The place among the candidates, counted: better scores first, then equal ones of a smaller index.
    static int RankOf(Split split, int user, int item, IEnumerable<int> negatives)
    {
        var query = Query.For(user);
        return 1 + negatives.Distinct().Count(n => n != item && (ScoreOf(query, n) > ScoreOf(query, item) || (ScoreOf(query, n) == ScoreOf(query, item) && n < item)));
    }

    static Dataset Lists(Split split, Func<int, IEnumerable<int>> of)
    {
        var builder = new DatasetBuilder { Name = "sample.txt" };
        for (var u = 0; u < split.Train.Users.Count; u++)
            foreach (var item in of(u)) builder.Add(new Interaction(split.Train.Users[u], split.Train.Items[item]));
        return builder.Build();
    }

    [Fact]
    public void Of_GivenNegatives_RanksTheHeldOutItemAmongThemAlone()
    {
        var split = Split.LeaveLast(Worlds.Random());
        int[] Negatives(int u) => [.. Enumerable.Range(0, 9).Select(k => (u * 7 + k * 5) % split.Train.Items.Count).Where(i => !split.Train.Sequence(u).Contains(i))];
        var scores = Measure(split, TestCandidates.Of(Lists(split, Negatives)));
        for (var m = 0; m < scores.UserIds.Count; m++)
        {
            var u = split.Train.Users.IndexOf(scores.UserIds[m]);
            var item = split.Test.Sequence(u)[0];
            var rank = RankOf(split, u, item, Negatives(u));
            Assert.Equal(rank <= 3 ? 1 : 0, scores["hit@3"].PerUser[m]);
            Assert.Equal(rank <= 3 ? 1 / Math.Log2(rank + 1) : 0, scores["ndcg@3"].PerUser[m], 12);
            Assert.Equal(1.0 / rank, scores["mrr"].PerUser[m], 12);
        }
        Assert.InRange(scores["hit@3"].Value, 0.1, 0.9);
        Assert.Contains(scores.Notes, n => n == "Each user's held-out items were ranked among those that sample.txt gives the user, not among the whole catalog: such values are several times higher than those of a full ranking and can order models differently.");
    }

    [Fact]
    public void Of_AllUnseenItemsAsNegatives_EqualsTheFullRanking()
    {
        var split = Split.LeaveLast(Worlds.Random());
        var all = Enumerable.Range(0, split.Train.Items.Count);
        var full = Evaluation.Of(Model(split), split, Hit.At(3), Ndcg.At(3), new Mrr(), new Auc());
        foreach (var candidates in new[] { TestCandidates.Of(Lists(split, _ => all)), TestCandidates.Uniform(1000) })
        {
            var sampled = Measure(split, candidates);
            foreach (var metric in full.Metrics) Assert.Equal(metric.PerUser, sampled[metric.Metric].PerUser);
        }
        Assert.Contains(Measure(split, TestCandidates.Uniform(1000)).Notes, n => n.EndsWith("test users have fewer than 1000 unseen items; all of them were candidates.", StringComparison.Ordinal));
    }

    // Three items that nobody has, told apart by their texts: the held-out one is ranked among these alone.
    [Fact]
    public void NewItems_HeldOutItem_IsRankedAmongItemsWithoutTrainingEvents()
    {
        var builder = new DatasetBuilder { Name = "shop" }.AddRange([new("ann", "tea"), new("ann", "cup"), new("bob", "nail"), new("bob", "screw"), new("ann", "pot"), new("bob", "hammer"), new("bob", "board")]);
        foreach (var (item, text) in new[] { ("tea", "green tea"), ("cup", "tea cup"), ("nail", "iron nail"), ("screw", "iron screw"), ("pot", "tea pot"), ("hammer", "iron hammer"), ("board", "iron board") })
            builder.ItemFeature(item, "title", text, FeatureKind.Text);
        var data = builder.Build();
        var split = Split.Where("by hand", data, e => data.Items[data.Events.Items[e]] is "pot" or "hammer" or "board");
        var scores = Evaluation.Of(new TextKnn().Fit(split.Train), split, [new Mrr(), Recall.At(1)], new EvaluationOptions { Candidates = TestCandidates.Parse("new-items") }, null);
        // Ann's pot is like her tea, and both things of bob's like his nail.
        Assert.Equal([1.0, 1.0], scores["mrr"].PerUser);
        Assert.Equal([1.0, 0.5], scores["recall@1"].PerUser);
        Assert.Contains(scores.Notes, n => n.Contains("among the 3 items that nobody in training has", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_DrawnNegatives_AreUnseenDifferentAndAsMany()
    {
        var split = Split.LeaveLast(Worlds.Random());
        var asked = new Dictionary<int, int[]>();
        var model = new Listening(split.Train, (user, items) => asked[user] = items);
        Evaluation.Of(model, split, [Hit.At(3)], new EvaluationOptions { Candidates = TestCandidates.Uniform(20) }, new FitContext { Threads = 1 });
        var times = new int[split.Train.Items.Count];
        Assert.True(asked.Count > 100);
        foreach (var (user, items) in asked)
        {
            int[] negatives = [.. items.Except(split.Test.Sequence(user).ToArray())];
            Assert.Equal(20, negatives.Length);
            Assert.Empty(negatives.Intersect(split.Train.Sequence(user).ToArray()));
            foreach (var item in negatives) times[item]++;
        }
        // Equal chances: an item that few have had is drawn about as often as another such item, from the first to the last.
        Assert.InRange(times[^5..].Average() / times[30..40].Average(), 0.8, 1.25);
    }

    [Theory, InlineData(3, 2), InlineData(100000, 4)]
    public void Of_BlocksAndThreads_DoNotMatterAndTheSeedDoes(int block, int threads)
    {
        var split = Split.LeaveLast(Worlds.Random());
        var expected = Measure(split, TestCandidates.Uniform(10));
        Assert.Equal(expected["mrr"].PerUser, Measure(split, TestCandidates.Uniform(10), block: block, threads: threads)["mrr"].PerUser);
        Assert.NotEqual(expected["mrr"].PerUser, Measure(split, TestCandidates.Uniform(10), seed: 43)["mrr"].PerUser);
    }

    [Fact]
    public void Of_UnknownNegativesAndItemsOfTheHistory_AreNotRankedAndNoted()
    {
        var split = Worlds.Split("a x, a y, b z, b w", "a z, b x, b q");
        var lists = Worlds.Of("a x, a w, a new, b y");
        var model = new FixedScores((q, i) => -i).Fit(split.Train);
        var scores = Evaluation.Of(model, split, [new Mrr()], new EvaluationOptions { Candidates = TestCandidates.Of(lists) }, null);
        // a: w and z, where w is the first of the catalog; b: x and y; q is unknown to training.
        Assert.Equal([0.5, 1], scores["mrr"].PerUser);
        Assert.Contains("1 candidates of hand-made are unknown to training and were not ranked.", scores.Notes);
    }

    [Fact]
    public void Of_UserWithoutALineOrSeenOnly_IsOneClearError()
    {
        var split = Worlds.Split("a x, a y, b z", "a z, b x");
        var missing = Assert.Throws<DataException>(() => Measure(split, TestCandidates.Of(Worlds.Of("a x"))));
        Assert.Equal("hand-made has no candidates for the test user 'b'; every test user needs a line of its own with the user's id and items.", missing.Message);
        var only = Assert.Throws<ArgumentException>(() => Evaluation.Of(Model(split), split, [Hit.At(1)], new EvaluationOptions { Candidates = TestCandidates.Uniform(9), Seen = Seen.Only }, null));
        Assert.Contains("Seen.Only", only.Message, StringComparison.Ordinal);
    }

    [Theory, InlineData("uniform:0"), InlineData("uniform:"), InlineData("uniform:-1"), InlineData("uniform:1.5"), InlineData("popular:9"), InlineData("no/such/file")]
    public void Parse_BadText_ListsTheForms(string text) => Assert.Contains("uniform:99", Assert.Throws<ArgumentException>(() => TestCandidates.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Parse_File_ReadsAUserAndItemsFromEachLine()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.At("s.txt"), "1 10 11 12\n2 11 12 13\n");
        var lists = TestCandidates.Parse(folder.At("s.txt")).Lists!;
        Assert.Equal(["11", "12", "13"], lists.Sequence(lists.Users.IndexOf("2")).ToArray().Select(i => lists.Items[i]));
    }

    sealed class Listening(Dataset data, Action<int, int[]> heard) : IRecommender
    {
        public ITrainer Trainer { get; } = new FixedScores(ScoreOf);

        public Catalog Catalog { get; } = Catalog.Of(data);

        public void Score(Query query, ReadOnlySpan<int> items, Span<float> scores)
        {
            heard(query.User, items.ToArray());
            for (var i = 0; i < items.Length; i++) scores[i] = ScoreOf(query, items[i]);
        }

        public void Export(Weights weights)
        {
        }
    }
}
