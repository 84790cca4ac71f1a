namespace Attune;

/// <summary>
/// What the user bought last, bought again: score(u, i) = 4096 − min(d, 4095) + min(n, 4095) / 4096 with d the days since u last bought i, counted from the day asked for (1 is yesterday), and n the days on
/// which u had bought it; so what was bought last comes first, and of one basket what was bought most often. Items never bought score 0.
/// A floor that tells how much of a model's quality is the last basket alone. Shapes: nothing beyond the histories. Deterministic; nothing to fit, the days of a history for a list.
/// </summary>
public sealed record Recency : ITrainer
{
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
        for (var p = 0; p < scores.Length; p++) scores[p] = 4096 - Math.Min(history.DaysAgo(p)[0], 4095) + Math.Min(history.DaysAgo(p).Length, 4095) / 4096f;
    });
}
