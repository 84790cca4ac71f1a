using Attune.Numerics;

namespace Attune.Tests;

/// <summary>The fifteen ways in which a correct program gives numbers that look wrong beside another's, each pinned down.</summary>
public sealed class ProtocolTrapTests
{
    static double Of(IListMetric metric, int[] ranked, int[] relevant, float[]? grades = null) =>
        metric.Measure(new RankedUser { Ranked = ranked, Relevant = relevant, Grades = grades ?? [.. relevant.Select(_ => 1f)] });

    [Fact]
    public void Trap01_RecallDenominator_HasTwoNamesForTwoNumbers()
    {
        Assert.Equal(2 / 4.0, Of(Recall.At(2), [0, 1, 9], [0, 1, 2, 3]));
        Assert.Equal(2 / 2.0, Of(new Recall(2, Capped: true), [0, 1, 9], [0, 1, 2, 3]));
    }

    [Fact]
    public void Trap02_NdcgIdeal_IsCutAtKAndGainIsTheGrade()
    {
        Assert.Equal(1, Of(Ndcg.At(1), [0, 9], [0, 1, 2]), 12);
        // With the gain 2^grade − 1 the value would be (1 + 7/log2 3) / (7 + 1/log2 3).
        Assert.Equal((1 + 3 / Math.Log2(3)) / (3 + 1 / Math.Log2(3)), Of(Ndcg.At(2), [0, 1], [0, 1], [1, 3]), 12);
    }

    [Fact]
    public void Trap03_SeenItems_AreThoseOfTrainingAndRepeatsAreNotRelevant()
    {
        var split = Worlds.Split("a x, b y, b z", "a x, a y");
        var model = new FixedScores((_, i) => -i).Fit(split.Train);
        var scores = Evaluation.Of(model, split, Recall.At(1));
        Assert.Equal(1, scores["recall@1"].Value);
        Assert.Contains("1 held-out pairs were in the user's history already; Seen.Exclude never lists them, so they do not count as relevant.", scores.Notes);
        Assert.Equal(0.5, Evaluation.Of(model, split, [Recall.At(1)], new EvaluationOptions { Seen = Seen.Include }, null)["recall@1"].Value);
        Assert.Equal(1, Evaluation.Of(model, split, [Recall.At(5)], new EvaluationOptions { Seen = Seen.Only }, null)["recall@5"].Value);
    }

    [Fact]
    public void Trap04_Ranking_IsOverTheFullCatalogNeverASample()
    {
        var train = string.Join(", ", Enumerable.Range(0, 500).Select(i => $"u {i}"));
        var split = Worlds.Split(train + ", a 0", "a 499");
        var model = new FixedScores((_, i) => -i).Fit(split.Train);
        Assert.Equal(1 / 499.0, Evaluation.Of(model, split, new Mrr())["mrr"].Value, 12);
    }

    [Fact]
    public void Trap05_Ties_AreBrokenByAscendingIdWhateverTheOrderOfRows()
    {
        double Mrr(string train) => Evaluation.Of(new FixedScores((_, _) => 1).Fit(Worlds.Split(train, "a i9").Train), Worlds.Split(train, "a i9"), new Mrr())["mrr"].Value;
        Assert.Equal(1 / 3.0, Mrr("a i1, b i2, b i5, b i9"), 12);
        Assert.Equal(1 / 3.0, Mrr("b i9, b i5, a i1, b i2"), 12);
    }

    [Fact]
    public void Trap06_Rmse_IsOverAllPairsNotAMeanOfUsers()
    {
        // One error of 2 for a, three of 1 for b.
        var split = Worlds.Split("a x 3, b y 3, b v 3, b q 3", "a y 5, b x 4, b v 4, b q 4");
        var scores = Evaluation.Of(new FixedScores((_, _) => 3) { PredictsRatings = true }.Fit(split.Train), split, new Rmse());
        Assert.Equal(Math.Sqrt((4 + 3) / 4.0), scores["rmse"].Value, 12);
        Assert.Equal([2, 1], scores["rmse"].PerUser);
    }

    [Fact]
    public void Trap07_UsersWithoutRelevantItems_AreDroppedAndCounted()
    {
        var split = Worlds.Split("a x 5, b y 5", "a y 5, b x 1");
        var scores = Evaluation.Of(new Popularity().Fit(split.Train), split, [Hit.At(1)], new EvaluationOptions { RelevantFrom = 4 }, null);
        Assert.Equal((1.0, 1), (scores["hit@1"].Value, scores.Users));
        Assert.Contains("1 test user has no relevant item held out and no list measured.", scores.Notes);
    }

    [Fact]
    public void Trap08_Mrr_IsCutOnlyWhereTheNameSaysSo()
    {
        int[] ranked = [.. Enumerable.Range(0, 20)];
        Assert.Equal(0, Of(Mrr.At(10), ranked, [14]));
        Assert.Equal(1 / 15.0, Of(new Mrr(), ranked, [14]), 12);
    }

    [Fact]
    public void Trap09_Auc_IsPerUserAndEveryUserWeighsTheSame()
    {
        // a: the one pair (z, w) the right way round; b: none of (w, y), (w, z). Over all three pairs it would be 1/3.
        var split = Worlds.Split("a x, a y, b x, c z, c w", "a z, b w");
        var scores = Evaluation.Of(new FixedScores((_, i) => i).Fit(split.Train), split, new Auc());
        Assert.Equal([1, 0], scores["auc"].PerUser);
        Assert.Equal(0.5, scores["auc"].Value);
    }

    [Fact]
    public void Trap10_Filters_RunInTheOrderGivenAndOnePassIsNamedApart()
    {
        var data = Worlds.Of("a x 5, a y 1, b x 5, b y 5, c y 5, c z 5");
        Assert.Equal(2, Filters.MinValue(Filters.KCore(data, 2, 2), 4).Users.Count);
        Assert.Equal(3, Filters.MinValue(Filters.KCoreOnce(data, 2, 2), 4).Users.Count);
        var message = Assert.Throws<DataException>(() => Filters.KCore(Filters.MinValue(data, 4), 2, 2)).Message;
        Assert.Contains("k-core:2", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Trap11_LeaveLast_WarningReachesTheScores()
    {
        var split = Worlds.Split("a x, b y", "a y") with { Warnings = ["leave-last:1 looks into the future."] };
        Assert.Contains("leave-last:1 looks into the future.", Evaluation.Of(new Popularity().Fit(split.Train), split, Hit.At(1)).Notes);
    }

    [Fact]
    public void Trap11_GlobalTime_NeverTrainsOnWhatHappensAfterATest()
    {
        var split = Split.ByTime(Worlds.Random(), 0.3);
        Assert.True(split.Train.Events.Times.ToArray().Max() < split.Test.Events.Times.ToArray().Min());
    }

    [Theory, InlineData(1), InlineData(17), InlineData(4096)]
    public void Trap12_BlockSize_ChangesNothing(int block)
    {
        var split = Split.ByTime(Worlds.Random(), 0.3);
        Scores Measure(int size) => Evaluation.Of(new Popularity().Fit(split.Train), split, [Ndcg.At(10), new Auc(), Gini.At(10)], new EvaluationOptions { BlockSize = size }, null);
        foreach (var (a, b) in Measure(256).Metrics.Zip(Measure(block).Metrics)) Assert.Equal((a.Value, a.Low, a.High), (b.Value, b.Low, b.High));
    }

    [Fact]
    public void Trap13_UserWithoutPositives_IsUndefinedNotOneNorZero()
    {
        foreach (var name in MetricName.All)
        {
            if (MetricName.Parse(name is "auc" or "gauc" or "bpref" or "r-precision" or "rmse" or "mae" ? name : name + "@5") is not IListMetric metric) continue;
            // Metrics of popularity, diversity and calibration, which ask for no relevant items, have no facts to go by here.
            Assert.True(double.IsNaN(Of(metric, [0, 1, 2], [])), name);
        }
    }

    [Fact]
    public void Trap14_ListedButNeverRatedItems_AreCandidatesAndPartOfTheCatalog()
    {
        var builder = new DatasetBuilder { Name = "listed" };
        foreach (var item in new[] { "never1", "never2", "x", "y" }) builder.ItemFeature(item, "title", item);
        var known = builder.Add(new("a", "x")).Add(new("b", "y")).Build();
        var held = new DatasetBuilder { Extends = known }.Add(new("a", "y")).Build();
        var scores = Evaluation.Of(new Popularity().Fit(known), new Split("files", known, held), Coverage.At(1), new Auc());
        Assert.Equal(4, known.Items.Count);
        Assert.Equal(1 / 4.0, scores["coverage@1"].Value);
        // Three candidates for a: y first, the two never rated behind it.
        Assert.Equal(1, scores["auc"].Value);
    }

    [Fact, Trait("data", "ml-1m")]
    public void Trap14_MovieLens1M_ListsMoreThanSequenceModelsKeep()
    {
        using var zip = TestData.Zip("ml-1m");
        var builder = new DatasetBuilder { Name = "ml-1m" };
        foreach (var row in TestData.Rows(zip, "ml-1m/movies.dat")) builder.ItemFeature(row[0].Split("::")[0], "title", row[0]);
        foreach (var row in TestData.Rows(zip, "ml-1m/derived/ml1m_ordered_interactions.tsv").Skip(1)) builder.Add(new Interaction(row[0], row[2]));
        var data = builder.Build();
        Assert.Equal(3883, data.Items.Count);
        Assert.Equal(3416, ItemFacts.Of(data).Popularity.ToArray().Count(p => p > 0));
    }

    [Fact]
    public void Trap15_Interval_HasTheWidthOfTheory()
    {
        var values = new double[4000];
        var random = ((Seed)3).Stream();
        for (var u = 0; u < values.Length; u++) values[u] = random.NextDouble() < 0.3 ? 1 : 0;
        var mean = values.Average();
        var (low, high) = Bootstrap.OfRatio(values, [.. values.Select(_ => 1.0)], v => v, 2000, 0.95, 42, new ParallelOptions());
        var width = 2 * 1.959964 * Math.Sqrt(mean * (1 - mean) / values.Length);
        Assert.InRange((high - low) / width, 0.94, 1.06);
        Assert.InRange(mean, low, high);
    }
}
