using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Attune.Numerics;

namespace Attune;

/// <summary>
/// Non-negative matrix factorisation of ratings: r(u, i) = p(u)·q(i) with all p, q ≥ 0, inside the range of the training ratings; with Biased
/// μ + b(u) + b(i) + p(u)·q(i). Learned by multiplicative steps, all users and items at once from the values before, r̂ = r(u, i) before the step:
/// p(u) ← p(u) · Σ_i r q(i) / (Σ_i r̂ q(i) + λ |N(u)| p(u)), q(i) likewise over its users; biases by gradient steps before, rating after rating.
/// A user or item that is not known contributes nothing: without biases the prediction is then μ. Ratings that come with a query give p(u) by the same
/// steps from ½, items fixed (and b(u) as the mean of what is left, shrunk). Shapes: user_factors (users, factors), item_factors (items, factors),
/// user_bias (users), item_bias (items), scale (mean, min, max). Paper: Luo, Zhou, Xia and Zhu, An Efficient Non-Negative Matrix-Factorization-Based
/// Approach to Collaborative Filtering for Recommender Systems, IEEE TII 10(2), 2014. Deviations: none but the range. Deterministic under a seed,
/// whatever the number of threads; O(epochs · ratings · factors) time, 4 · factors · (2 · users + items) + 16 · ratings bytes to fit.
/// </summary>
public sealed record Nmf : ITrainer
{
    /// <summary>Length of the vectors, 1 to 1024. Default 15.</summary>
    [Range(1, 1024), Search(2, 64, Log = true)]
    public int Factors { get; init; } = 15;

    /// <summary>Passes over the ratings, 1 to 10000. Default 50.</summary>
    [Range(1, 10_000), Search(10, 200, Log = true)]
    public int Epochs { get; init; } = 50;

    /// <summary>λ, the pull of the vectors towards 0, 0 to 100. Default 0.06.</summary>
    [Range(0, 100.0), Search(0.005, 1, Log = true)]
    public double Regularization { get; init; } = 0.06;

    /// <summary>Whether predictions have a mean and biases beside the vectors. Default false.</summary>
    public bool Biased { get; init; }

    /// <summary>Biased only: the length of a step of the biases, 0 to 1. Default 0.005.</summary>
    [Range(0, 1.0)]
    public double LearningRate { get; init; } = 0.005;

    /// <summary>Biased only: the pull of the biases towards 0, 0 to 100. Default 0.02.</summary>
    [Range(0, 100.0)]
    public double BiasRegularization { get; init; } = 0.02;

    /// <summary>Seed of the first vectors, uniform in [0, 1). Default 42.</summary>
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
        var scale = RatingScale.Of(ratings);
        if (scale.Min < 0)
            throw new DataException(string.Create(CultureInfo.InvariantCulture, $"nmf needs ratings of 0 or more; the least of {data.Name} is {scale.Min}. Shift the ratings, or choose svd."));
        var catalog = Catalog.OfRatings(data);
        var steps = new NmfSteps(this, ratings, new RatingFactors(scale, Factors, Start("users", c => c.Users, data.Users), Start("items", c => c.Items, data.Items),
            Biases("user_bias", c => c.Users, data.Users), Biases("item_bias", c => c.Items, data.Items)), context);
        return context.Train("epoch", Epochs, _ => steps.Epoch(), () =>
        {
            var learned = steps.Learned;
            learned.RequireFinite(this, "Lower learningRate, or take ratings that are not all near 0.");
            return new Model(this, catalog, learned);
        });

        float[] Start(string side, Func<Catalog, Vocabulary> ids, Vocabulary now)
        {
            var rows = LatentFactors.Uniform(now.Count, Factors, ((Seed)Seed).Derive(side), 1);
            LatentFactors.CopyKnown(context, this, side == "users" ? "user_factors" : "item_factors", ids, now, Factors, rows);
            return rows;
        }

        float[] Biases(string name, Func<Catalog, Vocabulary> ids, Vocabulary now)
        {
            var biases = new float[now.Count];
            if (Biased) LatentFactors.CopyKnown(context, this, name, ids, now, 1, biases);
            return biases;
        }
    }

    /// <inheritdoc/>
    public IRecommender Restore(Catalog catalog, Weights weights) => new Model(this, catalog, RatingFactors.Restore(catalog, weights, Factors));

    sealed class Model(Nmf trainer, Catalog catalog, RatingFactors learned) : ISimilarItems
    {
        public ITrainer Trainer => trainer;

        public Catalog Catalog => catalog;

        public void Score(Query query, ReadOnlySpan<int> items, Span<float> scores)
        {
            if (learned.Knows(query)) Score(learned.User(query.User), learned.UserBias[query.User], items, scores);
            else if (RatingScale.RatedHistory(catalog, query) is { Count: > 0 } rated) Score(FoldIn(rated, out var bias), bias, items, scores);
            else learned.Score(default, 0, items, scores);
        }

        /// <summary>The cosine of the item vectors.</summary>
        public void Similarities(int item, Span<float> scores) => LatentFactors.Cosines(learned.Items, trainer.Factors, item, scores);

        public void Export(Weights weights) => learned.Export(weights);

        void Score(ReadOnlySpan<float> person, float bias, ReadOnlySpan<int> items, Span<float> scores)
        {
            if (trainer.Biased) learned.Score(person, bias, items, scores);
            else
                for (var i = 0; i < items.Length; i++)
                    scores[i] = (uint)items[i] < (uint)learned.ItemBias.Length ? learned.Scale.Clip(Vectors.Dot(person, learned.Item(items[i]))) : learned.Scale.Mean;
        }

        float[] FoldIn(History rated, out float bias)
        {
            var (person, gain, loss) = (new float[trainer.Factors], new float[trainer.Factors], new float[trainer.Factors]);
            var products = new float[rated.Count];
            Array.Fill(person, 0.5f);
            bias = 0;
            for (var epoch = 0; epoch < trainer.Epochs; epoch++)
            {
                for (var e = 0; e < products.Length; e++) products[e] = Vectors.Dot(person, learned.Item(rated.Items[e]));
                if (trainer.Biased) bias = BiasOf(rated, products);
                gain.AsSpan().Clear();
                loss.AsSpan().Clear();
                for (var e = 0; e < products.Length; e++)
                {
                    var estimate = products[e] + (trainer.Biased ? learned.Scale.Mean + bias + learned.ItemBias[rated.Items[e]] : 0);
                    Vectors.Axpy(rated.Weights[e], learned.Item(rated.Items[e]), gain);
                    Vectors.Axpy(estimate, learned.Item(rated.Items[e]), loss);
                }
                NmfSteps.Multiply(person, gain, loss, (float)trainer.Regularization * rated.Count);
            }
            return person;
        }

        float BiasOf(History rated, float[] products)
        {
            var left = 0.0;
            for (var e = 0; e < products.Length; e++) left += rated.Weights[e] - learned.Scale.Mean - learned.ItemBias[rated.Items[e]] - products[e];
            return (float)(left / (products.Length * (1 + trainer.BiasRegularization)));
        }
    }
}
