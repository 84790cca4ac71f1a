#:project ../src/Attune/Attune.csproj

// A model of one's own, measured beside another. Run it from the root of the repository: dotnet run samples/02-add-a-model.cs
using System.ComponentModel.DataAnnotations;
using Attune;

var data = Dataset.FromCsv("data/samples/online-retail.csv.gz");
var split = Split.ByTime(data, test: 0.2);
foreach (var trainer in new ITrainer[] { new Popularity(), new Trending(), new Trending { HalfLife = 2 } })
{
    var scores = Evaluation.Of(trainer.Fit(split.Train), split, Ndcg.At(10), Recall.At(20));
    Console.WriteLine($"{Options.ToJson(trainer),-18} {scores.Model,-10} ndcg@10 {scores["ndcg@10"].Value:F4}  recall@20 {scores["recall@20"].Value:F4}");
}

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
