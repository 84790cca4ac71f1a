using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;

namespace Attune.Tests;

/// <summary>What is hot now: score(i) = Σ over events of i of weight · 0.5^(age in days / half-life). Shapes: heat (items). Deterministic.</summary>
public sealed record Trending : ITrainer
{
    /// <summary>Days after which an event counts half, 0.1 to 10000. Default 14.</summary>
    [Range(0.1, 10_000)]
    public double HalfLife { get; init; } = 14;

    public QueryParts Reads => QueryParts.None;

    public IRecommender Fit(Dataset data, FitContext? context = null)
    {
        Options.Validate(this);
        if (!data.HasTimes) throw new DataException($"{data.Name} has no times, which trending needs. Map a time column, or use popularity.");
        (context ?? FitContext.Default).Report("counting", 1, 1);
        var (events, heat, now) = (data.Events, new float[data.Items.Count], data.Events.Times.ToArray().Max());
        for (var e = 0; e < events.Count; e++)
            heat[events.Items[e]] += data.Weights.Of(events.KindOf(e)) * (float)Math.Pow(0.5, (now - events.Times[e]) / 86_400_000.0 / HalfLife);
        return new Model(this, Catalog.Of(data), heat);
    }

    public IRecommender Restore(Catalog catalog, Weights weights) => new Model(this, catalog, weights.Float("heat", catalog.Items.Count));

    sealed class Model(Trending trainer, Catalog catalog, float[] heat) : IRecommender
    {
        public ITrainer Trainer => trainer;

        public Catalog Catalog => catalog;

        public void Score(Query query, ReadOnlySpan<int> items, Span<float> scores)
        {
            for (var i = 0; i < items.Length; i++) scores[i] = (uint)items[i] < (uint)heat.Length ? heat[items[i]] : float.NaN;
        }

        public void Export(Weights weights) => weights.Add("heat", heat);
    }
}

/// <summary>The model of the guide page and of the second sample, held to what every model promises.</summary>
public sealed partial class TrendingTests : RecommenderContract
{
    protected override ITrainer Trainer => new Trending();

    // Later items are hotter, for everybody alike.
    protected override (double Low, double High) Band => (0, 0.1);

    [Fact]
    public void Score_OldEvents_CountByTheirAge()
    {
        var model = new Trending { HalfLife = 2 }.Fit(new DatasetBuilder { Name = "week" }.AddRange(
            from day in new[] { 0, 4, 6 } select new Interaction("ann", day < 6 ? "tea" : "jam") { Time = DateTimeOffset.UnixEpoch.AddDays(day) }).Build());
        var scores = new float[2];
        model.Score(new Query(), [model.Catalog.Items.IndexOf("jam"), model.Catalog.Items.IndexOf("tea")], scores);
        Assert.Equal([1f, 0.5f + 0.125f], scores);
    }

    [Fact]
    public void Fit_WithoutTimes_SaysWhatToMap() =>
        Assert.Contains("has no times", Assert.Throws<DataException>(() => new Trending().Fit(TinyWorld.Handful())).Message, StringComparison.Ordinal);

    [Fact]
    public void Source_SampleAndGuideAndTest_AreOneText()
    {
        var here = ModelText("tests", "Attune.Tests", "Models", "TrendingTests.cs");
        Assert.Equal(here, ModelText("samples", "02-add-a-model.cs"));
        Assert.Equal(here, ModelText("docs", "guide", "add-a-model.md"));
    }

    [Fact]
    public void Source_LinesThatSayMoreThanABrace_AreAtMost30() =>
        Assert.InRange(ModelText("samples", "02-add-a-model.cs").Split('\n').Count(l => l.Trim() is not ("" or "{" or "}")), 10, 30);

    static string ModelText(params string[] path) => Model().Match(File.ReadAllText(Repository.At(path)).ReplaceLineEndings("\n")).Value;

    [GeneratedRegex(@"/// <summary>What is hot now.*?\n}\n", RegexOptions.Singleline)]
    private static partial Regex Model();
}
