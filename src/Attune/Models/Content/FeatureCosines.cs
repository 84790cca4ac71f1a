using System.Buffers;
using Attune.Numerics;

namespace Attune;

/// <summary>
/// What models of item features have in common once every item is a sparse vector: like(h, i) is the cosine of two items, and the score of an item is its
/// mean likeness to the history, weighted by strength: score(i) = Σ_h weight(h) · like(h, i) / Σ_h |weight(h)|, which is one inner product of the item
/// with the history's mean. Items without features get NaN, and in a history they count for nothing. Immutable.
/// </summary>
sealed class FeatureCosines
{
    readonly Catalog _catalog;
    readonly CsrMatrix _rows;

    /// <summary>Takes one row of features for each item of the catalog; rows are scaled to length 1.</summary>
    internal FeatureCosines(Catalog catalog, CsrMatrix features)
    {
        _catalog = catalog;
        var values = features.Values.ToArray();
        for (var i = 0; i < features.Rows; i++)
        {
            var row = values.AsSpan(features.Offsets[i], features.RowLength(i));
            var norm = MathF.Sqrt(Vectors.Dot(row, row));
            if (norm > 0) Vectors.Scale(1 / norm, row);
        }
        _rows = new CsrMatrix(features.Columns, features.Offsets.ToArray(), features.ColumnIndices.ToArray(), values);
    }

    /// <summary>ln((1 + N) / (1 + n)) + 1: how much a feature says that n of N items have.</summary>
    internal static double Rarity(int items, int having) => Math.Log((1.0 + items) / (1.0 + having)) + 1;

    /// <summary>Writes the mean likeness of the asked items to the history of a query.</summary>
    internal void Score(Query query, ReadOnlySpan<int> items, Span<float> scores)
    {
        var history = _catalog.HistoryOf(query);
        var total = Total(history);
        if (!(total > 0))
        {
            scores.Fill(float.NaN);
            return;
        }
        var rented = ArrayPool<float>.Shared.Rent(_rows.Columns);
        var mean = rented.AsSpan(0, _rows.Columns);
        mean.Clear();
        for (var h = 0; h < history.Count; h++) SparseRows.AddTo(mean, _rows.Row(history.Items[h]), _rows.RowValues(history.Items[h]), history.Weights[h] / total);
        for (var i = 0; i < items.Length; i++) scores[i] = Knows(items[i]) ? SparseRows.Dot(_rows.Row(items[i]), _rows.RowValues(items[i]), mean) : float.NaN;
        ArrayPool<float>.Shared.Return(rented);
    }

    /// <summary>What each history item contributes to the score of <paramref name="item"/>.</summary>
    internal void Contributions(Query query, int item, Span<float> contributions)
    {
        contributions.Clear();
        if (!Knows(item)) return;
        var history = _catalog.HistoryOf(query);
        var total = Total(history);
        for (var h = 0; h < history.Count; h++)
            if (Knows(history.Items[h])) contributions[h] = history.Weights[h] / total * Like(history.Items[h], item);
    }

    /// <summary>The cosine of an item with all others; NaN for itself and where either has no features.</summary>
    internal void Similarities(int item, Span<float> scores)
    {
        for (var i = 0; i < scores.Length; i++) scores[i] = i != item && Knows(item) && Knows(i) ? Like(item, i) : float.NaN;
    }

    float Like(int a, int b) => SparseRows.Dot(_rows.Row(a), _rows.RowValues(a), _rows.Row(b), _rows.RowValues(b));

    bool Knows(int item) => (uint)item < (uint)_rows.Rows && _rows.RowLength(item) > 0;

    float Total(History history)
    {
        var total = 0f;
        for (var h = 0; h < history.Count; h++)
            if (Knows(history.Items[h])) total += Math.Abs(history.Weights[h]);
        return total;
    }
}
