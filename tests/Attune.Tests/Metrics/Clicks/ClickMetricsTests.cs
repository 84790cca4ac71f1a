namespace Attune.Tests;

/// <summary>Metrics of clicks against scikit-learn and numpy (tests/Golden/click-metrics.json).</summary>
public sealed class ClickMetricsTests
{
    static readonly System.Text.Json.JsonElement Golden = TestData.Golden("click-metrics.json");
    static readonly float[] Labels = Floats("labels"), Weights = Floats("weights");
    static readonly int[] Users = Array.ConvertAll(Floats("users"), u => (int)u);
    static readonly ScoredClicks A = new(Floats("a"), Labels, users: Users), Weighted = new(Floats("a"), Labels, Weights, Users);

    static float[] Floats(string name) => [.. Golden.GetProperty(name).EnumerateArray().Select(v => v.GetSingle())];

    static double Of(string name) => Golden.GetProperty(name).GetDouble();

    static double[] Pair(string name) => [.. Golden.GetProperty("delong").GetProperty(name).EnumerateArray().Select(v => v.GetDouble())];

    [Fact]
    public void Auc_Golden_IsScikitLearns()
    {
        Assert.Equal(Of("auc"), ClickAuc.Of(A), 1e-12);
        Assert.Equal(Of("aucWeighted"), ClickAuc.Of(Weighted), 1e-7);
    }

    [Fact]
    public void Auc_Pairs_AreCountedAsByHand()
    {
        var random = ((Numerics.Seed)1).Stream();
        var (scores, labels, weights) = (new float[80], new float[80], new float[80]);
        for (var r = 0; r < 80; r++) (scores[r], labels[r], weights[r]) = (random.NextInt(12), random.NextInt(2), 1 + random.NextInt(5));
        var (won, all) = (0.0, 0.0);
        for (var i = 0; i < 80; i++)
            for (var j = 0; j < 80; j++)
                if (labels[i] > labels[j]) (won, all) = (won + weights[i] * weights[j] * (scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0), all + weights[i] * weights[j]);
        Assert.Equal(won / all, ClickAuc.Of(new ScoredClicks(scores, labels, weights)), 12);
    }

    [Fact]
    public void Auc_OneKindOfRow_IsUndefined() => Assert.True(double.IsNaN(ClickAuc.Of(new ScoredClicks([0.1f, 0.2f], [1, 1]))));

    [Fact]
    public void Gauc_Golden_IsTheWeightedMeanOverUsers()
    {
        var gauc = ClickGauc.Of(A);
        Assert.Equal(Of("gauc"), gauc.Value, 1e-12);
        Assert.Equal((20 - (int)Of("gaucLeftOut"), (int)Of("gaucLeftOut"), 0), (gauc.Users, gauc.LeftOut, gauc.UnknownRows));
    }

    [Fact]
    public void Gauc_RowsOfNobody_AreLeftOutAndCounted()
    {
        var gauc = ClickGauc.Of(new ScoredClicks([0.9f, 0.1f, 0.5f, 0.1f, 0.9f], [1, 0, 1, 1, 0], users: [0, 0, 1, -1, -1]));
        Assert.Equal(new ClickGauc(1, 1, 1, 2), gauc);
    }

    [Fact]
    public void LogLoss_Golden_IsScikitLearns()
    {
        Assert.Equal(Of("logLoss"), ClickLogLoss.Of(A), 1e-6);
        Assert.Equal(Of("logLossWeighted"), ClickLogLoss.Of(Weighted), 1e-6);
    }

    [Fact]
    public void LogLoss_CertainAndWrong_IsFinite() => Assert.Equal(-Math.Log(1e-7), ClickLogLoss.Of(new ScoredClicks([0], [1])), 9);

    [Fact]
    public void Ece_Golden_IsNumpys()
    {
        Assert.Equal(Of("ece"), Calibration.Ece(A, 10), 1e-6);
        Assert.Equal(Of("eceWeighted"), Calibration.Ece(Weighted, 10), 1e-6);
    }

    [Fact]
    public void Bins_EqualCount_HoldEquallyManyAndKeepTies()
    {
        var scored = new ScoredClicks([.. Enumerable.Range(0, 1000).Select(r => r < 300 ? 0f : r / 1000f)], [.. Enumerable.Range(0, 1000).Select(r => (float)(r % 2))]);
        var bins = Calibration.Bins(scored, 10, equalCount: true);
        Assert.Equal([300.0, .. Enumerable.Repeat(100.0, 7)], bins.Select(b => b.Weight));
        Assert.Equal((0, 0.3f, 0.399f), (bins[0].High, (float)bins[1].Low, (float)bins[1].High));
        Assert.Equal(1000, Calibration.Bins(scored, 10).Sum(b => b.Weight));
    }

    [Fact]
    public void DeLong_Golden_IsThatOfPlacementsCountedPairByPair()
    {
        var (a, b) = (DeLong.Of(Floats("a"), Labels), DeLong.Of(Floats("b"), Labels));
        Assert.Equal(Pair("auc"), [a.Auc, b.Auc], (x, y) => Math.Abs(x - y) < 1e-12);
        Assert.Equal(Pair("deviation"), [a.Deviation, b.Deviation], (x, y) => Math.Abs(x - y) < 1e-12);
        Assert.Equal(a.Auc + 1.959963985 * a.Deviation, a.High, 1e-9);
    }

    [Fact]
    public void DeLongCompare_Golden_IsThatOfPlacementsCountedPairByPair()
    {
        var test = DeLong.Compare(Floats("a"), Floats("b"), Labels);
        var golden = Golden.GetProperty("delong");
        Assert.Equal(golden.GetProperty("difference").GetDouble(), test.Difference, 1e-12);
        Assert.Equal(golden.GetProperty("differenceDeviation").GetDouble(), test.Deviation, 1e-12);
        Assert.Equal(golden.GetProperty("z").GetDouble(), test.Z, 1e-9);
        Assert.Equal(golden.GetProperty("p").GetDouble(), test.PValue, 1e-9);
    }

    [Fact]
    public void DeLongCompare_TheSameScores_ShowNothing()
    {
        var test = DeLong.Compare(Floats("a"), Floats("a"), Labels);
        Assert.Equal((0.0, 0.0, 1.0), (test.Difference, test.Z, test.PValue));
    }

    [Fact]
    public void DeLong_ChanceAlone_RejectsAtItsLevel()
    {
        var (random, rejected) = (((Numerics.Seed)9).Stream(), 0);
        for (var trial = 0; trial < 400; trial++)
        {
            var (a, b, y) = (new float[200], new float[200], new float[200]);
            for (var r = 0; r < 200; r++)
            {
                y[r] = random.NextInt(2);
                var common = y[r] + random.NextGaussian();
                (a[r], b[r]) = ((float)(common + random.NextGaussian()), (float)(common + random.NextGaussian()));
            }
            if (DeLong.Compare(a, b, y).PValue < 0.05) rejected++;
        }
        Assert.InRange(rejected, 8, 34);
    }

    [Fact]
    public void BootstrapOfAuc_Rows_AgreesWithDeLong()
    {
        var (low, high) = ClickBootstrap.OfAuc(A, samples: 2000);
        var exact = DeLong.Of(Floats("a"), Labels);
        Assert.InRange(low, exact.Low - 0.01, exact.Low + 0.01);
        Assert.InRange(high, exact.High - 0.01, exact.High + 0.01);
        Assert.Equal((low, high), ClickBootstrap.OfAuc(A, samples: 2000));
    }

    [Fact]
    public void BootstrapOfAuc_UsersOfEqualRows_IsAsWideAsThatOfUsers()
    {
        // Every row ten times, as of one user: whole users are drawn, so that nothing is gained by repetition.
        var (scores, labels) = (Floats("a"), Labels);
        int[] users = [.. Enumerable.Range(0, 10 * scores.Length).Select(r => r / 10)];
        var tenfold = new ScoredClicks([.. users.Select(u => scores[u])], [.. users.Select(u => labels[u])], users: users);
        var (one, ten, rows) = (ClickBootstrap.OfAuc(A), ClickBootstrap.OfAuc(tenfold, byUser: true), ClickBootstrap.OfAuc(tenfold));
        Assert.Equal(one.High - one.Low, ten.High - ten.Low, 1e-9);
        Assert.True(rows.High - rows.Low < 0.5 * (ten.High - ten.Low));
    }

    [Theory]
    [InlineData(float.NaN, 1, "score NaN")]
    [InlineData(0.5f, 0.5f, "label 0.5")]
    public void ScoredClicks_OutOfRange_IsRefused(float score, float label, string reason) => Assert.Contains(reason, Assert.Throws<ArgumentException>(() => new ScoredClicks([score], [label])).Message, StringComparison.Ordinal);
}
