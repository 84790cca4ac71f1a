using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;

namespace Attune.Tests;

/// <summary>What sells well for its time on the shelf: score(i) = Σ weights of the events of i / (days since its first event + grace). Shapes: rate (items). Deterministic.</summary>
public sealed record NewArrivals : ITrainer
{
    /// <summary>Days added to the age of every item, so that one lucky first day says little; 0.1 to 10000. Default 30.</summary>
    [Range(0.1, 10_000)]
    public double Grace { get; init; } = 30;

    public QueryParts Reads => QueryParts.None;

    public IRecommender Fit(Dataset data, FitContext? context = null)
    {
        Options.Validate(this);
        if (!data.HasTimes) throw new DataException($"{data.Name} has no times, which new-arrivals needs. Map a time column, or use popularity.");
        (context ?? FitContext.Default).Report("counting", 1, 1);
        var (events, rate, now) = (data.Events, new float[data.Items.Count], data.Events.Times.ToArray().Max());
        var first = Enumerable.Repeat(now, rate.Length).ToArray();
        for (var e = 0; e < events.Count; e++)
        {
            rate[events.Items[e]] += data.Weights.Of(events.KindOf(e));
            first[events.Items[e]] = Math.Min(first[events.Items[e]], events.Times[e]);
        }
        for (var i = 0; i < rate.Length; i++) rate[i] /= (float)((now - first[i]) / 86_400_000.0 + Grace);
        return new Model(this, Catalog.Of(data), rate);
    }

    public IRecommender Restore(Catalog catalog, Weights weights) => new Model(this, catalog, weights.Float("rate", catalog.Items.Count));

    sealed class Model(NewArrivals trainer, Catalog catalog, float[] rate) : IRecommender
    {
        public ITrainer Trainer => trainer;

        public Catalog Catalog => catalog;

        public void Score(Query query, ReadOnlySpan<int> items, Span<float> scores)
        {
            for (var i = 0; i < items.Length; i++) scores[i] = (uint)items[i] < (uint)rate.Length ? rate[items[i]] : float.NaN;
        }

        public void Export(Weights weights) => weights.Add("rate", rate);
    }
}

/// <summary>The model of the guide page and of the second sample, held to what every model promises.</summary>
public sealed partial class NewArrivalsTests : RecommenderContract
{
    protected override ITrainer Trainer => new NewArrivals();

    // Later items have as many events in fewer days, for everybody alike.
    protected override (double Low, double High) Band => (0, 0.1);

    [Fact]
    public void Score_EventsOfAnItem_CountByItsAge()
    {
        var model = new NewArrivals { Grace = 2 }.Fit(new DatasetBuilder { Name = "week" }.AddRange(
            from day in new[] { 0, 4, 6 } select new Interaction("ann", day < 6 ? "tea" : "jam") { Time = DateTimeOffset.UnixEpoch.AddDays(day) }).Build());
        var scores = new float[2];
        model.Score(new Query(), [model.Catalog.Items.IndexOf("jam"), model.Catalog.Items.IndexOf("tea")], scores);
        Assert.Equal([1f / 2, 2f / (6 + 2)], scores);
    }

    [Fact]
    public void Fit_WithoutTimes_SaysWhatToMap() =>
        Assert.Contains("has no times", Assert.Throws<DataException>(() => new NewArrivals().Fit(TinyWorld.Handful())).Message, StringComparison.Ordinal);

    [Fact]
    public void Source_SampleAndGuideAndTest_AreOneText()
    {
        var here = ModelText("tests", "Attune.Tests", "Models", "NewArrivalsTests.cs");
        Assert.Equal(here, ModelText("samples", "02-add-a-model.cs"));
        Assert.Equal(here, ModelText("docs", "guide", "add-a-model.md"));
    }

    [Fact]
    public void Source_LinesThatSayMoreThanABrace_AreAtMost30() =>
        Assert.InRange(ModelText("samples", "02-add-a-model.cs").Split('\n').Count(l => l.Trim() is not ("" or "{" or "}")), 10, 30);

    static string ModelText(params string[] path) => Model().Match(File.ReadAllText(Repository.At(path)).ReplaceLineEndings("\n")).Value;

    [GeneratedRegex(@"/// <summary>What sells well for its time.*?\n}\n", RegexOptions.Singleline)]
    private static partial Regex Model();
}
