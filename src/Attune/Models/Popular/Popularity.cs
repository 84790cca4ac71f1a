namespace Attune;

/// <summary>
/// The most popular items for everybody: score(i) = number of users with a preference for i. The floor that every other model must clear.
/// Shapes: counts (items). Deterministic; O(preferences) time.
/// </summary>
public sealed record Popularity : ITrainer
{
    /// <inheritdoc/>
    public QueryParts Reads => QueryParts.None;

    /// <inheritdoc/>
    public IRecommender Fit(Dataset data, FitContext? context = null)
    {
        Options.Validate(this);
        (context ?? FitContext.Default).Report("counting", 1, 1);
        var counts = new float[data.Items.Count];
        foreach (var item in data.Preferences.ColumnIndices) counts[item]++;
        return new Model(this, Catalog.Of(data), counts);
    }

    /// <inheritdoc/>
    public IRecommender Restore(Catalog catalog, Weights weights) => new Model(this, catalog, weights.Float("counts", catalog.Items.Count));

    sealed class Model(Popularity trainer, Catalog catalog, float[] counts) : IRecommender
    {
        public ITrainer Trainer => trainer;

        public Catalog Catalog => catalog;

        public void Score(Query query, ReadOnlySpan<int> items, Span<float> scores)
        {
            for (var i = 0; i < items.Length; i++) scores[i] = (uint)items[i] < (uint)counts.Length ? counts[items[i]] : float.NaN;
        }

        public void Export(Weights weights) => weights.Add("counts", counts);
    }
}
