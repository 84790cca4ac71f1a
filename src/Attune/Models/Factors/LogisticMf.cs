using System.ComponentModel.DataAnnotations;
using Attune.Numerics;

namespace Attune;

/// <summary>
/// Logistic matrix factorisation: vectors and biases learned so that σ(score) is the probability that a user takes to an item.
/// score(u, i) = x_u·y_i + b_u + b_i; maximises Σ over preferences α·weight·ln σ(score) + Σ over pairs that were not observed ln(1 − σ(score))
/// − λ/2·(Σ|x_u|² + Σ|y_i|² + Σ b_u² + Σ b_i²) by turns: a step of AdaGrad for every user, the items held fixed, then for every item. Shapes: users × Factors,
/// items × Factors, one bias each. Johnson, "Logistic Matrix Factorization for Implicit Feedback Data", NIPS Workshop on Distributed Machine Learning and Matrix
/// Computations 2014. Deviations: the confidence of a preference is α·weight, not split between both sums; of the pairs that were not observed, Negatives for each
/// preference are drawn in every step (at most as many as there are). A history given in a query is folded in by the same steps on a user
/// alone; known users answer with their trained vectors. Time O(Iterations · preferences · (1 + Negatives) · Factors). Deterministic, whatever the number of
/// threads: a row's step depends on the other side alone.
/// </summary>
public sealed record LogisticMf : ITrainer
{
    /// <summary>Length of the vectors. Default 32.</summary>
    [Range(1, 2048), Search(8, 128, Log = true)]
    public int Factors { get; init; } = 32;

    /// <summary>Turns: one step for every user, one for every item. Default 40.</summary>
    [Range(1, 10_000)]
    public int Iterations { get; init; } = 40;

    /// <summary>The step size of AdaGrad: the first step moves every number by this much. Default 0.3.</summary>
    [Range(1e-6, 100), Search(0.03, 3, Log = true)]
    public double LearningRate { get; init; } = 0.3;

    /// <summary>λ. Default 0.6.</summary>
    [Range(0, 1e6), Search(0.01, 10, Log = true)]
    public double Regularization { get; init; } = 0.6;

    /// <summary>α, the confidence in a preference of weight 1 against the 1 of a pair that was not observed. Default 1.</summary>
    [Range(1e-6, 1e6), Search(0.3, 30, Log = true)]
    public double Alpha { get; init; } = 1;

    /// <summary>Pairs that were not observed drawn for each preference; more = steadier, slower, and less belief in what is rare. Default 10.</summary>
    [Range(1, 1000)]
    public int Negatives { get; init; } = 10;

    /// <summary>Seed of the random start and of the draws. Default 42.</summary>
    public int Seed { get; init; } = 42;

    /// <inheritdoc/>
    public QueryParts Reads => QueryParts.User | QueryParts.History;

    /// <inheritdoc/>
    public bool WarmStarts => true;

    /// <inheritdoc/>
    public long FitBytes(DataSize size) => 2 * size.Vectors(Factors);

    // A vector holds the user's and the item's bias too, beside a 1 on the other side: the score is one inner product.
    int Width => Factors + 2;

    int UserBias => Factors;

    int ItemBias => Factors + 1;

    /// <inheritdoc/>
    public IRecommender Fit(Dataset data, FitContext? context = null)
    {
        Options.Validate(this);
        context ??= FitContext.Default;
        context.Cancellation.ThrowIfCancellationRequested();
        var users = Start("user", data.Users.Count, context, c => c.Users, data.Users, UserBias);
        var items = Start("item", data.Items.Count, context, c => c.Items, data.Items, ItemBias);
        var (userSquares, itemSquares) = (new float[users.Length], new float[items.Length]);
        var catalog = Catalog.Of(data);
        return context.Train("iteration", Iterations, iteration =>
        {
            var seed = ((Seed)Seed).Derive("iterations").Derive(iteration);
            var loss = Step(data.Preferences, users, userSquares, items, ItemBias, seed.Derive("users"), context);
            Step(data.PreferencesByItem, items, itemSquares, users, UserBias, seed.Derive("items"), context);
            return loss / Math.Max(1, data.Preferences.Count);
        }, () =>
        {
            LatentFactors.RequireFinite(this, "Lower learningRate or alpha.", users, items);
            return new Model(this, catalog, users, items);
        });
    }

    /// <inheritdoc/>
    public IRecommender Restore(Catalog catalog, Weights weights) => new Model(this, catalog,
        Join(weights.Float("user_factors", (long)catalog.Users.Count * Factors), weights.Float("user_bias", catalog.Users.Count), UserBias),
        Join(weights.Float("item_factors", (long)catalog.Items.Count * Factors), weights.Float("item_bias", catalog.Items.Count), ItemBias));

    float[] Start(string side, int count, FitContext context, Func<Catalog, Vocabulary> ids, Vocabulary now, int bias)
    {
        LatentFactors.Room(count, Width);
        var (vectors, biases) = (LatentFactors.Normal(count, Factors, ((Seed)Seed).Derive(side), 0.1f), new float[count]);
        LatentFactors.CopyKnown(context, this, side + "_factors", ids, now, Factors, vectors);
        LatentFactors.CopyKnown(context, this, side + "_bias", ids, now, 1, biases);
        return Join(vectors, biases, bias);
    }

    float[] Join(float[] vectors, float[] biases, int bias)
    {
        var rows = new float[biases.Length * Width];
        for (var r = 0; r < biases.Length; r++)
        {
            vectors.AsSpan(r * Factors, Factors).CopyTo(rows.AsSpan(r * Width));
            rows[r * Width + UserBias + ItemBias - bias] = 1;
            rows[r * Width + bias] = biases[r];
        }
        return rows;
    }

    // One step for every row, given the other side; returns the sum of −ln of the likelihoods before it.
    double Step(CsrMatrix preferences, float[] rows, float[] squares, float[] others, int fixedAt, Seed seed, FitContext context)
    {
        var losses = new double[preferences.Rows];
        context.For(preferences.Rows, r =>
        {
            var stream = seed.Derive(r).Stream();
            losses[r] = StepRow(preferences.Row(r), preferences.RowValues(r), preferences.Columns, rows.AsSpan(r * Width, Width), squares.AsSpan(r * Width, Width), others, fixedAt, ref stream);
        });
        return losses.Sum();
    }

    double StepRow(ReadOnlySpan<int> taken, ReadOnlySpan<float> weights, int columns, Span<float> x, Span<float> squares, float[] others, int fixedAt, ref RandomStream stream)
    {
        Span<float> gradient = stackalloc float[Width];
        gradient.Clear();
        var loss = 0.0;
        for (var e = 0; e < taken.Length; e++) loss += Add((float)Alpha * weights[e], 1, others.AsSpan(taken[e] * Width, Width), x, gradient);
        var draws = taken.Length < columns ? Math.Min((long)Negatives * taken.Length, columns - taken.Length) : 0;
        for (var n = 0; n < draws; n++)
        {
            var other = stream.NextInt(columns);
            while (taken.BinarySearch(other) >= 0) other = stream.NextInt(columns);
            loss += Add(1, 0, others.AsSpan(other * Width, Width), x, gradient);
        }
        Vectors.Axpy(-(float)Regularization, x, gradient);
        gradient[fixedAt] = 0;
        for (var k = 0; k < gradient.Length; k++)
        {
            squares[k] += gradient[k] * gradient[k];
            x[k] += (float)LearningRate * gradient[k] / MathF.Sqrt(squares[k] + 1e-6f);
        }
        return loss;
    }

    /// <summary>Adds the gradient of confidence · ln of the likelihood of <paramref name="target"/> (1 or 0) for one pair; returns −confidence · ln of it.</summary>
    internal static double Add(float confidence, float target, ReadOnlySpan<float> y, ReadOnlySpan<float> x, Span<float> gradient)
    {
        var score = Vectors.Dot(x, y);
        var e = MathF.Exp(-MathF.Abs(score));
        var probability = (score >= 0 ? 1 : e) / (1 + e);
        Vectors.Axpy(confidence * (target - probability), y, gradient);
        return confidence * (MathF.Max(0, target > 0 ? -score : score) + MathF.Log(1 + e));
    }

    sealed class Model(LogisticMf trainer, Catalog catalog, float[] users, float[] items) : ISimilarItems, IInnerProduct
    {
        const int FoldInSteps = 40;

        public ITrainer Trainer => trainer;

        public Catalog Catalog => catalog;

        public ReadOnlyMemory<float> ItemVectors => items;

        public bool TryVector(Query query, Span<float> vector)
        {
            var history = catalog.HistoryOf(query);
            if (history.Count == 0) return false;
            VectorOf(query, history).CopyTo(vector);
            return true;
        }

        public void Similarities(int item, Span<float> scores) => LatentFactors.Cosines(Split(items, 0, trainer.Factors), trainer.Factors, item, scores);

        public void Export(Weights weights) => weights
            .Add("user_factors", Split(users, 0, trainer.Factors), catalog.Users.Count, trainer.Factors).Add("user_bias", Split(users, trainer.UserBias, 1))
            .Add("item_factors", Split(items, 0, trainer.Factors), catalog.Items.Count, trainer.Factors).Add("item_bias", Split(items, trainer.ItemBias, 1));

        float[] Split(float[] rows, int from, int count)
        {
            var part = new float[rows.Length / trainer.Width * count];
            for (var r = 0; r < rows.Length / trainer.Width; r++) rows.AsSpan(r * trainer.Width + from, count).CopyTo(part.AsSpan(r * count));
            return part;
        }

        ReadOnlySpan<float> VectorOf(Query query, History history) =>
            query.History is null ? users.AsSpan(query.User * trainer.Width, trainer.Width) : FoldIn(history);

        // The steps of training on one user; the same draws for every query, so a request has one answer.
        float[] FoldIn(History history)
        {
            int[] taken = [.. history.Items];
            float[] weights = [.. history.Weights];
            Array.Sort(taken, weights);
            var (x, squares) = (new float[trainer.Width], new float[trainer.Width]);
            x[trainer.ItemBias] = 1;
            var stream = ((Seed)trainer.Seed).Derive("fold-in").Stream();
            for (var step = 0; step < FoldInSteps; step++)
                trainer.StepRow(taken, weights, catalog.Items.Count, x, squares, items, trainer.ItemBias, ref stream);
            return x;
        }
    }
}
