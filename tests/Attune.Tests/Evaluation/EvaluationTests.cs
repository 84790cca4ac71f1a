namespace Attune.Tests;

public sealed class EvaluationTests
{
    static readonly IReadOnlyList<IMetric> Everything = [.. MetricName.All.Select(n => n is "auc" or "gauc" or "bpref" or "r-precision" or "rmse" or "mae" ? n : n + "@5").Select(MetricName.Parse), new Ndcg(), new Map(), new Mrr(),
        new Diversity(5, "genre"), new MiscalibrationKl(5, "genre"), new MiscalibrationJs(5, "genre")];

    static Scores Measure(EvaluationOptions options, int threads)
    {
        var split = Split.ByTime(Worlds.Random(ratings: true, prices: true, genres: true), 0.3);
        var model = new FixedScores((q, i) => 1 + (q.User * 31 + i * 17) % 23 / 6f) { PredictsRatings = true }.Fit(split.Train);
        return Evaluation.Of(model, split, Everything, options, new FitContext { Threads = threads });
    }

    [Theory, InlineData(1, 1), InlineData(3, 2), InlineData(7, 5), InlineData(100000, 4)]
    public void Of_BlockSizesAndThreads_AreBitIdentical(int block, int threads)
    {
        var expected = Measure(new EvaluationOptions(), 1);
        var actual = Measure(new EvaluationOptions { BlockSize = block }, threads);
        Assert.All(expected.Metrics, m => Assert.False(double.IsNaN(m.Value), m.Metric));
        for (var m = 0; m < Everything.Count; m++)
        {
            Assert.Equal(expected.Metrics[m] with { PerUser = [], Sums = [], Counts = [] }, actual.Metrics[m] with { PerUser = [], Sums = [], Counts = [] });
            Assert.Equal(expected.Metrics[m].PerUser, actual.Metrics[m].PerUser);
        }
        Assert.Equal(expected.Notes, actual.Notes);
        Assert.Equal(expected.UserIds, actual.UserIds);
    }

    [Theory, InlineData(1, 1024, 1), InlineData(8, 1024, 8), InlineData(8, 1, 4), InlineData(8, 2, 8)]
    public void WorkersFor_MemoryCeiling_LimitsTheThreads(int threads, int megabytes, int expected) =>
        Assert.Equal(expected, new EvaluationOptions { MemoryMegabytes = megabytes }.WorkersFor(10000, threads));

    [Fact]
    public void Of_Handful_IsTheHandComputedValue()
    {
        var split = Worlds.Split("a x, a y, b x, b z, c x", "a z, a w, b y, c z");
        var scores = Evaluation.Of(new Popularity().Fit(split.Train), split, Recall.At(1), Mrr.At(2), Novelty.At(1), Coverage.At(1), AveragePopularity.At(2));
        // a: [z], b: [y], c: [y, z] (ties by id); w is unknown to training.
        Assert.Equal([0.5, 1, 0], scores["recall@1"].PerUser);
        Assert.Equal([1, 1, 0.5], scores["mrr@2"].PerUser);
        Assert.Equal(Math.Log2(3), scores["novelty@1"].Value, 12);
        Assert.Equal(2 / 3.0, scores["coverage@1"].Value, 12);
        Assert.Equal(1, scores["average-popularity@2"].Value, 12);
        Assert.Equal(["a", "b", "c"], scores.UserIds);
        Assert.Contains("1 of 4 relevant pairs are of items unknown to training; they count as missed.", scores.Notes);
    }

    [Fact]
    public void Of_UsersUnknownToTraining_CountAsListsWithoutHitsAndAreNoted()
    {
        var split = Worlds.Split("a x, b y, b z", "a y, n x, m y");
        var model = new FixedScores((q, i) => q.User < 0 ? float.NaN : i).Fit(split.Train);
        var scores = Evaluation.Of(model, split, Hit.At(3));
        Assert.Equal((3, 2), (scores.Users, scores.EmptyLists));
        Assert.Equal(1 / 3.0, scores["hit@3"].Value, 12);
        Assert.Contains("2 of 3 test users were unknown to training; 2 of them got no list and count as lists without hits.", scores.Notes);

        var known = Evaluation.Of(model, split, [Hit.At(3)], new EvaluationOptions { KnownUsersOnly = true }, null);
        Assert.Equal((1, 1.0), (known.Users, known["hit@3"].Value));
        Assert.Contains("2 test users have no history in training and were left out, as asked.", known.Notes);
    }

    [Fact]
    public void Of_HistoryOfUnseenUsers_IsFoldedIn()
    {
        var split = Worlds.Split("a x, a y, b z", "n y", "n z, n x, n q");
        Query? asked = null;
        var model = new FixedScores((q, i) =>
        {
            asked = q;
            return i;
        }).Fit(split.Train);
        var scores = Evaluation.Of(model, split, [Hit.At(1), new Auc()], new EvaluationOptions { KnownUsersOnly = true }, null);
        Assert.Equal([model.Catalog.Items.IndexOf("z"), model.Catalog.Items.IndexOf("x")], asked!.History!);
        Assert.Equal([1f, 1f], asked.Weights!);
        Assert.Equal(1, scores["hit@1"].Value);
        Assert.DoesNotContain(scores.Notes, n => n.Contains("unknown to training", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_HistoryOfAKnownUser_TakesThePlaceOfThatOfTrainingAndKeepsTheUser()
    {
        var (train, held) = (Worlds.Of("a x, a y, b z"), Worlds.Of("a z, b y"));
        var asked = new HashSet<(int User, int Items)>();
        var model = new FixedScores((q, i) =>
        {
            asked.Add((q.User, q.History?.Count ?? -1));
            return i;
        }).Fit(train);
        Evaluation.Of(model, Split.Files(train, held, Worlds.Of("a x, a y, a w, b z, b x")), [Hit.At(1)], null, new FitContext { Threads = 1 });
        // w is unknown to training.
        Assert.Equal([(train.Users.IndexOf("a"), 2), (train.Users.IndexOf("b"), 2)], asked.Order());
    }

    // Each item once, with its latest time, for models that read times.
    [Fact]
    public void Of_HistoryWithTimes_BringsThem()
    {
        static Dataset Of(params (string Item, int Day)[] events) => new DatasetBuilder().AddRange(events.Select(e => new Interaction("a", e.Item) { Time = DateTimeOffset.UnixEpoch.AddDays(e.Day) })).Build();
        var train = Of(("x", 1), ("y", 2), ("z", 3));
        Query? asked = null;
        var model = new FixedScores((q, i) =>
        {
            asked = q;
            return i;
        }).Fit(train);
        Evaluation.Of(model, Split.Files(train, Of(("z", 9)), Of(("x", 4), ("y", 5), ("x", 6))), [Hit.At(1)], null, new FitContext { Threads = 1 });
        Assert.Equal(["y", "x"], asked!.History!.Select(i => train.Items[i]));
        Assert.Equal([5, 6], asked.Times!.Select(t => (t - DateTimeOffset.UnixEpoch).Days));
        Evaluation.Of(model, Split.Files(train, Worlds.Of("a z"), Worlds.Of("a x")), [Hit.At(1)], null, new FitContext { Threads = 1 });
        Assert.Null(asked.Times);
    }

    [Fact]
    public void Of_ModelNumberedOtherwise_IsMatchedById()
    {
        var split = Split.ByTime(Worlds.Random(), 0.3);
        var reversed = new DatasetBuilder { Name = "other", Extends = Worlds.Of("zz i5, zz i2") };
        for (var e = 0; e < split.Train.Count; e++) reversed.Add(new Interaction(split.Train.Users[split.Train.Events.Users[e]], split.Train.Items[split.Train.Events.Items[e]]));
        var other = reversed.Build();
        Assert.NotEqual(split.Train.Items.Ids, other.Items.Ids);
        static ITrainer ByPair(Dataset data) => new FixedScores((q, i) => int.Parse(data.Items[i].AsSpan(1), System.Globalization.CultureInfo.InvariantCulture) * 37 % 61);
        IMetric[] metrics = [Ndcg.At(10), new Auc()];
        var a = Evaluation.Of(ByPair(split.Train).Fit(split.Train), split, metrics);
        var b = Evaluation.Of(ByPair(other).Fit(other), split, metrics);
        Assert.Equal(a["ndcg@10"].PerUser, b["ndcg@10"].PerUser);
    }

    [Fact]
    public void Of_Ratings_AreComparedForAllPairsWithAPrediction()
    {
        var split = Worlds.Split("a x 5, a y 3, b x 4", "a z 2, b y 1, c x 5");
        var model = new FixedScores((q, i) => q.User < 0 ? float.NaN : 3) { PredictsRatings = true }.Fit(split.Train);
        var scores = Evaluation.Of(model, split, new Rmse(), new Mae());
        Assert.Equal((2.0, 1), (scores["rmse"].Value, scores["rmse"].Users));
        Assert.Equal(2, scores["mae"].Value);
        Assert.Contains("2 of 3 held-out ratings got no prediction and are not part of the errors.", scores.Notes);
    }

    [Fact]
    public void Of_ModelWithoutRatings_LeavesRmseUndefinedAndSaysWhy()
    {
        var split = Worlds.Split("a x 5, b y 3", "a y 2");
        var scores = Evaluation.Of(new Popularity().Fit(split.Train), split, new Rmse(), Hit.At(1));
        Assert.True(double.IsNaN(scores["rmse"].Value));
        Assert.Contains("rmse is undefined: popularity does not predict ratings.", scores.Notes);
    }

    [Fact]
    public void Of_RelevantFrom_StillMeasuresAllRatings()
    {
        var split = Worlds.Split("a x 5, b y 3", "a y 2, b x 5");
        var model = new FixedScores((_, _) => 3) { PredictsRatings = true }.Fit(split.Train);
        var scores = Evaluation.Of(model, split, [new Mae(), Hit.At(1)], new EvaluationOptions { RelevantFrom = 4 }, null);
        Assert.Equal(1.5, scores["mae"].Value);
        Assert.Equal((1.0, 1, 1), (scores["hit@1"].Value, scores["hit@1"].Users, scores["hit@1"].Undefined));
        Assert.Contains("1 test user has no relevant item held out and no list measured.", scores.Notes);
    }

    [Fact]
    public void Of_Prices_AreTheLatestOfTraining()
    {
        static Interaction At(string user, string item, int day, float price) => new(user, item) { Time = DateTimeOffset.UnixEpoch.AddDays(day), Price = price };
        var data = new DatasetBuilder().Add(At("a", "x", 1, 9)).Add(At("b", "x", 3, 4)).Add(At("c", "x", 2, 5)).Add(At("a", "y", 1, 1)).Add(At("d", "y", 2, 1)).Add(At("d", "x", 9, 100)).Build();
        var split = Split.ByTime(data, 0.1);
        Assert.Equal(4, Evaluation.Of(new Popularity().Fit(split.Train), split, Revenue.At(1))["revenue@1"].Value);
    }

    [Fact]
    public void Of_NothingToMeasure_SaysWhy()
    {
        var split = Worlds.Split("a x 5", "a y 2");
        var message = Assert.Throws<DataException>(() => Evaluation.Of(new Popularity().Fit(split.Train), split, [Hit.At(1)], new EvaluationOptions { RelevantFrom = 4 }, null)).Message;
        Assert.Equal("The split hand-made leaves no test user to measure: 1 have no relevant item, 0 are unknown to training. Lower RelevantFrom (--relevant), or choose another split.", message);
    }

    [Fact]
    public void Of_CatalogMetric_HasNoIntervalAndSaysWhy()
    {
        var split = Split.ByTime(Worlds.Random(), 0.3);
        var scores = Evaluation.Of(new Popularity().Fit(split.Train), split, Coverage.At(5), Hit.At(5));
        Assert.True(double.IsNaN(scores["coverage@5"].Low));
        Assert.InRange(scores["hit@5"].Value, scores["hit@5"].Low, scores["hit@5"].High);
        Assert.Contains("coverage@5: one value for all lists together, so without an interval over users.", scores.Notes);
    }

    [Fact]
    public void Of_Cancelled_Stops()
    {
        using var source = new CancellationTokenSource();
        var split = Split.ByTime(Worlds.Random(), 0.3);
        var model = new FixedScores((_, i) =>
        {
            source.Cancel();
            return i;
        }).Fit(split.Train);
        Assert.ThrowsAny<OperationCanceledException>(() => Evaluation.Of(model, split, [Hit.At(5)], new EvaluationOptions { BlockSize = 1 }, new FitContext { Cancellation = source.Token }));
    }

    [Fact]
    public void Of_ModelThrows_TheErrorArrivesAsItIs()
    {
        var split = Split.ByTime(Worlds.Random(), 0.3);
        var model = new FixedScores((_, _) => throw new InvalidOperationException("broken")).Fit(split.Train);
        Assert.Throws<InvalidOperationException>(() => Evaluation.Of(model, split, Hit.At(5)));
    }

    [Fact]
    public void Of_Progress_EndsAtAllUsers()
    {
        var heard = new Recorder<FitProgress>();
        var split = Split.ByTime(Worlds.Random(), 0.3);
        var scores = Evaluation.Of(new Popularity().Fit(split.Train), split, [Hit.At(5)], new EvaluationOptions { BlockSize = 16 }, new FitContext { Threads = 1, Progress = heard });
        Assert.Equal(new FitProgress("measuring", scores.Users, scores.Users), heard.All[^1]);
        Assert.Equal((scores.Users + 15) / 16, heard.All.Count);
    }

    [Theory, InlineData(0, 0.95), InlineData(1, 1.0), InlineData(1, double.NaN)]
    public void Of_OptionsOutOfRange_AreRefused(int block, double confidence)
    {
        var split = Worlds.Split("a x", "a y");
        var options = new EvaluationOptions { BlockSize = block, Confidence = confidence };
        Assert.ThrowsAny<ArgumentException>(() => Evaluation.Of(new Popularity().Fit(split.Train), split, [Hit.At(1)], options, null));
    }
}
