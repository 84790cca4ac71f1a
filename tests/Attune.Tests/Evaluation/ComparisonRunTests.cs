namespace Attune.Tests;

public sealed class ComparisonRunTests
{
    static readonly IMetric[] Metrics = [Ndcg.At(10), Coverage.At(10), Hit.At(1)];

    static readonly Dataset World = Worlds.Random();

    static Comparison Compare(IReadOnlyList<ITrainer> models, IReadOnlyList<Split>? splits = null, int seeds = 1, IReadOnlyList<IMetric>? metrics = null) =>
        Comparison.Run(models, splits ?? [Split.ByTime(World, 0.3)], metrics ?? Metrics, new EvaluationOptions { BootstrapSamples = 200 }, seeds);

    static Split Fold(int number) => Split.UserFolds(World, 2)[number - 1];

    [Fact]
    public void Run_TwoModels_EqualsMeasuringThemAlone()
    {
        var split = Split.ByTime(World, 0.3);
        var comparison = Compare([new Popularity(), new Noisy()], [split]);
        var alone = Evaluation.Of(new Noisy().Fit(split.Train), split, Metrics, new EvaluationOptions { BootstrapSamples = 200 }, null);
        Assert.Equal(["popularity", "noisy"], comparison.Rows.Select(r => r.Model));
        Assert.Equal(alone["ndcg@10"] with { PerUser = [], Sums = [], Counts = [] }, comparison.Rows[1].Scores["ndcg@10"] with { PerUser = [], Sums = [], Counts = [] });
        Assert.Equal(alone["coverage@10"].Value, comparison.Rows[1].Scores["coverage@10"].Value);
        Assert.Equal(alone.UserIds, comparison.Rows[1].Scores.UserIds);
    }

    [Fact]
    public void Run_PairedTests_AreThoseOfTheUsersDifferences()
    {
        var comparison = Compare([new Popularity(), new Noisy(), new FixedScores((_, i) => -i)]);
        Assert.Equal(3 * 2, comparison.Tests.Count);
        var test = comparison.Tests[0];
        Assert.Equal(("time:0.3", "ndcg@10", "popularity", "noisy"), (test.Split, test.Metric, test.A, test.B));
        var differences = comparison.Rows[0].Scores["ndcg@10"].PerUser.Zip(comparison.Rows[1].Scores["ndcg@10"].PerUser, (a, b) => a - b).ToArray();
        Assert.Equal(differences.Average(), test.Difference, 12);
        Assert.Equal(Significance.PairedT(differences), test.TTestP, 12);
        Assert.InRange(test.Difference, test.Low, test.High);
        Assert.Equal(Significance.Holm([.. comparison.Tests.Select(t => t.TTestP)]), comparison.Tests.Select(t => t.AdjustedP));
    }

    // Options that all neural models share are written only where they are set.
    [Fact]
    public void Labels_OptionsThatOneDoesNotWrite_TellThemApart() => Assert.Equal(["sasrec (optimizer adam, accumulate none)", "sasrec (optimizer sgd, accumulate 2)", "popularity"],
        SeededTrainer.Labels([new Neural.Sasrec(), new Neural.Sasrec { Optimizer = Neural.OptimizerKind.Sgd, Accumulate = 2 }, new Popularity()]));

    [Theory, InlineData(SignificanceTest.Wilcoxon), InlineData(SignificanceTest.Sign), InlineData(SignificanceTest.Bootstrap)]
    public void Run_OtherTest_DecidesAndIsCorrected(SignificanceTest test)
    {
        var comparison = Comparison.Run([new Popularity(), new Noisy(), new FixedScores((_, i) => -i)], [Split.ByTime(World, 0.3)], Metrics, new EvaluationOptions { Test = test });
        var differences = comparison.Rows[0].Scores["hit@1"].PerUser.Zip(comparison.Rows[1].Scores["hit@1"].PerUser, (a, b) => a - b).ToArray();
        var first = comparison.Tests.Single(t => (t.Metric, t.A, t.B) == ("hit@1", "popularity", "noisy"));
        Assert.Equal((Significance.Wilcoxon(differences), Significance.Sign(differences)), (first.WilcoxonP, first.SignP));
        Assert.All(comparison.Tests, t => Assert.Equal(test switch { SignificanceTest.Wilcoxon => t.WilcoxonP, SignificanceTest.Sign => t.SignP, _ => t.BootstrapP }, t.P));
        Assert.Equal(Significance.Holm([.. comparison.Tests.Select(t => t.P)]), comparison.Tests.Select(t => t.AdjustedP));
    }

    [Fact]
    public void Run_BootstrapTestWithoutSamples_IsRefused() => Assert.StartsWith("The bootstrap test needs resamples", Assert.Throws<ArgumentException>(() =>
        Comparison.Run([new Popularity(), new Noisy()], [Split.ByTime(World, 0.3)], Metrics, new EvaluationOptions { Test = SignificanceTest.Bootstrap, BootstrapSamples = 0 })).Message, StringComparison.Ordinal);

    [Fact]
    public void Run_Seeds_AveragesUsersAndStatesTheDeviation()
    {
        var split = Split.ByTime(World, 0.3);
        var comparison = Compare([new Popularity(), new Noisy { Seed = 5 }], [split], 3);
        var alone = new[] { 5, 6, 7 }.Select(s => Evaluation.Of(new Noisy { Seed = s }.Fit(split.Train), split, Metrics)).ToArray();
        var row = comparison.Rows[1];
        Assert.Equal((1, 3), (comparison.Rows[0].Seeds, row.Seeds));
        Assert.Empty(comparison.Rows[0].SeedDeviations);
        Assert.Equal(alone.Average(s => s["ndcg@10"].Value), row.Scores["ndcg@10"].Value, 12);
        Assert.Equal(alone.Average(s => s["ndcg@10"].PerUser[3]), row.Scores["ndcg@10"].PerUser[3], 12);
        Assert.Equal(alone.Average(s => s["coverage@10"].Value), row.Scores["coverage@10"].Value, 12);
        var mean = alone.Average(s => s["ndcg@10"].Value);
        Assert.Equal(Math.Sqrt(alone.Sum(s => Math.Pow(s["ndcg@10"].Value - mean, 2)) / 2), row.SeedDeviations[0], 12);
    }

    [Fact]
    public void Run_Folds_AreOneRowOfAllUsers()
    {
        Split[] folds = [Fold(1), Fold(2)];
        var row = Assert.Single(Compare([new Popularity()], folds).Rows);
        var parts = folds.Select(f => Evaluation.Of(new Popularity().Fit(f.Train), f, Metrics)).ToArray();
        Assert.Equal("user-folds:2", row.Split);
        Assert.Equal(parts.Sum(p => p.Users), row.Scores.Users);
        Assert.Equal(parts.SelectMany(p => p["ndcg@10"].PerUser).Average(), row.Scores["ndcg@10"].Value, 12);
        Assert.False(double.IsNaN(row.Scores["ndcg@10"].Low));
    }

    [Fact]
    public void Run_FoldsThatShareUsers_CountAUserOnce()
    {
        var fold = Fold(1);
        var row = Assert.Single(Compare([new Popularity()], [fold, fold with { Fold = 2 }]).Rows);
        var alone = Evaluation.Of(new Popularity().Fit(fold.Train), fold, Metrics);
        Assert.Equal(alone.Users, row.Scores.Users);
        Assert.Equal(alone["ndcg@10"].PerUser, row.Scores["ndcg@10"].PerUser);
    }

    [Fact]
    public void Run_FoldsOfRatings_MeasureErrorsOverAllPairsTogether()
    {
        var one = Worlds.Split("a x 1, b y 1", "a y 4");
        var two = Worlds.Split("a x 1, b y 1", "a y 4, b x 3, c x 1");
        var model = new FixedScores((_, _) => 3) { PredictsRatings = true };
        var row = Assert.Single(Compare([model], [one with { Fold = 1 }, two with { Fold = 2 }], metrics: [new Rmse()]).Rows);
        Assert.Equal(Math.Sqrt((1 + 1 + 0 + 4) / 4.0), row.Scores["rmse"].Value, 12);
    }

    [Fact]
    public void Run_ModelThatFails_IsLeftOutWithANote()
    {
        var comparison = Compare([new Popularity(), new Noisy { Noise = -1 }]);
        Assert.Equal(["popularity"], comparison.Rows.Select(r => r.Model));
        Assert.Empty(comparison.Tests);
        Assert.Contains(comparison.Notes, n => n.StartsWith("noisy was left out of time:0.3: ", StringComparison.Ordinal));
    }

    [Fact]
    public void Run_AllModelsFail_IsAnError() => Assert.StartsWith("No model could be measured: noisy was left out of time:0.3: ",
        Assert.Throws<DataException>(() => Compare([new Noisy { Noise = -1 }])).Message, StringComparison.Ordinal);

    [Fact]
    public void Run_OneModelTwice_IsToldApartByItsOptions() =>
        Assert.Equal(["noisy (noise 0.5)", "noisy (noise 2)"], Compare([new Noisy { Noise = 0.5 }, new Noisy { Noise = 2 }]).Rows.Select(r => r.Model));

    [Fact]
    public void Run_TheSameModelTwice_IsRefused() => Assert.Throws<ArgumentException>(() => Compare([new Popularity(), new Popularity()]));

    [Fact]
    public void Run_NothingToCompare_IsRefused() => Assert.Throws<ArgumentException>(() => Compare([]));

    [Fact]
    public void Run_OrderDependsOnTheSplit_IsAFlip()
    {
        // Under the first split users take up the first items, under the second the last.
        var train = string.Join(", ", Enumerable.Range(0, 20).Select(u => $"u{u:00} x{u % 10}"));
        Split[] splits =
        [
            Worlds.Split(train, string.Join(", ", Enumerable.Range(0, 20).Select(u => $"u{u:00} x{(u % 10 == 0 ? 1 : 0)}"))) with { Method = "first" },
            Worlds.Split(train, string.Join(", ", Enumerable.Range(0, 20).Select(u => $"u{u:00} x{(u % 10 == 9 ? 8 : 9)}"))) with { Method = "second" },
        ];
        var comparison = Compare([new FixedScores((_, i) => -i), new Popularity(), new Last()], splits, metrics: [Hit.At(1), AveragePopularity.At(1)]);
        Assert.Contains(new RankingFlip("hit@1", "fixed-scores", "last", "first", "second", true), comparison.Flips);
        Assert.DoesNotContain(comparison.Flips, f => f.Metric == "average-popularity@1" || (f.A == "last" && f.B == "fixed-scores"));
    }

    [Fact]
    public void Run_FlipWhereOneModelHasNoLists_SaysThatReachAloneCanExplainIt()
    {
        var train = TinyWorld.Checkerboard(10);
        Split Holding(string method, Func<int, Interaction> held) => new(method, train, new DatasetBuilder { Extends = train }.AddRange(Enumerable.Range(0, 10).Select(held)).Build());
        var comparison = Compare([new ItemKnn(), new Popularity()],
            [Holding("known", u => new($"{u}", $"{u}")), Holding("strangers", u => new($"new{u}", "0"))], metrics: [Hit.At(1)]);
        Assert.NotEmpty(comparison.Flips);
        Assert.Single(comparison.Notes, n => n.StartsWith("strangers: item-knn has no list for 10 of 10 test users and other models have, which alone can turn the order round;", StringComparison.Ordinal));
        Assert.DoesNotContain(comparison.Notes, n => n.StartsWith("known: item-knn has no list", StringComparison.Ordinal));
    }

    [Fact]
    public void Run_Threads_DoNotMatter()
    {
        Comparison On(int threads) => Comparison.Run([new Popularity(), new Noisy()], [Split.ByTime(World, 0.3)], Metrics, new EvaluationOptions { BlockSize = threads * 5 }, 2, new FitContext { Threads = threads });
        Assert.Equal(On(1).Tests, On(5).Tests);
    }

    // Likes the items at the end of the catalog.
    sealed class Last : ITrainer
    {
        public QueryParts Reads => QueryParts.None;

        public IRecommender Fit(Dataset data, FitContext? context = null) => Restore(Catalog.Of(data), new Weights());

        public IRecommender Restore(Catalog catalog, Weights weights) => new Fitted(this, catalog);

        sealed class Fitted(Last trainer, Catalog catalog) : IRecommender
        {
            public ITrainer Trainer => trainer;

            public Catalog Catalog => catalog;

            public void Score(Query query, ReadOnlySpan<int> items, Span<float> scores)
            {
                for (var i = 0; i < items.Length; i++) scores[i] = items[i];
            }

            public void Export(Weights weights)
            {
            }
        }
    }
}
