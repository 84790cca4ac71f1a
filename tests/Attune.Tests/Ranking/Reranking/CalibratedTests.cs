namespace Attune.Tests;

public sealed class CalibratedTests
{
    static readonly Calibrated ByGenre = new() { Feature = "genre", Pool = RerankWorld.Pool };

    static Dictionary<string, double> Shares(IEnumerable<int> items)
    {
        var labels = items.Select(i => RerankWorld.Data.ItemFeatures!["genre"]!.Values[i]!.Split('|')).ToArray();
        return labels.SelectMany(l => l.Select(g => (Genre: g, Share: 1.0 / l.Length / labels.Length))).GroupBy(g => g.Genre).ToDictionary(g => g.Key, g => g.Sum(s => s.Share));
    }

    static double Kl(Dictionary<string, double> p, Dictionary<string, double> q) => p.Sum(g => g.Value * Math.Log2(g.Value / (0.99 * q.GetValueOrDefault(g.Key) + 0.01 * g.Value)));

    [Fact]
    public void For_LambdaZero_LeavesTheModelsOrder()
    {
        for (var user = 0; user < 20; user++)
            Assert.Equal(RerankWorld.Candidates(user, 10).Select(c => c.Item), RerankWorld.Reranked(ByGenre with { Lambda = 0 }, user, 10));
    }

    [Theory, InlineData(0.2), InlineData(0.5), InlineData(0.99)]
    public void For_AnyLambda_IsTheGreedyListByTheFormula(double lambda)
    {
        for (var user = 0; user < 20; user++)
        {
            var history = Shares(RerankWorld.Data.Preferences.Row(user).ToArray());
            Assert.Equal(
                RerankWorld.Greedy(RerankWorld.Candidates(user), 10, (list, item, relevance) => (1 - lambda) * relevance - lambda * Kl(history, Shares([.. list, item]))),
                RerankWorld.Reranked(ByGenre with { Lambda = lambda }, user, 10));
        }
    }

    [Fact]
    public void For_AnyKind_IsWellBehaved()
    {
        RerankWorld.IsWellBehaved(ByGenre);
        RerankWorld.IsWellBehaved(ByGenre with { Feature = null, Lambda = 0.9 });
    }

    [Theory, InlineData(null), InlineData("genre")]
    public void For_LargerLambda_LowersMiscalibration(string? feature)
    {
        var split = Split.ByTime(Worlds.Random(genres: true), 0.3);
        var model = new Popularity().Fit(split.Train);
        double Miscalibration(double lambda) => Evaluation.Of(model, split, [new MiscalibrationKl(10, feature)],
            new EvaluationOptions { Rerank = new Calibrated { Lambda = lambda, Feature = feature, Pool = 40 } }, null).Metrics[0].Value;
        Assert.True(Miscalibration(0.3) < Miscalibration(0));
        Assert.True(Miscalibration(0.9) < Miscalibration(0.3));
    }

    [Fact]
    public void For_NoHistory_LeavesTheModelsOrder() => Assert.Equal(
        TopN.For(RerankWorld.Model, Query.From(), 10).Items, TopN.For(RerankWorld.Model, Query.From(), 10, rerank: ByGenre).Items);
}
