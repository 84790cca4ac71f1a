using System.Buffers;
using System.ComponentModel.DataAnnotations;
using Attune.Numerics;

namespace Attune;

/// <summary>
/// A factorisation machine of second order: every feature f has a weight w_f and a vector v_f, and
/// score(x) = w_0 + Σ_f w_f·x_f + Σ_{f&lt;g} (v_f·v_g)·x_f·x_g. The features of a pair are the user, the item, what is known of both (labels, each
/// 1/√(their number) of its column; numbers in standard deviations; not texts), and, with History, each other item j of the user's history: 1/√n of n others,
/// for ratings times (rating − mean) / half the range. So users whom training has not seen are scored by their history, and items that nobody
/// has touched by their features. Ranking leaves out what is the same for all items of a user. Shapes: users and items × Factors, a number each; history × Factors.
/// Rendle, "Factorization machines", ICDM 2010; Rendle et al., "BPR", UAI 2009. Deviations: learned by stochastic gradient descent user by user, the vectors of
/// the history once for each user (as SVD++ is made fast); of the items drawn for a step of BPR the one that scores highest is the rival; items
/// without events are never drawn; the learning rate falls linearly to a tenth. Without features and history it is matrix factorisation with biases. Strengths of
/// preferences are not read. Time O(Epochs · (preferences · Negatives · features of a pair + Σ history) · Factors). Deterministic: one thread.
/// </summary>
public sealed record FactorizationMachine : ITrainer
{
    /// <summary>What is learned; Squared needs ratings and predicts them. Default Bpr.</summary>
    public FactorizationLoss Loss { get; init; }

    /// <summary>Length of the vectors. Default 32.</summary>
    [Range(1, 2048)]
    [Search(8, 128, Log = true)]
    public int Factors { get; init; } = 32;

    /// <summary>Passes over all events. Default 30.</summary>
    [Range(1, 100_000)]
    public int Epochs { get; init; } = 30;

    /// <summary>The first step size; Squared wants less, some 0.01. Default 0.05.</summary>
    [Range(1e-6, 10)]
    [Search(0.005, 0.2, Log = true)]
    public double LearningRate { get; init; } = 0.05;

    /// <summary>λ of λ/2·(|v|² + w²) in every step, for the features of that step. Default 0.02.</summary>
    [Range(0, 10)]
    [Search(0.001, 0.2, Log = true)]
    public double Regularization { get; init; } = 0.02;

    /// <summary>Items that the user lacks, drawn for each preference: Bpr steps against the one that scores highest, Logistic against each, Squared draws none. Default 5.</summary>
    [Range(1, 1000)]
    public int Negatives { get; init; } = 5;

    /// <summary>Whether the other items of the history are features; without them users whom training has not seen cannot be scored. Default true.</summary>
    public bool History { get; init; } = true;

    /// <summary>Seed of the random start, the order and the draws. Default 42.</summary>
    public int Seed { get; init; } = 42;

    /// <inheritdoc/>
    public QueryParts Reads => QueryParts.User | (History ? QueryParts.History : 0);

    /// <summary>With the loss Squared.</summary>
    public bool PredictsRatings => Loss == FactorizationLoss.Squared;

    /// <inheritdoc/>
    public long FitBytes(DataSize size) => 2 * size.Vectors(Factors);

    /// <inheritdoc/>
    public IRecommender Fit(Dataset data, FitContext? context = null)
    {
        Options.Validate(this);
        context ??= FitContext.Default;
        var known = PredictsRatings ? RatingScale.RatingsOf(data, this) : data.Preferences;
        var scale = PredictsRatings ? RatingScale.Of(known) : default;
        var catalog = PredictsRatings ? Catalog.OfRatings(data) : Catalog.Of(data);
        var learning = new FactorizationLearning(this, FactorizationFeatures.Of(data, known), known, scale);
        return context.Train("epoch", Epochs, epoch => learning.Epoch(epoch, context.Cancellation), () => Of(catalog, learning.Collapse(), scale));
    }

    /// <inheritdoc/>
    public IRecommender Restore(Catalog catalog, Weights weights) =>
        Of(catalog, FactorizationParts.Of(weights, catalog, Factors, History), PredictsRatings ? RatingScale.Of(weights) : default);

    internal float RateOf(int epoch) => (float)(LearningRate * (1 - 0.9 * (epoch - 1) / Math.Max(1, Epochs - 1)));

    IRecommender Of(Catalog catalog, FactorizationParts parts, RatingScale scale)
    {
        parts.RequireFinite(this);
        return PredictsRatings ? new RatingModel(this, catalog, parts, scale) : new Model(this, catalog, parts);
    }

    sealed class Model(FactorizationMachine trainer, Catalog catalog, FactorizationParts parts) : IInnerProduct, ISimilarItems
    {
        public ITrainer Trainer => trainer;

        public Catalog Catalog => catalog;

        public ReadOnlyMemory<float> ItemVectors => parts.Items;

        public float[] ItemBiases => parts.ItemBiases;

        public bool TryVector(Query query, Span<float> vector)
        {
            var history = trainer.History ? catalog.HistoryOf(query) : default;
            var known = (uint)query.User < (uint)catalog.Users.Count;
            parts.Person(known ? query.User : -1, history, default, vector);
            return known || history.Count > 0;
        }

        public void Similarities(int item, Span<float> scores) => LatentFactors.Cosines(parts.Items, trainer.Factors, item, scores);

        public void Export(Weights weights) => parts.Export(weights, catalog, trainer.Factors);
    }

    sealed class RatingModel(FactorizationMachine trainer, Catalog catalog, FactorizationParts parts, RatingScale scale) : ISimilarItems
    {
        public ITrainer Trainer => trainer;

        public Catalog Catalog => catalog;

        public void Score(Query query, ReadOnlySpan<int> items, Span<float> scores)
        {
            var rented = ArrayPool<float>.Shared.Rent(trainer.Factors);
            var vector = rented.AsSpan(0, trainer.Factors);
            var known = (uint)query.User < (uint)catalog.Users.Count;
            var history = !trainer.History ? default : query.History is null ? catalog.HistoryOf(query) : RatingScale.RatedHistory(catalog, query);
            var person = parts.Person(known ? query.User : -1, history, scale, vector);
            for (var i = 0; i < items.Length; i++)
                scores[i] = scale.Clip((uint)items[i] >= (uint)catalog.Items.Count ? person
                    : person + parts.ItemBiases[items[i]] + Vectors.Dot(vector, parts.Items.AsSpan(items[i] * trainer.Factors, trainer.Factors)));
            ArrayPool<float>.Shared.Return(rented);
        }

        public void Similarities(int item, Span<float> scores) => LatentFactors.Cosines(parts.Items, trainer.Factors, item, scores);

        public void Export(Weights weights)
        {
            scale.Export(weights);
            parts.Export(weights, catalog, trainer.Factors);
        }
    }
}
