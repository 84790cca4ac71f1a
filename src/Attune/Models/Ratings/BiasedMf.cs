using System.ComponentModel.DataAnnotations;
using Attune.Numerics;

namespace Attune;

/// <summary>
/// Matrix factorisation of ratings with biases by alternating least squares: r(u, i) = μ + b(u) + b(i) + p(u)·q(i), inside the range of the training
/// ratings. Minimises Σ e² + λ Σ_u w(u) (b(u)² + |p(u)|²) + λ Σ_i w(i) (b(i)² + |q(i)|²), w = the number of ratings with WeightByCount, else 1:
/// all (p(u), b(u)) at once solve (XᵀX + λ w I) z = Xᵀ(r − μ − b(i)) with the rows (q(i), 1) of what the user rated, then all (q(i), b(i)) likewise, and so
/// on, users last; ratings that come with a query are solved in the same way, so they answer as if they had been trained on.
/// A user or item that is not known contributes nothing. Shapes: user_factors (users, factors), item_factors (items, factors), user_bias (users),
/// item_bias (items), scale (mean, min, max). Papers: Zhou, Wilkinson, Schreiber and Pan, Large-Scale Parallel Collaborative Filtering for the Netflix
/// Prize, AAIM 2008; Koren, Bell and Volinsky, Matrix Factorization Techniques for Recommender Systems, IEEE Computer 42(8), 2009. Deviations: biases are
/// solved together with the vectors. Deterministic under a seed, whatever the number of threads;
/// O(iterations · (ratings · factors² + (users + items) · factors³)) time, 4 · factors · (users + items) bytes.
/// </summary>
public sealed record BiasedMf : ITrainer
{
    /// <summary>Length of the vectors, 1 to 1024. Default 20.</summary>
    [Range(1, 1024), Search(4, 128, Log = true)]
    public int Factors { get; init; } = 20;

    /// <summary>How often items and users are solved in turn, 1 to 10000. Default 20.</summary>
    [Range(1, 10_000), Search(5, 50, Log = true)]
    public int Iterations { get; init; } = 20;

    /// <summary>λ, the pull towards 0, 1e-9 to 1000000. Default 0.15, which is meant for WeightByCount; without it some 5 to 15 is usual.</summary>
    [Range(1e-9, 1e6), Search(0.01, 1, Log = true)]
    public double Regularization { get; init; } = 0.15;

    /// <summary>Whether λ is multiplied by the number of ratings of each user or item (ALS-WR). Default true.</summary>
    public bool WeightByCount { get; init; } = true;

    /// <summary>Standard deviation of the normal distribution that the vectors are drawn from before the first step, 1e-6 to 10. Default 0.1.</summary>
    [Range(1e-6, 10.0)]
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
        var byItem = ratings.Transpose();
        var catalog = Catalog.OfRatings(data);
        var learned = RatingFactors.Start(data, RatingScale.Of(ratings), this, context, Factors, Seed, InitialDeviation);
        SolveUsers();
        return context.Train("iteration", Iterations, _ =>
        {
            context.For(byItem.Rows, i => Solve(byItem.Row(i), byItem.RowValues(i), learned.Users, learned.UserBias, learned.Scale.Mean, learned.Items.AsSpan(i * Factors, Factors), out learned.ItemBias[i], Factor));
            SolveUsers();
            return Loss(ratings, learned, context);
        }, () =>
        {
            learned.RequireFinite(this, "Raise regularization.");
            return new Model(this, catalog, learned);
        });

        void SolveUsers() => context.For(ratings.Rows, u =>
            Solve(ratings.Row(u), ratings.RowValues(u), learned.Items, learned.ItemBias, learned.Scale.Mean, learned.Users.AsSpan(u * Factors, Factors), out learned.UserBias[u], Factor));
    }

    void Factor(float[] normal, int width)
    {
        try
        {
            Cholesky.Factor(normal, width);
        }
        catch (ArithmeticException e)
        {
            throw OptionsException.TooLittle(this, Regularization, e);
        }
    }

    /// <inheritdoc/>
    public IRecommender Restore(Catalog catalog, Weights weights) => new Model(this, catalog, RatingFactors.Restore(catalog, weights, Factors));

    /// <summary>
    /// The vector and bias of one user (or item) that minimise the objective, all <paramref name="others"/> held fixed; zeros without ratings.
    /// <paramref name="factor"/> is Cholesky's factorisation: one that fails in training, one that does not in answers.
    /// </summary>
    internal void Solve(ReadOnlySpan<int> rated, ReadOnlySpan<float> ratings, float[] others, float[] otherBias, float mean, Span<float> vector, out float bias, Action<float[], int> factor)
    {
        var width = Factors + 1;
        var normal = System.Buffers.ArrayPool<float>.Shared.Rent(width * width);
        var (right, row) = (new float[width], new float[width]);
        normal.AsSpan(0, width * width).Clear();
        row[Factors] = 1;
        for (var e = 0; e < rated.Length; e++)
        {
            others.AsSpan(rated[e] * Factors, Factors).CopyTo(row);
            Vectors.Axpy(ratings[e] - mean - otherBias[rated[e]], row, right);
            for (var r = 0; r < width; r++) Vectors.Axpy(row[r], row.AsSpan(0, r + 1), normal.AsSpan(r * width, r + 1));
        }
        for (var r = 0; r < width; r++) normal[r * width + r] += (float)(Regularization * (WeightByCount ? Math.Max(1, rated.Length) : 1));
        factor(normal, width);
        Cholesky.Solve(normal, width, right);
        System.Buffers.ArrayPool<float>.Shared.Return(normal);
        right.AsSpan(0, Factors).CopyTo(vector);
        bias = right[Factors];
    }

    // The root of the mean squared training error; users are summed one by one, then in order.
    static double Loss(CsrMatrix ratings, RatingFactors learned, FitContext context)
    {
        var squares = new double[ratings.Rows];
        context.For(ratings.Rows, u =>
        {
            for (var e = 0; e < ratings.RowLength(u); e++)
            {
                var item = ratings.Row(u)[e];
                double error = ratings.RowValues(u)[e] - learned.Scale.Mean - learned.UserBias[u] - learned.ItemBias[item] - Vectors.Dot(learned.User(u), learned.Item(item));
                squares[u] += error * error;
            }
        });
        return Math.Sqrt(squares.Sum() / ratings.Count);
    }

    sealed class Model(BiasedMf trainer, Catalog catalog, RatingFactors learned) : ISimilarItems
    {
        public ITrainer Trainer => trainer;

        public Catalog Catalog => catalog;

        public void Score(Query query, ReadOnlySpan<int> items, Span<float> scores)
        {
            if (learned.Knows(query)) learned.Score(learned.User(query.User), learned.UserBias[query.User], items, scores);
            else
            {
                var rated = RatingScale.RatedHistory(catalog, query);
                var person = new float[trainer.Factors];
                trainer.Solve(rated.Items, rated.Weights, learned.Items, learned.ItemBias, learned.Scale.Mean, person, out var bias, Cholesky.FactorRaised);
                learned.Score(person, bias, items, scores);
            }
        }

        /// <summary>The cosine of the item vectors.</summary>
        public void Similarities(int item, Span<float> scores) => LatentFactors.Cosines(learned.Items, trainer.Factors, item, scores);

        public void Export(Weights weights) => learned.Export(weights);
    }
}
