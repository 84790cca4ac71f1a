using System.ComponentModel.DataAnnotations;
using Attune.Numerics;

namespace Attune;

/// <summary>
/// SVD++, matrix factorisation of ratings in which what a user has rated says something of its own, whatever the rating:
/// r(u, i) = μ + b(u) + b(i) + q(i)·(p(u) + |N(u)|^-½ · Σ_{j ∈ N(u)} y(j)), N(u) = the items that u has rated, inside the range of the training ratings.
/// Learned by gradient steps over Σ e² + λ · (sum of squares of what the prediction is made of), rating after rating, users and items ascending:
/// b ← b + γ (e − λ b), p ← p + γ (e q − λ p), q ← q + γ (e (p + |N|^-½ Σ y) − λ q), and for every j in N(u) y(j) ← y(j) + γ (e |N|^-½ q − λ y(j)).
/// The last steps are not taken one by one: while a user's ratings are worked through, all his y(j) move alike, y(j) ← c y(j) + d with c = 1 − γ λ, so
/// z = p + |N|^-½ Σ y moves by z ← c z + 2 γ e q, and with n ratings and E = (zₙ − cⁿ z₀) / 2 the end is p ← cⁿ p + E, y(j) ← cⁿ y(j) + |N|^-½ E. That is the
/// paper's sequence of steps (up to rounding) at O(factors) instead of O(|N| · factors) for each rating.
/// Ratings that come with a query give b(u) and p(u) by ridge regression, items fixed; a history without ratings still gives Σ y, and an unknown user has
/// neither. Shapes: user_factors (users, factors), item_factors and implicit_factors (items, factors), user_bias (users), item_bias (items), scale.
/// Paper: Koren, Factorization Meets the Neighborhood, KDD 2008, section 4; here without the neighbourhood part. Deviations: one γ and one λ for all.
/// Deterministic under a seed; one thread; O(epochs · ratings · factors) time, 4 · factors · (2 users + 2 items) bytes.
/// </summary>
public sealed record Svdpp : ITrainer
{
    /// <summary>Length of the vectors, 1 to 4096. Default 20.</summary>
    [Range(1, 4096), Search(8, 256, Log = true)]
    public int Factors { get; init; } = 20;

    /// <summary>Passes over the ratings, 1 to 10000. Default 20.</summary>
    [Range(1, 10_000), Search(5, 100, Log = true)]
    public int Epochs { get; init; } = 20;

    /// <summary>γ, the length of a step, 0 to 1. Default 0.007.</summary>
    [Range(0, 1.0), Search(0.001, 0.05, Log = true)]
    public double LearningRate { get; init; } = 0.007;

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
    public long FitBytes(DataSize size) => 3 * size.Vectors(Factors);

    /// <inheritdoc/>
    public IRecommender Fit(Dataset data, FitContext? context = null)
    {
        Options.Validate(this);
        context ??= FitContext.Default;
        var ratings = RatingScale.RatingsOf(data, this);
        var catalog = Catalog.OfRatings(data);
        var steps = new RatingSteps(RatingFactors.Start(data, RatingScale.Of(ratings), this, context, Factors, Seed, InitialDeviation), Factors, LearningRate, Regularization);
        var drawn = LatentFactors.Normal(data.Items.Count, Factors, ((Seed)Seed).Derive("implicit"), (float)InitialDeviation);
        LatentFactors.CopyKnown(context, this, "implicit_factors", c => c.Items, data.Items, Factors, drawn);
        var padded = RatingSteps.Padded(drawn, Factors);
        var seen = new SeenItems(padded, RatingSteps.Stride(Factors));
        return context.Train("epoch", Epochs, _ => Epoch(ratings, steps, seen), () =>
        {
            var learned = steps.Learned;
            learned.RequireFinite(this, "Lower learningRate or regularization.");
            return new Model(this, catalog, learned, RatingSteps.Trimmed(padded, Factors));
        });
    }

    /// <inheritdoc/>
    public IRecommender Restore(Catalog catalog, Weights weights) => new Model(this, catalog, RatingFactors.Restore(catalog, weights, Factors),
        weights.Float("implicit_factors", (long)catalog.Items.Count * Factors));

    double? Epoch(CsrMatrix ratings, RatingSteps steps, SeenItems seen)
    {
        var (squares, keep) = (0.0, 1 - LearningRate * Regularization);
        Span<float> before = new float[RatingSteps.Stride(Factors)], person = new float[before.Length];
        for (var u = 0; u < ratings.Rows; u++)
        {
            var rated = ratings.Row(u);
            var user = steps.User(u);
            user.CopyTo(before);
            seen.AddTo(before, rated);
            before.CopyTo(person);
            squares += steps.Descend(u, rated, ratings.RowValues(u), person, 2);
            var kept = (float)Math.Pow(keep, rated.Length);
            for (var f = 0; f < person.Length; f++)
            {
                person[f] = (person[f] - kept * before[f]) / 2;
                user[f] = kept * user[f] + person[f];
            }
            seen.Move(rated, kept, person);
        }
        return Math.Sqrt(squares / ratings.Count);
    }

    /// <summary>The vectors y of the items, of which a user has those that he has rated.</summary>
    sealed class SeenItems(float[] rows, int stride)
    {
        /// <summary>vector ← vector + |N|^-½ Σ y(j).</summary>
        internal void AddTo(Span<float> vector, ReadOnlySpan<int> seen)
        {
            var share = 1 / MathF.Sqrt(seen.Length);
            foreach (var j in seen) Vectors.Axpy(share, rows.AsSpan(j * stride, stride), vector);
        }

        /// <summary>y(j) ← kept · y(j) + |N|^-½ · push.</summary>
        internal void Move(ReadOnlySpan<int> seen, float kept, Span<float> push)
        {
            Vectors.Scale(1 / MathF.Sqrt(seen.Length), push);
            foreach (var j in seen) Vectors.ScaleAdd(kept, rows.AsSpan(j * stride, stride), push);
        }
    }

    sealed class Model : ISimilarItems
    {
        readonly Svdpp _trainer;
        readonly RatingFactors _learned;
        readonly float[] _implicit;

        // p(u) + |N(u)|^-½ Σ y(j) of every user.
        readonly float[] _whole;

        internal Model(Svdpp trainer, Catalog catalog, RatingFactors learned, float[] implicitFactors)
        {
            (_trainer, Catalog, _learned, _implicit, _whole) = (trainer, catalog, learned, implicitFactors, [.. learned.Users]);
            for (var u = 0; u < catalog.Users.Count; u++) Seen.AddTo(_whole.AsSpan(u * trainer.Factors, trainer.Factors), catalog.Histories.Row(u));
        }

        SeenItems Seen => new(_implicit, _trainer.Factors);

        public ITrainer Trainer => _trainer;

        public Catalog Catalog { get; }

        public void Score(Query query, ReadOnlySpan<int> items, Span<float> scores)
        {
            var f = _trainer.Factors;
            if (_learned.Knows(query)) _learned.Score(_whole.AsSpan(query.User * f, f), _learned.UserBias[query.User], items, scores);
            else
            {
                var beside = new float[f];
                if (query.History is not null) Seen.AddTo(beside, Catalog.HistoryOf(query).Items);
                var person = _learned.FoldIn(RatingScale.RatedHistory(Catalog, query), _trainer.Regularization, beside);
                Vectors.Axpy(1, beside, person.AsSpan(0, f));
                _learned.Score(person.AsSpan(0, f), person[f], items, scores);
            }
        }

        /// <summary>The cosine of the item vectors.</summary>
        public void Similarities(int item, Span<float> scores) => LatentFactors.Cosines(_learned.Items, _trainer.Factors, item, scores);

        public void Export(Weights weights)
        {
            _learned.Export(weights);
            weights.Add("implicit_factors", _implicit, Catalog.Items.Count, _trainer.Factors);
        }
    }
}
