using System.ComponentModel.DataAnnotations;

namespace Attune;

/// <summary>
/// What is popular now, for everybody: score(i) = Σ over the preferring events e of i of weight(kind of e) · 0.5^(age of e in days / HalfLife), where the age
/// counts back from the newest event of the training data. Every event counts, so a user who comes again counts again. A floor that often lies well
/// above plain popularity where tastes move on.
/// Shapes: heat (items). Ji, Sun, Zhang and Li, "A re-visit of the popularity baseline in recommender systems", SIGIR 2020 (DecayPop; there with months
/// as steps, here smooth). Events of kinds without weight (impressions) do not count, returns cool. Deterministic; O(events) time.
/// </summary>
public sealed record DecayedPopularity : ITrainer
{
    const double MillisecondsPerDay = 86_400_000;

    /// <summary>Days after which an event counts half; shorter = closer to the news of the day. Default 14.</summary>
    [Range(0.01, 100_000)]
    [Search(1, 365, Log = true)]
    public double HalfLife { get; init; } = 14;

    /// <inheritdoc/>
    public QueryParts Reads => QueryParts.None;

    /// <inheritdoc/>
    public IRecommender Fit(Dataset data, FitContext? context = null)
    {
        Options.Validate(this);
        if (data.Events.Time is not { } times)
            throw new DataException($"{data.Name} has no times, which decayed-popularity needs. Name a time column (--columns …,time=3), or take popularity.");
        (context ?? FitContext.Default).Report("counting", 1, 1);
        var heat = new double[data.Items.Count];
        var weights = Array.ConvertAll(data.Events.KindNames, data.Weights.Of);
        var newest = times.Max();
        for (var e = 0; e < times.Length; e++)
            heat[data.Events.Item[e]] += weights[data.Events.Kind is { } kind ? kind[e] : 0] * Math.Pow(0.5, (newest - times[e]) / MillisecondsPerDay / HalfLife);
        return new Model(this, Catalog.Of(data), Array.ConvertAll(heat, h => (float)h));
    }

    /// <inheritdoc/>
    public IRecommender Restore(Catalog catalog, Weights weights) => new Model(this, catalog, weights.Float("heat", catalog.Items.Count));

    sealed class Model(DecayedPopularity trainer, Catalog catalog, float[] heat) : IRecommender
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
