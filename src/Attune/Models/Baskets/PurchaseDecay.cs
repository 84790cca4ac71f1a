using System.ComponentModel.DataAnnotations;

namespace Attune;

/// <summary>
/// What the user buys often and bought lately, bought again: score(u, i) = Σ over the days on which u had bought i of exp(−d / Tau), d counted back from the day asked for (1 is yesterday). Between the
/// two simplest orders: a small Tau is <see cref="Recency"/>, a large one <see cref="PersonalFrequency"/>. Items never bought score 0.
/// Tau is worth choosing on validation data, from 10 to 300 (60 suits groceries every week, 300 a shop with rare purchases). Several purchases on a day are one. Shapes: nothing beyond the
/// histories. Deterministic; nothing to fit, the days of a history for a list.
/// </summary>
public sealed record PurchaseDecay : ITrainer
{
    /// <summary>Days after which a purchase counts 1/e of what it did, above 0; larger = nearer to frequency alone. Default 60.</summary>
    [Range(0.1, 100_000)]
    [Search(10, 300, Log = true)]
    public double Tau { get; init; } = 60;

    /// <inheritdoc/>
    public QueryParts Reads => QueryParts.User | QueryParts.History | QueryParts.Time;

    /// <inheritdoc/>
    public IRecommender Fit(Dataset data, FitContext? context = null)
    {
        Options.Validate(this);
        (context ?? FitContext.Default).Report("sorting histories", 1, 1);
        return Model(RepurchaseModel.CatalogOf(data, this));
    }

    /// <inheritdoc/>
    public IRecommender Restore(Catalog catalog, Weights weights) => Model(catalog);

    IRecommender Model(Catalog catalog) => RepurchaseModel.Of(this, catalog, (history, scores) =>
    {
        for (var p = 0; p < scores.Length; p++)
        {
            var sum = 0.0;
            foreach (var day in history.DaysAgo(p)) sum += Math.Exp(-day / Tau);
            // A purchase however old lies above none at all.
            scores[p] = Math.Max((float)sum, float.Epsilon);
        }
    });
}
