using System.ComponentModel.DataAnnotations;
using System.Numerics;
using System.Runtime.InteropServices;
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
    [Range(1, 4096)]
    public int Factors { get; init; } = 100;

    /// <summary>Passes over the ratings, 1 to 10000. Default 20.</summary>
    [Range(1, 10_000)]
    public int Epochs { get; init; } = 20;

    /// <summary>γ, the length of a step, 0 to 1. Default 0.005.</summary>
    [Range(0, 1.0)]
    public double LearningRate { get; init; } = 0.005;

    /// <summary>λ, the pull towards 0, 0 to 100. Default 0.02.</summary>
    [Range(0, 100.0)]
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
    public IRecommender Fit(Dataset data, FitContext? context = null)
    {
        Options.Validate(this);
        context ??= FitContext.Default;
        var ratings = RatingScale.RatingsOf(data, this);
        var model = new Model(this, Catalog.OfRatings(data), RatingScale.Of(ratings), Draw("users", data.Users.Count), Draw("items", data.Items.Count),
            new float[data.Users.Count], new float[data.Items.Count]);
        if (context.StartFrom is { } earlier) model.StartFrom(earlier);
        model.Learn(ratings, context);
        return model;
    }

    /// <inheritdoc/>
    public IRecommender Restore(Catalog catalog, Weights weights) => new Model(this, catalog, RatingScale.Of(weights),
        weights.Float("user_factors", (long)catalog.Users.Count * Factors), weights.Float("item_factors", (long)catalog.Items.Count * Factors),
        weights.Float("user_bias", catalog.Users.Count), weights.Float("item_bias", catalog.Items.Count));

    float[] Draw(string side, int count)
    {
        var stream = ((Seed)Seed).Derive(side).Stream();
        var factors = new float[(long)count * Factors];
        foreach (ref var f in factors.AsSpan()) f = (float)(InitialDeviation * stream.NextGaussian());
        return factors;
    }

    /// <summary>One gradient step for one rating (less the mean); gives the error before the step.</summary>
    internal static float Step(float target, ref float userBias, ref float itemBias, Span<float> user, Span<float> item, float rate, float pull)
    {
        var error = target - userBias - itemBias - Vectors.Dot(user, item);
        userBias += rate * (error - pull * userBias);
        itemBias += rate * (error - pull * itemBias);
        var (keep, push) = (1 - rate * pull, rate * error);
        var (p, q) = (MemoryMarshal.Cast<float, Vector<float>>(user), MemoryMarshal.Cast<float, Vector<float>>(item));
        for (var v = 0; v < p.Length; v++) (p[v], q[v]) = (keep * p[v] + push * q[v], keep * q[v] + push * p[v]);
        for (var f = p.Length * Vector<float>.Count; f < user.Length; f++)
            (user[f], item[f]) = (keep * user[f] + push * item[f], keep * item[f] + push * user[f]);
        return error;
    }

    sealed class Model(Svd trainer, Catalog catalog, RatingScale scale, float[] userFactors, float[] itemFactors, float[] userBias, float[] itemBias) : ISimilarItems
    {
        readonly int _factors = trainer.Factors;

        public ITrainer Trainer => trainer;

        public Catalog Catalog => catalog;

        public void Score(Query query, ReadOnlySpan<int> items, Span<float> scores)
        {
            var person = scale.Mean + PersonOf(query, out var factors);
            for (var i = 0; i < items.Length; i++)
                scores[i] = scale.Clip((uint)items[i] < (uint)itemBias.Length ? person + itemBias[items[i]] + Vectors.Dot(factors, Item(items[i])) : person);
        }

        /// <summary>The cosine of the item vectors.</summary>
        public void Similarities(int item, Span<float> scores)
        {
            if ((uint)item >= (uint)itemBias.Length)
            {
                scores.Fill(float.NaN);
                return;
            }
            var length = Length(item);
            for (var i = 0; i < scores.Length; i++) scores[i] = Vectors.Dot(Item(item), Item(i)) / (length * Length(i));
        }

        public void Export(Weights weights)
        {
            scale.Export(weights);
            weights.Add("user_factors", userFactors, userBias.Length, _factors).Add("item_factors", itemFactors, itemBias.Length, _factors)
                .Add("user_bias", userBias).Add("item_bias", itemBias);
        }

        internal void Learn(CsrMatrix ratings, FitContext context)
        {
            var (rate, pull) = ((float)trainer.LearningRate, (float)trainer.Regularization);
            for (var epoch = 1; epoch <= trainer.Epochs; epoch++)
            {
                var squares = 0.0;
                for (var u = 0; u < ratings.Rows; u++)
                {
                    var (items, values) = (ratings.Row(u), ratings.RowValues(u));
                    for (var e = 0; e < items.Length; e++)
                    {
                        double error = Step(values[e] - scale.Mean, ref userBias[u], ref itemBias[items[e]], User(u), Item(items[e]), rate, pull);
                        squares += error * error;
                    }
                }
                context.Report("epoch", epoch, trainer.Epochs, Math.Sqrt(squares / ratings.Count));
            }
        }

        internal void StartFrom(IRecommender earlier)
        {
            if (earlier is not Model old || old._factors != _factors)
                throw new ArgumentException($"svd with {_factors} factors cannot start from {earlier.NameOf()} {Options.ToJson(earlier.Trainer)}; give a model of svd with as many factors, or none.", nameof(earlier));
            Copy(old.Catalog.Users.MapFrom(catalog.Users), old.userFactors, old.userBias, userFactors, userBias);
            Copy(old.Catalog.Items.MapFrom(catalog.Items), old.itemFactors, old.itemBias, itemFactors, itemBias);
        }

        void Copy(int[] from, float[] oldFactors, float[] oldBias, float[] factors, float[] bias)
        {
            for (var i = 0; i < from.Length; i++)
            {
                if (from[i] < 0) continue;
                oldFactors.AsSpan(from[i] * _factors, _factors).CopyTo(factors.AsSpan(i * _factors));
                bias[i] = oldBias[from[i]];
            }
        }

        float PersonOf(Query query, out ReadOnlySpan<float> factors)
        {
            factors = default;
            if (query.History is not null)
            {
                var rated = RatingScale.RatedHistory(catalog, query);
                if (rated.Count == 0) return 0;
                var person = FoldIn(rated);
                factors = person.AsSpan(0, _factors);
                return person[_factors];
            }
            if ((uint)query.User >= (uint)userBias.Length) return 0;
            factors = User(query.User);
            return userBias[query.User];
        }

        // Rows (q(i), 1) and targets r − μ − b(i): the last number of the solution is the bias.
        float[] FoldIn(History rated)
        {
            var width = _factors + 1;
            var rows = new float[rated.Count * width];
            var targets = new float[rated.Count];
            for (var e = 0; e < rated.Count; e++)
            {
                Item(rated.Items[e]).CopyTo(rows.AsSpan(e * width));
                rows[e * width + _factors] = 1;
                targets[e] = rated.Weights[e] - scale.Mean - itemBias[rated.Items[e]];
            }
            return Ridge.Solve(rows, targets, width, (float)trainer.Regularization * rated.Count);
        }

        Span<float> User(int u) => userFactors.AsSpan(u * _factors, _factors);

        Span<float> Item(int i) => itemFactors.AsSpan(i * _factors, _factors);

        float Length(int item) => MathF.Sqrt(Vectors.Dot(Item(item), Item(item)));
    }
}
