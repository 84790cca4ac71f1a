using System.ComponentModel.DataAnnotations;
using Attune.Numerics;

namespace Attune;

/// <summary>
/// Recommends what reads like the history: every item is the vector of the words of its texts and labels, tf(t, i) · (ln((1 + N) / (1 + n_t)) + 1), and
/// score(i) = Σ over history items h of weight(h) · cos(h, i) / Σ |weight(h)|. So items that nobody has touched are found like any other.
/// An item without words gets NaN, and in a history it counts for nothing. Shapes: items × words, sparse, made again from the item features when a
/// saved model is opened: nothing else is learned. Salton and Buckley, "Term-weighting approaches in automatic text retrieval", Information Processing
/// and Management 1988; Pazzani and Billsus, "Content-based recommendation systems", 2007. Deviations: every history item counts, not some nearest.
/// Time O(words of all items) to fit and to score a list; memory 8 bytes for each different word of an item. Deterministic.
/// </summary>
public sealed record TextKnn : ITrainer
{
    /// <summary>Whether a word that comes f times counts 1 + ln f instead of f. Default true.</summary>
    [Search]
    public bool Sublinear { get; init; } = true;

    /// <summary>Words of fewer items are left out; 1 keeps all. Default 1.</summary>
    [Range(1, 1_000_000)]
    public int LeastItems { get; init; } = 1;

    /// <inheritdoc/>
    public QueryParts Reads => QueryParts.User | QueryParts.History;

    /// <inheritdoc/>
    public IRecommender Fit(Dataset data, FitContext? context = null)
    {
        Options.Validate(this);
        context ??= FitContext.Default;
        context.Report("reading words", 0, 1);
        var model = Build(Catalog.Of(data), data.Name);
        context.Report("reading words", 1, 1);
        return model;
    }

    /// <inheritdoc/>
    public IRecommender Restore(Catalog catalog, Weights weights) => Build(catalog, "The saved catalog");

    Model Build(Catalog catalog, string source)
    {
        string[] texts = [.. Enumerable.Range(0, catalog.Items.Count).Select(i => catalog.ItemFeatures?.Text(i) ?? "")];
        var counts = TextIndex.Count(texts, new Dictionary<string, int>(StringComparer.Ordinal));
        if (counts.Count == 0)
            throw new DataException($"{source} has no item texts, which text-knn needs. Give titles or other features of the items (--items FILE, SourceOptions.ItemFile, or DatasetBuilder.ItemFeature(id, \"title\", text)).");
        return new Model(this, catalog, new FeatureCosines(catalog, Weigh(counts)));
    }

    CsrMatrix Weigh(CsrMatrix counts)
    {
        var having = new int[counts.Columns];
        foreach (var t in counts.ColumnIndices) having[t]++;
        var documents = Enumerable.Range(0, counts.Rows).Count(i => counts.RowLength(i) > 0);
        var rows = new (int[], float[])[counts.Rows];
        for (var i = 0; i < rows.Length; i++)
        {
            int[] kept = [.. Enumerable.Range(counts.Offsets[i], counts.RowLength(i)).Where(e => having[counts.ColumnIndices[e]] >= LeastItems)];
            rows[i] = (Array.ConvertAll(kept, e => counts.ColumnIndices[e]),
                Array.ConvertAll(kept, e => (float)((Sublinear ? 1 + Math.Log(counts.Values[e]) : counts.Values[e]) * FeatureCosines.Rarity(documents, having[counts.ColumnIndices[e]]))));
        }
        return CsrMatrix.FromRows(counts.Columns, rows);
    }

    sealed class Model(TextKnn trainer, Catalog catalog, FeatureCosines features) : IExplain, ISimilarItems
    {
        public ITrainer Trainer => trainer;

        public Catalog Catalog => catalog;

        public void Score(Query query, ReadOnlySpan<int> items, Span<float> scores) => features.Score(query, items, scores);

        public void Contributions(Query query, int item, Span<float> contributions) => features.Contributions(query, item, contributions);

        public void Similarities(int item, Span<float> scores) => features.Similarities(item, scores);

        public void Export(Weights weights)
        {
        }
    }
}
