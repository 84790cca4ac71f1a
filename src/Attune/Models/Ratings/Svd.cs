using System.ComponentModel.DataAnnotations;
using Attune.Numerics;

namespace Attune;

/// <summary>
/// Matrix factorisation of ratings with biases: r(u, i) = μ + b(u) + b(i) + p(u)·q(i), inside the range of the training ratings.
/// Learned by gradient steps over Σ e² + λ (b(u)² + b(i)² + |p(u)|² + |q(i)|²), e = r − r(u, i), rating after rating, users and items ascending:
/// b ← b + γ (e − λ b), p ← p + γ (e q − λ p), q ← q + γ (e p − λ q), all from the values before the step.
/// A user or item that is not known contributes nothing: the known part of the sum is the prediction. Ratings that come with a query (history
/// and weights) give b(u) and p(u) by ridge regression on the fixed items, with λ · count as its penalty, which is the same objective.
/// Shapes: user_factors (users, factors), item_factors (items, factors), user_bias (users), item_bias (items), scale (mean, min, max).
/// Papers: Funk, Netflix Update: Try This at Home, 2006; Koren, Bell and Volinsky, Matrix Factorization Techniques for Recommender Systems,
/// IEEE Computer 42(8), 2009. Deviations: all parameters learn at once (Funk: one factor after the other); predictions stay in the range of the
/// ratings. Deterministic under a seed; one thread; O(epochs · ratings · factors) time, 4 · factors · (users + items) bytes.
/// </summary>
public sealed record Svd : ITrainer
{
    /// <summary>Length of the vectors, 1 to 4096. Default 100.</summary>
    [Range(1, 4096), Search(8, 256, Log = true)]
    public int Factors { get; init; } = 100;

    /// <summary>Passes over the ratings, 1 to 10000. Default 20.</summary>
    [Range(1, 10_000), Search(5, 100, Log = true)]
    public int Epochs { get; init; } = 20;

    /// <summary>γ, the length of a step, 0 to 1. Default 0.005.</summary>
    [Range(0, 1.0), Search(0.001, 0.05, Log = true)]
    public double LearningRate { get; init; } = 0.005;

    /// <summary>λ, the pull towards 0, 0 to 100. Default 0.02.</summary>
    [Range(0, 100.0), Search(0.005, 0.2, Log = true)]
    public double Regularization { get; init; } = 0.02;

    /// <summary>Standard deviation of the normal distribution that the vectors are drawn from before the first step, 0 to 10. Default 0.1.</summary>
    [Range(0, 10.0)]
    public double InitialDeviation { get; init; } = 0.1;

    /// <summary>Seed of the first vectors. Default 42.</summary>
    public int Seed { get; init; } = 42;

    /// <inheritdoc/>
    public QueryParts Reads => QueryParts.User | QueryParts.History;

    /// <inheritdoc/>
    public bool PredictsRatings => true;

    /// <inheritdoc/>
    public bool WarmStarts => true;

    /// <inheritdoc/>
    public long FitBytes(DataSize size) => 2 * size.Vectors(Factors);

    /// <inheritdoc/>
    public IRecommender Fit(Dataset data, FitContext? context = null)
    {
        Options.Validate(this);
        context ??= FitContext.Default;
        var ratings = RatingScale.RatingsOf(data, this);
        var catalog = Catalog.OfRatings(data);
        var steps = new RatingSteps(RatingFactors.Start(data, RatingScale.Of(ratings), this, context, Factors, Seed, InitialDeviation), Factors, LearningRate, Regularization);
        return context.Train("epoch", Epochs, _ => Epoch(ratings, steps), () =>
        {
            var learned = steps.Learned;
            learned.RequireFinite(this, "Lower learningRate or regularization.");
            return new Model(this, catalog, learned);
        });
    }

    /// <inheritdoc/>
    public IRecommender Restore(Catalog catalog, Weights weights) => new Model(this, catalog, RatingFactors.Restore(catalog, weights, Factors));

    static double? Epoch(CsrMatrix ratings, RatingSteps steps)
    {
        var squares = 0.0;
        for (var u = 0; u < ratings.Rows; u++) squares += steps.Descend(u, ratings.Row(u), ratings.RowValues(u), steps.User(u), 1);
        return Math.Sqrt(squares / ratings.Count);
    }

    sealed class Model(Svd trainer, Catalog catalog, RatingFactors learned) : ISimilarItems
    {
        public ITrainer Trainer => trainer;

        public Catalog Catalog => catalog;

        public void Score(Query query, ReadOnlySpan<int> items, Span<float> scores)
        {
            if (learned.Knows(query)) learned.Score(learned.User(query.User), learned.UserBias[query.User], items, scores);
            else
            {
                var person = learned.FoldIn(RatingScale.RatedHistory(catalog, query), trainer.Regularization, default);
                learned.Score(person.AsSpan(0, trainer.Factors), person[^1], items, scores);
            }
        }

        /// <summary>The cosine of the item vectors.</summary>
        public void Similarities(int item, Span<float> scores) => LatentFactors.Cosines(learned.Items, trainer.Factors, item, scores);

        public void Export(Weights weights) => learned.Export(weights);
    }
}
