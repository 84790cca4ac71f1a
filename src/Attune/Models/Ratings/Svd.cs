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
    [Search(20, 200, Log = true)]
    public int Factors { get; init; } = 100;

    /// <summary>Passes over the ratings, 1 to 10000. Default 20.</summary>
    [Range(1, 10_000)]
    public int Epochs { get; init; } = 20;

    /// <summary>γ, the length of a step, 0 to 1. Default 0.005.</summary>
    [Range(0, 1.0)]
    [Search(0.001, 0.05, Log = true)]
    public double LearningRate { get; init; } = 0.005;

    /// <summary>λ, the pull towards 0, 0 to 100. Default 0.02.</summary>
    [Range(0, 100.0)]
    [Search(0.005, 0.5, Log = true)]
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
        var model = new Model(this, Catalog.OfRatings(data), RatingScale.Of(ratings), Draw("users", data.Users.Count), Draw("items", data.Items.Count));
        if (context.StartFrom is { } earlier) model.StartFrom(earlier);
        model.Learn(ratings, context);
        model.RequireFinite();
        return model;
    }

    /// <inheritdoc/>
    public IRecommender Restore(Catalog catalog, Weights weights) => new Model(this, catalog, RatingScale.Of(weights),
        new Side(weights.Float("user_factors", (long)catalog.Users.Count * Factors), weights.Float("user_bias", catalog.Users.Count), Factors),
        new Side(weights.Float("item_factors", (long)catalog.Items.Count * Factors), weights.Float("item_bias", catalog.Items.Count), Factors));

    Side Draw(string side, int count)
    {
        var stream = ((Seed)Seed).Derive(side).Stream();
        var factors = new float[LatentFactors.Room(count, Factors)];
        foreach (ref var f in factors.AsSpan()) f = (float)(InitialDeviation * stream.NextGaussian());
        return new Side(factors, new float[count], Factors);
    }

    /// <summary>One gradient step for one rating (less the mean); gives the error before the step.</summary>
    internal static float Step(float target, ref float userBias, ref float itemBias, Span<float> user, Span<float> item, float rate, float pull)
    {
        var error = target - userBias - itemBias - Vectors.Dot(user, item);
        userBias += rate * (error - pull * userBias);
        itemBias += rate * (error - pull * itemBias);
        var (keep, push) = (1 - rate * pull, rate * error);
        var p = MemoryMarshal.Cast<float, Vector<float>>(user);
        var q = MemoryMarshal.Cast<float, Vector<float>>(item);
        for (var v = 0; v < p.Length; v++) (p[v], q[v]) = (keep * p[v] + push * q[v], keep * q[v] + push * p[v]);
        for (var f = p.Length * Vector<float>.Count; f < user.Length; f++)
            (user[f], item[f]) = (keep * user[f] + push * item[f], keep * item[f] + push * user[f]);
        return error;
    }

    /// <summary>What is learned of all users, or of all items: a vector and a bias each.</summary>
    sealed class Side(float[] factors, float[] bias, int width)
    {
        internal float[] Factors => factors;

        internal float[] Bias => bias;

        internal int Count => bias.Length;

        internal Span<float> this[int index] => factors.AsSpan(index * width, width);

        internal bool Knows(int index) => (uint)index < (uint)bias.Length;

        // from[i]: where the earlier model has what is i now, or −1.
        internal void Take(Side earlier, int[] from)
        {
            for (var i = 0; i < from.Length; i++)
            {
                if (from[i] < 0) continue;
                earlier[from[i]].CopyTo(this[i]);
                bias[i] = earlier.Bias[from[i]];
            }
        }
    }

    sealed class Model(Svd trainer, Catalog catalog, RatingScale scale, Side users, Side items) : ISimilarItems
    {
        readonly Side _users = users, _items = items;
        readonly int _factors = trainer.Factors;

        public ITrainer Trainer => trainer;

        public Catalog Catalog => catalog;

        public void Score(Query query, ReadOnlySpan<int> items, Span<float> scores)
        {
            var person = scale.Mean + PersonOf(query, out var factors);
            for (var i = 0; i < items.Length; i++)
                scores[i] = scale.Clip(_items.Knows(items[i]) ? person + _items.Bias[items[i]] + Vectors.Dot(factors, _items[items[i]]) : person);
        }

        /// <summary>The cosine of the item vectors.</summary>
        public void Similarities(int item, Span<float> scores)
        {
            if (!_items.Knows(item))
            {
                scores.Fill(float.NaN);
                return;
            }
            var length = Length(item);
            for (var i = 0; i < scores.Length; i++) scores[i] = Vectors.Dot(_items[item], _items[i]) / (length * Length(i));
        }

        public void Export(Weights weights)
        {
            scale.Export(weights);
            weights.Add("user_factors", _users.Factors, _users.Count, _factors).Add("item_factors", _items.Factors, _items.Count, _factors)
                .Add("user_bias", _users.Bias).Add("item_bias", _items.Bias);
        }

        internal void Learn(CsrMatrix ratings, FitContext context)
        {
            for (var epoch = 1; epoch <= trainer.Epochs; epoch++)
            {
                var squares = 0.0;
                for (var u = 0; u < ratings.Rows; u++) squares += LearnUser(u, ratings.Row(u), ratings.RowValues(u));
                context.Report("epoch", epoch, trainer.Epochs, Math.Sqrt(squares / ratings.Count));
            }
        }

        double LearnUser(int u, ReadOnlySpan<int> rated, ReadOnlySpan<float> ratings)
        {
            var (rate, pull) = ((float)trainer.LearningRate, (float)trainer.Regularization);
            var squares = 0.0;
            for (var e = 0; e < rated.Length; e++)
            {
                double error = Step(ratings[e] - scale.Mean, ref _users.Bias[u], ref _items.Bias[rated[e]], _users[u], _items[rated[e]], rate, pull);
                squares += error * error;
            }
            return squares;
        }

        internal void RequireFinite() => LatentFactors.RequireFinite(trainer, "Lower learningRate or regularization.", _users.Factors, _items.Factors, _users.Bias, _items.Bias);

        internal void StartFrom(IRecommender earlier)
        {
            if (earlier is not Model old || old._factors != _factors)
                throw new ArgumentException($"svd with {_factors} factors cannot start from {earlier.NameOf()} {Options.ToJson(earlier.Trainer)}; give a model of svd with as many factors, or none.", nameof(earlier));
            _users.Take(old._users, old.Catalog.Users.MapFrom(catalog.Users));
            _items.Take(old._items, old.Catalog.Items.MapFrom(catalog.Items));
        }

        float PersonOf(Query query, out ReadOnlySpan<float> factors)
        {
            var known = query.History is null && _users.Knows(query.User);
            factors = known ? _users[query.User] : default;
            if (known) return _users.Bias[query.User];
            var rated = RatingScale.RatedHistory(catalog, query);
            if (rated.Count == 0) return 0;
            var person = FoldIn(rated);
            factors = person.AsSpan(0, _factors);
            return person[_factors];
        }

        // Rows (q(i), 1) and targets r − μ − b(i): the last number of the solution is the bias.
        float[] FoldIn(History rated)
        {
            var width = _factors + 1;
            var rows = new float[rated.Count * width];
            var targets = new float[rated.Count];
            for (var e = 0; e < rated.Count; e++)
            {
                _items[rated.Items[e]].CopyTo(rows.AsSpan(e * width));
                rows[e * width + _factors] = 1;
                targets[e] = rated.Weights[e] - scale.Mean - _items.Bias[rated.Items[e]];
            }
            return Ridge.Solve(rows, targets, width, (float)trainer.Regularization * rated.Count);
        }

        float Length(int item) => MathF.Sqrt(Vectors.Dot(_items[item], _items[item]));
    }
}
