using System.ComponentModel.DataAnnotations;
using Attune.Numerics;

namespace Attune;

/// <summary>
/// Nearest neighbours of items: whoever has an item may want those that the same people have.
/// sim(i, j) = Σ_u r(u,i)·r(u,j) / (|r(·,i)|·|r(·,j)| + shrink), or another <see cref="PreferenceSimilarity"/>, of which every target item j keeps its
/// Neighbors largest, and score(u, j) = Σ over the history of weight(i) · sim(i, j). Shapes: a sparse items × items matrix with at most Neighbors
/// entries per target.
/// Sarwar, Karypis, Konstan and Riedl, "Item-based collaborative filtering recommendation algorithms", WWW 2001; Deshpande and Karypis, TOIS 2004.
/// Deviations: no division by the sum of similarities (for lists that loses accuracy); the strengths of the preferences count in the similarity and
/// in the history: make them equal with binary event weights. Time half of Σ history², memory 16 bytes × items × Neighbors to fit and to keep.
/// Deterministic, whatever the number of threads.
/// </summary>
public sealed record ItemKnn : ITrainer
{
    /// <summary>Sources kept for each target item; more = smoother lists of better known items. Default 100.</summary>
    [Range(1, 100_000)]
    [Search(10, 1000, Log = true)]
    public int Neighbors { get; init; } = 100;

    /// <summary>Added to the denominator: trusts similarities less where few users carry them. Default 0.</summary>
    [Range(0, 1e9)]
    [Search(0, 100)]
    public double Shrink { get; init; }

    /// <summary>The measure of similarity. Default Cosine.</summary>
    [Search]
    public PreferenceSimilarity Similarity { get; init; }

    /// <summary>α of the asymmetric cosine, the share of the history item's size in the denominator: 0.5 is the cosine, more favours popular targets. Default 0.5.</summary>
    [Range(0, 1.0)]
    public double Alpha { get; init; } = 0.5;

    /// <summary>K1 of BM25: more = strengths saturate later. Default 1.2.</summary>
    [Range(0, 1000.0)]
    public double K1 { get; init; } = 1.2;

    /// <summary>B of BM25: how much what has many preferences is marked down, 0 to 1. Default 0.75.</summary>
    [Range(0, 1.0)]
    public double B { get; init; } = 0.75;

    /// <summary>Whether the kept similarities of each history item are divided by their sum, so that items in dense neighborhoods do not drown the others (Deshpande and Karypis). Default false.</summary>
    [Search]
    public bool Normalize { get; init; }

    /// <inheritdoc/>
    public QueryParts Reads => QueryParts.User | QueryParts.History;

    /// <inheritdoc/>
    public IRecommender Fit(Dataset data, FitContext? context = null)
    {
        Options.Validate(this);
        context ??= FitContext.Default;
        context.Report("similarities", 0, data.Items.Count);
        var weighed = new WeighedPreferences(data.PreferencesByItem, Similarity, Alpha, K1, B);
        var byTarget = NearestRows.Of(weighed.Rows.Transpose(), weighed.Likeness(Shrink), Neighbors, context.Parallel, done => context.Report("similarities", done, data.Items.Count));
        context.Report("similarities", data.Items.Count, data.Items.Count);
        return new Model(this, Catalog.Of(data), Normalize ? NeighborLists.Normalized(byTarget) : byTarget);
    }

    /// <inheritdoc/>
    public IRecommender Restore(Catalog catalog, Weights weights) =>
        new Model(this, catalog, NeighborLists.Restore(weights, catalog.Items.Count, "sources", "similarities"));

    sealed class Model(ItemKnn trainer, Catalog catalog, CsrMatrix byTarget) : IExplain, ISimilarItems
    {
        readonly CsrMatrix _bySource = byTarget.Transpose();

        public ITrainer Trainer => trainer;

        public Catalog Catalog => catalog;

        public void Score(Query query, ReadOnlySpan<int> items, Span<float> scores) => NeighborLists.Score(catalog, _bySource, query, items, scores);

        public void Contributions(Query query, int item, Span<float> contributions) => NeighborLists.Contributions(catalog, _bySource, query, item, contributions);

        public void Similarities(int item, Span<float> scores) => NeighborLists.Similarities(byTarget, item, scores);

        public void Export(Weights weights) => NeighborLists.Export(weights, byTarget, "sources", "similarities");
    }
}
