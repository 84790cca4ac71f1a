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
}
