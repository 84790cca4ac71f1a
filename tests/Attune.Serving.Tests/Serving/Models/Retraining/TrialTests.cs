namespace Attune.Serving.Tests;

/// <summary>The rule of decision.</summary>
public sealed class TrialTests
{
    static readonly IRecommender Good = new ItemKnn().Fit(ModelRoom.Data(0, 8)), Bad = new RandomOrder().Fit(ModelRoom.Data(0, 8));

    [Theory]
    [InlineData("ndcg@10")]
    [InlineData("recall@5")]
    [InlineData("mrr")]
    public void Of_WorseBesideBetter_DecidesByTheMetric(string metric)
    {
        Assert.StartsWith($"Refused: worse ({metric} ", Decide(Bad, new ActiveModel("v1", Good), metric: metric).Reason, StringComparison.Ordinal);
        var better = Decide(Good, new ActiveModel("v1", Bad), metric: metric);
        Assert.True(better.IsAccepted, better.Reason);
        Assert.Contains(metric, better.Metrics.Select(m => m.Name));
    }

    [Fact]
    public void Of_Itself_IsNotWorse()
    {
        var verdict = Decide(Good, new ActiveModel("v1", Good));
        Assert.True(verdict.IsAccepted, verdict.Reason);
        Assert.Contains("difference 0 [0, 0]", verdict.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_WorseThanPopularity_IsNoFirstModel()
    {
        // All take the same items, so that popularity is as good as can be.
        var data = new DatasetBuilder().AddRange(from u in Enumerable.Range(0, 60) from i in Enumerable.Range(0, 60) where i < 12 || i == 12 + u % 48 select new Interaction($"u{u}", $"i{(i < 12 ? (i + u) % 12 : i)}") { Time = DateTimeOffset.UnixEpoch.AddHours(i < 12 ? i : 0) }).Build();
        var split = NewestSplit.Of(data, 0.1)!;
        var verdict = new Trial(Trial.Deciding("ndcg@10"), FitContext.Default).Of(new RandomOrder().Fit(split.Train), null, split);
        Assert.False(verdict.IsAccepted);
        Assert.StartsWith("Refused: worse (ndcg@10", verdict.Reason, StringComparison.Ordinal);
        Assert.Contains("of popularity", verdict.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_FewUsers_RefusesInsteadOfGuessing()
    {
        var data = new DatasetBuilder { Extends = ModelRoom.Data(0, 8) }.AddRange(ModelRoom.Events(0, 8).Concat(ModelRoom.Events(8, 12).Where(e => e.User is "u1" or "u2" or "u3")).Select(e => new Interaction(e.User, e.Item) { Kind = e.Type, Time = e.Time })).Build();
        var verdict = new Trial(Trial.Deciding("ndcg@10"), FitContext.Default).Of(Good, new ActiveModel("v1", Good), NewestSplit.Of(data, 0.1, Good));
        Assert.StartsWith("Refused: too few users to tell, 3 where 10 are needed", verdict.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_MetricOfErrors_LowerIsBetter()
    {
        var data = new DatasetBuilder().AddRange(from u in Enumerable.Range(0, 40) from i in Enumerable.Range(0, 30) select new Interaction($"u{u}", $"i{i}") { Value = i % 2 == 0 ? 5 : 1, Time = DateTimeOffset.UnixEpoch.AddDays((i * 7 + u) % 30) }).Build();
        var split = NewestSplit.Of(data, 0.1)!;
        var (good, bad) = (new Baseline().Fit(split.Train), new GlobalMean().Fit(split.Train));
        var trial = new Trial(Trial.Deciding("rmse"), FitContext.Default);
        Assert.StartsWith("Refused: worse (rmse ", trial.Of(bad, new ActiveModel("v1", good), split).Reason, StringComparison.Ordinal);
        Assert.StartsWith("Activated: not worse (rmse ", trial.Of(good, new ActiveModel("v1", bad), split).Reason, StringComparison.Ordinal);
        Assert.Equal("Activated as the first model without a measurement: rmse is undefined for one of the two.", trial.Of(good, null, split).Reason);
    }

    static Verdict Decide(IRecommender candidate, ActiveModel? incumbent, string metric = "ndcg@10") =>
        new Trial(Trial.Deciding(metric), FitContext.Default).Of(candidate, incumbent, NewestSplit.Of(ModelRoom.Data(0, 12), 0.1, Good, Bad));
}
