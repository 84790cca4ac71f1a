namespace Attune;

/// <summary>
/// Predicts the mean of all training ratings, whoever asks for whatever: r(u, i) = μ. The floor below all floors of rating prediction.
/// Shapes: scale (mean, min, max); nothing is learned of single users or items. Deterministic; one pass over the ratings.
/// Paper: none; the first line of the tables in Koren, Factor in the Neighbors, ACM TKDD 4(1), 2010.
/// </summary>
public sealed record GlobalMean : ITrainer
{
    /// <inheritdoc/>
    public QueryParts Reads => QueryParts.None;

    /// <inheritdoc/>
    public bool PredictsRatings => true;

    /// <inheritdoc/>
    public IRecommender Fit(Dataset data, FitContext? context = null)
    {
        var ratings = RatingScale.RatingsOf(data, this);
        (context ?? FitContext.Default).Report("mean", 1, 1);
        return new Model(this, Catalog.OfRatings(data), RatingScale.Of(ratings));
    }

    /// <inheritdoc/>
    public IRecommender Restore(Catalog catalog, Weights weights) => new Model(this, catalog, RatingScale.Of(weights));

    sealed class Model(GlobalMean trainer, Catalog catalog, RatingScale scale) : IRecommender
    {
        public ITrainer Trainer => trainer;

        public Catalog Catalog => catalog;

        public void Score(Query query, ReadOnlySpan<int> items, Span<float> scores) => scores.Fill(scale.Mean);

        public void Export(Weights weights) => scale.Export(weights);
    }
}
