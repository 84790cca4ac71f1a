namespace Attune.Tests;

/// <summary>A model whose scores a test states: by query and item index. NaN for items outside the catalog.</summary>
sealed class FixedScores(Func<Query, int, float> score) : ITrainer
{
    public QueryParts Reads { get; init; } = QueryParts.User | QueryParts.History;

    public bool PredictsRatings { get; init; }

    public IRecommender Fit(Dataset data, FitContext? context = null) => Restore(PredictsRatings ? Catalog.OfRatings(data) : Catalog.Of(data), new Weights());

    public IRecommender Restore(Catalog catalog, Weights weights) => new Model(this, catalog, score);

    sealed class Model(FixedScores trainer, Catalog catalog, Func<Query, int, float> score) : IRecommender
    {
        public ITrainer Trainer => trainer;

        public Catalog Catalog => catalog;

        public void Score(Query query, ReadOnlySpan<int> items, Span<float> scores)
        {
            for (var i = 0; i < items.Length; i++) scores[i] = items[i] < catalog.Items.Count ? score(query, items[i]) : float.NaN;
        }

        public void Export(Weights weights)
        {
        }
    }
}
