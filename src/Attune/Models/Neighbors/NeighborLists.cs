using Attune.Numerics;

namespace Attune;

/// <summary>
/// A fitted model of items and their weighted neighbors: score(u, j) = Σ over the history of weight(i) · w(i, j), read along the rows of a sparse
/// matrix. What <see cref="ItemKnn"/> and its kin have in common once they are fitted.
/// </summary>
static class NeighborLists
{
    /// <summary>Writes the scores of a history; 0 where nothing of it leads to an item, NaN for unknown items and an empty history.</summary>
    internal static void Score(Catalog catalog, CsrMatrix bySource, Query query, ReadOnlySpan<int> items, Span<float> scores)
    {
        var history = catalog.HistoryOf(query);
        scores.Fill(history.Count == 0 ? float.NaN : 0);
        if (catalog.IsWhole(items))
            for (var h = 0; h < history.Count; h++)
                SparseRows.AddTo(scores, bySource.Row(history.Items[h]), bySource.RowValues(history.Items[h]), history.Weights[h]);
        else
            for (var i = 0; i < items.Length; i++)
                if ((uint)items[i] >= (uint)bySource.Rows) scores[i] = float.NaN;
                else
                    for (var h = 0; h < history.Count; h++) scores[i] += history.Weights[h] * Of(bySource, history.Items[h], items[i]);
    }

    /// <summary>What each history item contributes to the score of <paramref name="item"/>.</summary>
    internal static void Contributions(Catalog catalog, CsrMatrix bySource, Query query, int item, Span<float> contributions)
    {
        var history = catalog.HistoryOf(query);
        for (var h = 0; h < history.Count; h++) contributions[h] = history.Weights[h] * Of(bySource, history.Items[h], item);
    }

    /// <summary>Writes row <paramref name="item"/> of <paramref name="rows"/>; NaN where it holds nothing.</summary>
    internal static void Similarities(CsrMatrix rows, int item, Span<float> scores)
    {
        scores.Fill(float.NaN);
        if ((uint)item >= (uint)rows.Rows) return;
        for (var i = 0; i < rows.RowLength(item); i++) scores[rows.Row(item)[i]] = rows.RowValues(item)[i];
    }

    /// <summary>Stores a square matrix of neighbors under three names.</summary>
    internal static void Export(Weights weights, CsrMatrix rows, string columns, string values) => weights
        .Add("offsets", rows.Offsets.ToArray()).Add(columns, rows.ColumnIndices.ToArray()).Add(values, rows.Values.ToArray());

    /// <summary>Reads what <see cref="Export"/> stored.</summary>
    internal static CsrMatrix Restore(Weights weights, int items, string columns, string values)
    {
        var indices = weights.Integer(columns);
        return new CsrMatrix(items, weights.Integer("offsets", items + 1), indices, weights.Float(values, indices.Length));
    }

    /// <summary>Targets × sources, with what each source keeps divided by its sum.</summary>
    internal static CsrMatrix Normalized(CsrMatrix byTarget)
    {
        var sums = new double[byTarget.Columns];
        for (var e = 0; e < byTarget.Count; e++) sums[byTarget.ColumnIndices[e]] += byTarget.Values[e];
        var values = byTarget.Values.ToArray();
        for (var e = 0; e < values.Length; e++) values[e] = (float)(values[e] / sums[byTarget.ColumnIndices[e]]);
        return new CsrMatrix(byTarget.Columns, byTarget.Offsets.ToArray(), byTarget.ColumnIndices.ToArray(), values);
    }

    static float Of(CsrMatrix bySource, int source, int target)
    {
        var at = bySource.Row(source).BinarySearch(target);
        return at < 0 ? 0 : bySource.RowValues(source)[at];
    }
}
