using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Attune.Numerics;

namespace Attune;

/// <summary>
/// Embarrassingly shallow autoencoder: a linear model of each item from all others, in closed form.
/// With G = XᵀX of the binary preferences X (users × items) and P = (G + λI)⁻¹: B = −P / diag(P) column by column, with a zero diagonal, and
/// score(u, j) = Σ over the history of B(i, j). Shapes: G, P, B items × items (dense). Steck, "Embarrassingly Shallow Autoencoders for Sparse
/// Data", WWW 2019. Deviations: none; a history item that is given twice counts twice.
/// Time items³ + Σ history² / 2, memory 4 bytes × items². Deterministic, whatever the number of threads.
/// </summary>
public sealed record Ease : ITrainer
{
    /// <summary>λ, the penalty on the squared weights; more = smoother and closer to popularity. Grows with the number of users. Default 500.</summary>
    [Range(0.01, 1e9)]
    [Search(10, 10_000, Log = true)]
    public double Regularization { get; init; } = 500;

    /// <inheritdoc/>
    public QueryParts Reads => QueryParts.User | QueryParts.History;

    /// <inheritdoc/>
    public long FitBytes(DataSize size) => MatrixBytes(size.Items);

    /// <inheritdoc/>
    public IRecommender Fit(Dataset data, FitContext? context = null)
    {
        Options.Validate(this);
        context ??= FitContext.Default;
        RequireRoom(data.Items.Count);
        context.Report("counting pairs", 0, 3);
        var weights = PairCounts(data, context);
        context.Report("inverting", 1, 3);
        Invert(weights, data.Items.Count, context);
        context.Report("weights", 2, 3);
        ToWeights(weights, data.Items.Count, context);
        context.Report("weights", 3, 3);
        return new Model(this, Catalog.Of(data), weights);
    }

    /// <inheritdoc/>
    public IRecommender Restore(Catalog catalog, Weights weights) =>
        new Model(this, catalog, weights.Float("item_weights", (long)catalog.Items.Count * catalog.Items.Count));

    static long MatrixBytes(int items) => (long)sizeof(float) * items * items;

    static void RequireRoom(int items)
    {
        var needed = MatrixBytes(items);
        var available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if ((long)items * items <= Array.MaxLength && needed <= available) return;
        throw new DataException(string.Create(CultureInfo.InvariantCulture,
            $"ease holds a dense matrix of items × items: {items} items need {needed / 1e9:0.0} GB, and {available / 1e9:0.0} GB is there (46,340 items at most anywhere). Keep fewer items (a k-core filter) or take als or item-knn."));
    }

    // The lower triangle of G: row i counts, for every item up to i, the users who have both.
    static float[] PairCounts(Dataset data, FitContext context)
    {
        var (byUser, byItem, n) = (data.Preferences, data.PreferencesByItem, data.Items.Count);
        var pairs = new float[(long)n * n];
        context.For(n, i =>
        {
            var row = pairs.AsSpan(i * n, i + 1);
            foreach (var user in byItem.Row(i))
                foreach (var item in byUser.Row(user))
                {
                    if (item > i) break;
                    row[item]++;
                }
        });
        return pairs;
    }

    void Invert(float[] pairs, int n, FitContext context)
    {
        for (var i = 0; i < n; i++) pairs[i * n + i] += (float)Regularization;
        try
        {
            Inverse.Of(pairs, n, context.Parallel);
        }
        catch (ArithmeticException e)
        {
            throw OptionsException.TooLittle(this, Regularization, e);
        }
    }

    static void ToWeights(float[] inverse, int n, FitContext context)
    {
        var diagonal = new float[n];
        for (var i = 0; i < n; i++) diagonal[i] = inverse[i * n + i];
        context.For(n, i =>
        {
            var row = inverse.AsSpan(i * n, n);
            for (var j = 0; j < row.Length; j++) row[j] = -row[j] / diagonal[j];
            row[i] = 0;
        });
    }

    sealed class Model(Ease trainer, Catalog catalog, float[] weights) : IExplain, ISimilarItems
    {
        readonly int _items = catalog.Items.Count;

        public ITrainer Trainer => trainer;

        public Catalog Catalog => catalog;

        public void Score(Query query, ReadOnlySpan<int> items, Span<float> scores)
        {
            var history = catalog.HistoryOf(query).Items;
            scores.Fill(history.Length == 0 ? float.NaN : 0);
            if (catalog.IsWhole(items))
                foreach (var h in history) Vectors.Axpy(1, weights.AsSpan(h * _items, _items), scores);
            else
                for (var i = 0; i < items.Length; i++)
                    if ((uint)items[i] >= (uint)_items) scores[i] = float.NaN;
                    else
                        foreach (var h in history) scores[i] += weights[h * _items + items[i]];
        }

        public void Contributions(Query query, int item, Span<float> contributions)
        {
            var history = catalog.HistoryOf(query).Items;
            for (var h = 0; h < history.Length; h++) contributions[h] = (uint)item < (uint)_items ? weights[history[h] * _items + item] : float.NaN;
        }

        // What one item alone recommends: its row of B. Its own place, which B leaves at zero, gets no similarity.
        public void Similarities(int item, Span<float> scores)
        {
            if ((uint)item >= (uint)_items) scores.Fill(float.NaN);
            else
            {
                weights.AsSpan(item * _items, _items).CopyTo(scores);
                scores[item] = float.NaN;
            }
        }

        public void Export(Weights exported) => exported.Add("item_weights", weights, _items, _items);
    }
}
