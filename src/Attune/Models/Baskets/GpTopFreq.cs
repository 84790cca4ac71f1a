namespace Attune;

/// <summary>
/// The user's own most frequent items, then what is popular with everybody: score(u, i) = 1 + the score of <see cref="PersonalFrequency"/> for an item that u had bought before the day asked for, else
/// (users of i) / (1 + the most that an item has). Among the items of a history it is personal frequency; over the whole catalog it also fills a basket of something new.
/// Shapes: counts (items). Hu et al., SIGIR 2020 (GP-TopFreq, as in Li et al., "A next basket recommendation reality check", TOIS 2023). Of a user without purchases it cannot say. Deterministic; O(preferences) to fit.
/// </summary>
public sealed record GpTopFreq : ITrainer
{
    /// <inheritdoc/>
    public QueryParts Reads => QueryParts.User | QueryParts.History | QueryParts.Time;

    /// <inheritdoc/>
    public IRecommender Fit(Dataset data, FitContext? context = null)
    {
        Options.Validate(this);
        (context ?? FitContext.Default).Report("sorting histories", 1, 1);
        var catalog = RepurchaseModel.CatalogOf(data, this);
        var most = 0;
        foreach (var count in catalog.Popularity) most = Math.Max(most, count);
        return Model(catalog, Array.ConvertAll(catalog.Popularity.ToArray(), c => c / (1f + most)));
    }

    /// <inheritdoc/>
    public IRecommender Restore(Catalog catalog, Weights weights) => Model(catalog, weights.Float("shares", catalog.Items.Count));

    IRecommender Model(Catalog catalog, float[] shares) => RepurchaseModel.Of(this, catalog, (history, scores) =>
    {
        for (var p = 0; p < scores.Length; p++) scores[p] = 1 + PersonalFrequency.Of(history.DaysAgo(p));
    }, item => shares[item], weights => weights.Add("shares", shares));
}
