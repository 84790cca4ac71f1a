namespace Attune;

/// <summary>
/// What the user buys most often, bought again: score(u, i) = n − min(d, 4095) / 4096 with n the days on which u had bought i before the day asked for and d the days since the last of them; so the more
/// often bought comes first, and of equals the one bought last. Items never bought score 0.
/// The floor of repurchase: on many shops nothing learned lies clearly above it (Hu et al., "Modeling personalized item frequency information for next-basket recommendation", SIGIR 2020, as
/// P-TopFreq; there without the tie). Several purchases on a day are one. Shapes: nothing beyond the histories. Deterministic; nothing to fit, the days of a history for a list.
/// </summary>
public sealed record PersonalFrequency : ITrainer
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

    /// <summary>The score of an item of a history: exact in single precision up to 4,096 days of purchase.</summary>
    internal static float Of(ReadOnlySpan<int> daysAgo) => daysAgo.Length - Math.Min(daysAgo[0], 4095) / 4096f;

    IRecommender Model(Catalog catalog) => RepurchaseModel.Of(this, catalog, (history, scores) =>
    {
        for (var p = 0; p < scores.Length; p++) scores[p] = Of(history.DaysAgo(p));
    });
}
