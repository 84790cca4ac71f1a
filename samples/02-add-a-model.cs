#:project ../src/Attune/Attune.csproj

// A model of one's own, measured beside another. Run it from the root of the repository: dotnet run samples/02-add-a-model.cs
using System.ComponentModel.DataAnnotations;
using Attune;

var data = Dataset.FromCsv("data/samples/online-retail.csv.gz");
var split = Split.ByTime(data, test: 0.2);
foreach (var trainer in new ITrainer[] { new Popularity(), new NewArrivals(), new NewArrivals { Grace = 7 } })
{
    var scores = Evaluation.Of(trainer.Fit(split.Train), split, Ndcg.At(10), Recall.At(20));
    Console.WriteLine($"{Options.ToJson(trainer),-12} {scores.Model,-12} ndcg@10 {scores["ndcg@10"].Value:F4}  recall@20 {scores["recall@20"].Value:F4}");
}

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
