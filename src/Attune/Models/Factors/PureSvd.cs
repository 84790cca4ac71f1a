using System.ComponentModel.DataAnnotations;
using Attune.Numerics;

namespace Attune;

/// <summary>
/// The truncated singular value decomposition of the preferences, missing pairs read as zeros: R ≈ U·Σ·Vᵀ, and the scores of a history h are h·V·Vᵀ,
/// its projection onto the tastes that explain most: score(u, j) = Σ over the history of weight(i) · (v_i · v_j). Shapes: V items × Factors.
/// Cremonesi, Koren and Turrin, "Performance of recommender algorithms on top-n recommendation tasks", RecSys 2010; Halko, Martinsson and Tropp,
/// "Finding structure with randomness", SIAM Review 2011. Deviations: the decomposition is found by randomised subspace iteration. Time
/// Iterations · (preferences · w + (users + items) · w² + w³), w = Factors + 10 to 64, the last on one thread; memory 4 · w · (users + 2 · items) bytes to fit,
/// 4 · Factors · items to keep.
/// Deterministic, whatever the number of threads.
/// </summary>
public sealed record PureSvd : ITrainer
{
    // Columns carried beyond Factors. The 10 that Halko, Martinsson and Tropp advise leave the last vectors unsettled for long where singular values fall as
    // slowly as those of preferences; as many again as are kept settle them in a few iterations. Where many are kept, the last ones matter less, and more
    // than 64 columns cost more than they settle: the time of the small decompositions grows with the cube of all columns.
    int Oversampling => Math.Clamp(Factors, 10, 64);

    /// <summary>Singular vectors kept; more = finer tastes, less smoothing. Default 50.</summary>
    [Range(1, 1024)]
    [Search(8, 256, Log = true)]
    public int Factors { get; init; } = 50;

    /// <summary>Power iterations; more = closer to the exact decomposition. Default 8.</summary>
    [Range(1, 1000)]
    public int Iterations { get; init; } = 8;

    /// <summary>Seed of the random start. Default 42.</summary>
    public int Seed { get; init; } = 42;

    /// <inheritdoc/>
    public QueryParts Reads => QueryParts.User | QueryParts.History;

    /// <inheritdoc/>
    public long FitBytes(DataSize size) => 4 * size.Vectors(Factors);

    /// <inheritdoc/>
    public IRecommender Fit(Dataset data, FitContext? context = null)
    {
        Options.Validate(this);
        context ??= FitContext.Default;
        LatentFactors.Room(Math.Max(data.Users.Count, data.Items.Count), Factors + Oversampling);
        var (vectors, _) = RandomizedSvd.RightVectors(data.Preferences, data.PreferencesByItem, Factors, Oversampling, Iterations, Seed, context.Parallel, i => context.Report("iteration", i - 1, Iterations));
        context.Report("iteration", Iterations, Iterations);
        return new Model(this, Catalog.Of(data), vectors);
    }

    /// <inheritdoc/>
    public IRecommender Restore(Catalog catalog, Weights weights) => new Model(this, catalog, weights.Float("item_factors", (long)catalog.Items.Count * Factors));

    sealed class Model(PureSvd trainer, Catalog catalog, float[] items) : IInnerProduct, IExplain, ISimilarItems
    {
        readonly int _f = trainer.Factors;

        public ITrainer Trainer => trainer;

        public Catalog Catalog => catalog;

        public ReadOnlyMemory<float> ItemVectors => items;

        public bool TryVector(Query query, Span<float> vector)
        {
            var history = catalog.HistoryOf(query);
            vector.Clear();
            for (var h = 0; h < history.Count; h++) Vectors.Axpy(history.Weights[h], Row(history.Items[h]), vector);
            return history.Count > 0;
        }

        public void Contributions(Query query, int item, Span<float> contributions)
        {
            var history = catalog.HistoryOf(query);
            for (var h = 0; h < history.Count; h++)
                contributions[h] = (uint)item < (uint)catalog.Items.Count ? history.Weights[h] * Vectors.Dot(Row(history.Items[h]), Row(item)) : float.NaN;
        }

        public void Similarities(int item, Span<float> scores) => LatentFactors.Cosines(items, _f, item, scores);

        public void Export(Weights weights) => weights.Add("item_factors", items, catalog.Items.Count, _f);

        ReadOnlySpan<float> Row(int item) => items.AsSpan(item * _f, _f);
    }
}
