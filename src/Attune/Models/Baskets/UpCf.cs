using System.ComponentModel.DataAnnotations;

namespace Attune;

/// <summary>
/// What users like this one bought in their last baskets, the user among them: score(u, i) = Σ over users v of s(u, v)^Locality · p(v, i), with p(v, i) the share of v's last Recency baskets (days of purchase) that hold i, and
/// s(u, v) = |I_u ∩ I_v| / (|I_u|^Asymmetry · |I_v|^(1 − Asymmetry)) over all items that they ever bought; u's own similarity is 1.
/// Shapes: p users × items twice, by user and by item, and the items of each user, made again from the stored sequences when a saved model is opened. Faggioli, Polato and Aiolli, "Recency aware collaborative filtering for
/// next basket recommendation", UMAP 2020 (UP-CF@r). Published settings (Recency, Locality; Asymmetry .75): Dunnhumby 25, 10; Ta-Feng 10, 10; Instacart 10, 100. A high Locality leaves the nearest alone.
/// Time for a list: the users of the history's items, and the items of those. Deterministic, on any number of threads.
/// </summary>
public sealed record UpCf : ITrainer
{
    /// <summary>How many of each user's newest baskets count; 0 = all. Default 10.</summary>
    [Range(0, 100_000)]
    [Search(1, 100, Log = true)]
    public int Recency { get; init; } = 10;

    /// <summary>Whose number of items counts against a neighbour: 1 the user's alone, 0 the neighbour's alone, 0.5 as the cosine does. Default 0.75.</summary>
    [Range(0, 1.0)]
    [Search(0, 1)]
    public double Asymmetry { get; init; } = 0.75;

    /// <summary>The power of the similarity: higher = nearer users alone. Default 10.</summary>
    [Range(0, 10_000)]
    [Search(1, 1000, Log = true)]
    public double Locality { get; init; } = 10;

    /// <inheritdoc/>
    public QueryParts Reads => QueryParts.User | QueryParts.History | QueryParts.Time;

    /// <inheritdoc/>
    public IRecommender Fit(Dataset data, FitContext? context = null)
    {
        Options.Validate(this);
        context ??= FitContext.Default;
        context.Report("adding up baskets", 0, data.Users.Count);
        var catalog = RepurchaseModel.CatalogOf(data, this);
        var model = Model(catalog, BasketVectors.Of(catalog, ValuesOf, context));
        context.Report("adding up baskets", data.Users.Count, data.Users.Count);
        return model;
    }

    /// <inheritdoc/>
    public IRecommender Restore(Catalog catalog, Weights weights) => Model(catalog, BasketVectors.Of(catalog, ValuesOf));

    float[] ValuesOf(PurchaseHistory history) => BasketVectors.Values(history, days =>
    {
        var last = Recency == 0 ? days.Length : Math.Min(Recency, days.Length);
        return [.. days.Select((_, d) => d < last ? 1.0 / last : 0)];
    });

    // A user's row holds all that was ever bought, with zeros for what is not in the last baskets.
    IRecommender Model(Catalog catalog, BasketVectors vectors) => BasketNeighbors.Of(this, catalog, ValuesOf, (user, items, values, scores, room) =>
    {
        foreach (var item in items)
            foreach (var v in vectors.ByItem.Row(item)) room[v]++;
        var own = Math.Pow(items.Count, Asymmetry);
        for (var v = 0; v < room.Length; v++)
            if (room[v] > 0 && v != user)
                vectors.AddRow(v, (float)Math.Pow(room[v] / (own * Math.Pow(vectors.ByUser.RowLength(v), 1 - Asymmetry)), Locality), scores);
        for (var i = 0; i < values.Length; i++) scores[items[i]] += values[i];
    });
}
