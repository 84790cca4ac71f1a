namespace Attune;

/// <summary>
/// Encoded rows of what was shown and whether it was clicked. A row has <c>Columns</c> codes; the vector of field f is Σ over its columns c of Values[c] · E[Codes[c]], so that a number
/// scales its vector, and several labels are averaged (1/n each, 0 beyond the last).
/// </summary>
/// <param name="Columns">Codes of a row, over all fields.</param>
/// <param name="Codes">Rows × Columns, row after row; where nothing stands, the field's first code.</param>
/// <param name="Values">Rows × Columns; null where all are 1, as with fields of one label each.</param>
/// <param name="Labels">1 for clicked and 0 for not, one of each row; empty for candidates.</param>
/// <param name="Weights">How much each row counts in training and measures, above 0; null where all count alike.</param>
public sealed record ClickRows(int Columns, int[] Codes, float[]? Values, float[] Labels, float[]? Weights)
{
    /// <summary>Number of rows.</summary>
    public int Count => Codes.Length / Columns;

    /// <summary>Some of the rows, in the order given.</summary>
    internal ClickRows Take(ReadOnlySpan<int> rows)
    {
        var codes = new int[rows.Length * Columns];
        var values = Values is null ? null : new float[codes.Length];
        var labels = new float[Labels.Length == 0 ? 0 : rows.Length];
        var weights = Weights is null ? null : new float[rows.Length];
        for (var r = 0; r < rows.Length; r++)
        {
            Codes.AsSpan(rows[r] * Columns, Columns).CopyTo(codes.AsSpan(r * Columns));
            if (values is not null) Values.AsSpan(rows[r] * Columns, Columns).CopyTo(values.AsSpan(r * Columns));
            if (labels.Length > 0) labels[r] = Labels[rows[r]];
            if (weights is not null) weights[r] = Weights![rows[r]];
        }
        return new ClickRows(Columns, codes, values, labels, weights);
    }

    /// <summary>Rows that lie together.</summary>
    internal ClickRows Slice(int from, int count) => new(Columns, Codes[(from * Columns)..((from + count) * Columns)], Values?[(from * Columns)..((from + count) * Columns)],
        Labels.Length == 0 ? [] : Labels[from..(from + count)], Weights?[from..(from + count)]);

    /// <summary>Blocks of the same fields as one.</summary>
    internal static ClickRows Join(IReadOnlyList<ClickRows> blocks) => blocks.Count == 1 ? blocks[0] : new(blocks[0].Columns, [.. blocks.SelectMany(b => b.Codes)],
        blocks[0].Values is null ? null : [.. blocks.SelectMany(b => b.Values!)], [.. blocks.SelectMany(b => b.Labels)], blocks[0].Weights is null ? null : [.. blocks.SelectMany(b => b.Weights!)]);
}
