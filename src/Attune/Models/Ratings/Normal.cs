using Attune.Numerics;

namespace Attune;

/// <summary>
/// Predicts a random rating from the normal distribution of the training ratings: r(u, i) = μ + σ·z(u, i), z standard normal, inside the range of
/// the training ratings. What guessing is worth: a model of ratings that is not clearly better has learned nothing.
/// Shapes: scale (mean, min, max), deviation (1). All users whom training does not know are one user, and so with items. Paper: none.
/// Deterministic: the draw depends on the seed, the user and the item alone.
/// </summary>
public sealed record Normal : ITrainer
{
    /// <summary>Seed of the draws. Default 42.</summary>
    public int Seed { get; init; } = 42;

    /// <inheritdoc/>
    public QueryParts Reads => QueryParts.User;

    /// <inheritdoc/>
    public bool PredictsRatings => true;

    /// <inheritdoc/>
    public IRecommender Fit(Dataset data, FitContext? context = null)
    {
        Options.Validate(this);
        var ratings = RatingScale.RatingsOf(data, this);
        var scale = RatingScale.Of(ratings);
        var squares = 0.0;
        foreach (var r in ratings.Values) squares += ((double)r - scale.Mean) * (r - scale.Mean);
        (context ?? FitContext.Default).Report("mean and deviation", 1, 1);
        return new Model(this, Catalog.OfRatings(data), scale, [(float)Math.Sqrt(squares / ratings.Count)]);
    }

    /// <inheritdoc/>
    public IRecommender Restore(Catalog catalog, Weights weights) => new Model(this, catalog, RatingScale.Of(weights), weights.Float("deviation", 1));

    sealed class Model(Normal trainer, Catalog catalog, RatingScale scale, float[] deviation) : IRecommender
    {
        public ITrainer Trainer => trainer;

        public Catalog Catalog => catalog;

        public void Score(Query query, ReadOnlySpan<int> items, Span<float> scores)
        {
            var user = ((Seed)trainer.Seed).Derive((uint)query.User < (uint)catalog.Users.Count ? query.User : -1);
            for (var i = 0; i < items.Length; i++)
            {
                var stream = user.Derive((uint)items[i] < (uint)catalog.Items.Count ? items[i] : -1).Stream();
                scores[i] = scale.Clip(scale.Mean + deviation[0] * (float)stream.NextGaussian());
            }
        }

        public void Export(Weights weights)
        {
            scale.Export(weights);
            weights.Add("deviation", deviation);
        }
    }
}
