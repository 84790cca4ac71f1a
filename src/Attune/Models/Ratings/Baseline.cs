using System.ComponentModel.DataAnnotations;
using Attune.Numerics;

namespace Attune;

/// <summary>
/// Predicts a rating from how generous the user is and how good the item: r(u, i) = μ + b(u) + b(i), inside the range of the training ratings.
/// The floor that every other model of ratings must clear.
/// ALS: b(i) = Σ over users (r − μ − b(u)) / (itemRegularization + count), then b(u) likewise with b(i) and userRegularization.
/// SGD: for every rating, e = r − μ − b(u) − b(i); b ← b + learningRate · (e − regularization · b) for both.
/// A user who is not known has b = 0, and so has an item: the known part of the sum is the prediction. Ratings that come with a query
/// (history and weights) give b(u) by the same formula, the item biases held fixed.
/// Shapes: user_bias (users), item_bias (items), scale (mean, min, max).
/// Paper: Koren, Factor in the Neighbors: Scalable and Accurate Collaborative Filtering, ACM TKDD 4(1), 2010, section 2.1.
/// Deviations: predictions stay in the range of the ratings. Deterministic; one thread; O(epochs · ratings) time.
/// </summary>
public sealed record Baseline : ITrainer
{
    /// <summary>How the biases are found. Default als.</summary>
    public BaselineMethod Method { get; init; } = BaselineMethod.Als;

    /// <summary>Passes over the ratings, 0 to 10000; 0 (the default) means 10 for als and 20 for sgd.</summary>
    [Range(0, 10_000)]
    public int Epochs { get; init; }

    /// <summary>als only: ratings of the mean that every user is given beforehand, 0 to 1000000. Default 15.</summary>
    [Range(0, 1e6)]
    [Search(1, 100, Log = true)]
    public double UserRegularization { get; init; } = 15;

    /// <summary>als only: ratings of the mean that every item is given beforehand, 0 to 1000000. Default 10.</summary>
    [Range(0, 1e6)]
    [Search(1, 100, Log = true)]
    public double ItemRegularization { get; init; } = 10;

    /// <summary>sgd only: the length of a step, 0 to 1. Default 0.005.</summary>
    [Range(0, 1.0)]
    public double LearningRate { get; init; } = 0.005;

    /// <summary>sgd only: the pull of every step towards 0, 0 to 100. Default 0.02.</summary>
    [Range(0, 100.0)]
    public double Regularization { get; init; } = 0.02;

    /// <inheritdoc/>
    public QueryParts Reads => QueryParts.User | QueryParts.History;

    /// <inheritdoc/>
    public bool PredictsRatings => true;

    int Passes => Epochs > 0 ? Epochs : Method is BaselineMethod.Als ? 10 : 20;

    /// <inheritdoc/>
    public IRecommender Fit(Dataset data, FitContext? context = null)
    {
        Options.Validate(this);
        var ratings = RatingScale.RatingsOf(data, this);
        var model = new Model(this, Catalog.OfRatings(data), RatingScale.Of(ratings), new float[ratings.Rows], new float[ratings.Columns]);
        var byItem = ratings.Transpose();
        return (context ?? FitContext.Default).Train("epoch", Passes, _ => model.Learn(ratings, byItem), () => model.Finite);
    }

    /// <inheritdoc/>
    public IRecommender Restore(Catalog catalog, Weights weights) => new Model(this, catalog, RatingScale.Of(weights),
        weights.Float("user_bias", catalog.Users.Count), weights.Float("item_bias", catalog.Items.Count));

    /// <summary>The ridge solution of one bias, all biases of the other side given: Σ (rating − mean − other) / (regularization + count).</summary>
    internal static float Solve(ReadOnlySpan<int> others, ReadOnlySpan<float> ratings, ReadOnlySpan<float> otherBias, float mean, double regularization)
    {
        var sum = 0.0;
        for (var e = 0; e < others.Length; e++) sum += ratings[e] - mean - otherBias[others[e]];
        return others.Length == 0 ? 0 : (float)(sum / (regularization + others.Length));
    }

    sealed class Model(Baseline trainer, Catalog catalog, RatingScale scale, float[] userBias, float[] itemBias) : IRecommender
    {
        public ITrainer Trainer => trainer;

        public Catalog Catalog => catalog;

        public void Score(Query query, ReadOnlySpan<int> items, Span<float> scores)
        {
            var person = scale.Mean + BiasOf(query);
            for (var i = 0; i < items.Length; i++)
                scores[i] = scale.Clip((uint)items[i] < (uint)itemBias.Length ? person + itemBias[items[i]] : person);
        }

        public void Export(Weights weights)
        {
            scale.Export(weights);
            weights.Add("user_bias", userBias).Add("item_bias", itemBias);
        }

        /// <summary>This model, if training has not diverged.</summary>
        internal Model Finite
        {
            get
            {
                LatentFactors.RequireFinite(trainer, "Lower learningRate or regularization.", userBias, itemBias);
                return this;
            }
        }

        /// <summary>One pass over the ratings.</summary>
        internal double? Learn(CsrMatrix ratings, CsrMatrix byItem)
        {
            if (trainer.Method is BaselineMethod.Als) Alternate(ratings, byItem);
            else
                for (var u = 0; u < userBias.Length; u++) userBias[u] = Descend(userBias[u], ratings.Row(u), ratings.RowValues(u), true);
            return null;
        }

        void Alternate(CsrMatrix ratings, CsrMatrix byItem)
        {
            for (var i = 0; i < itemBias.Length; i++) itemBias[i] = Solve(byItem.Row(i), byItem.RowValues(i), userBias, scale.Mean, trainer.ItemRegularization);
            for (var u = 0; u < userBias.Length; u++) userBias[u] = Solve(ratings.Row(u), ratings.RowValues(u), itemBias, scale.Mean, trainer.UserRegularization);
        }

        // One pass of gradient steps over one user's ratings.
        float Descend(float bias, ReadOnlySpan<int> items, ReadOnlySpan<float> ratings, bool itemsToo)
        {
            var (rate, pull) = ((float)trainer.LearningRate, (float)trainer.Regularization);
            for (var e = 0; e < items.Length; e++)
            {
                ref var other = ref itemBias[items[e]];
                var error = ratings[e] - scale.Mean - bias - other;
                bias += rate * (error - pull * bias);
                if (itemsToo) other += rate * (error - pull * other);
            }
            return bias;
        }

        float BiasOf(Query query)
        {
            if (query.History is null) return (uint)query.User < (uint)userBias.Length ? userBias[query.User] : 0;
            var rated = RatingScale.RatedHistory(catalog, query);
            if (trainer.Method is BaselineMethod.Als) return Solve(rated.Items, rated.Weights, itemBias, scale.Mean, trainer.UserRegularization);
            var bias = 0f;
            for (var pass = 0; pass < trainer.Passes; pass++) bias = Descend(bias, rated.Items, rated.Weights, false);
            return bias;
        }
    }
}
