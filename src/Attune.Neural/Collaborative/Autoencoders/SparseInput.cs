using Attune.Numerics;

namespace Attune.Neural;

/// <summary>The product of sparse rows with a matrix whose rows are items, and its gradient, in the machine's memory: what is not there costs nothing. The same on any number of threads.</summary>
static class SparseInput
{
    /// <summary>rows × width: Σ values · rows of the table.</summary>
    internal static Tensor Forward(PreferenceBatch batch, Tensor table)
    {
        var width = (int)table.Size(1);
        var result = Tensor.Zeros([batch.Rows, width]);
        Rows.ForEach(batch.Rows, (long)width * (batch.Columns.Length / batch.Rows + 1), r =>
        {
            var sum = result.Span<float>().Slice(r * width, width);
            var rows = table.Span<float>();
            for (var e = batch.Offsets[r]; e < batch.Offsets[r + 1]; e++)
                if (batch.Values[e] != 0) Vectors.Axpy(batch.Values[e], rows.Slice(batch.Columns[e] * width, width), sum);
        });
        return result;
    }

    /// <summary>Adds valuesᵀ · gradient to the gradient of the table.</summary>
    internal static void Backward(PreferenceBatch batch, Tensor gradient, Tensor tableGradient)
    {
        var width = (int)gradient.Size(1);
        var (offsets, rows, values) = ByItem(batch);
        // A row of the table has one thread, which takes the users in their order.
        Rows.ForEach(batch.Items, (long)width * (rows.Length / batch.Items + 1), i =>
        {
            var sum = tableGradient.Span<float>().Slice(i * width, width);
            var states = gradient.Span<float>();
            for (var e = offsets[i]; e < offsets[i + 1]; e++) Vectors.Axpy(values[e], states.Slice(rows[e] * width, width), sum);
        });
    }

    // The entries that are shown, item after item.
    static (int[] Offsets, int[] Rows, float[] Values) ByItem(PreferenceBatch batch)
    {
        var offsets = new int[batch.Items + 1];
        for (var e = 0; e < batch.Columns.Length; e++)
            if (batch.Values[e] != 0) offsets[batch.Columns[e] + 1]++;
        for (var i = 0; i < batch.Items; i++) offsets[i + 1] += offsets[i];
        var (next, rows, values) = (offsets.AsSpan(0, batch.Items).ToArray(), new int[offsets[^1]], new float[offsets[^1]]);
        for (var r = 0; r < batch.Rows; r++)
            for (var e = batch.Offsets[r]; e < batch.Offsets[r + 1]; e++)
                if (batch.Values[e] != 0)
                {
                    var at = next[batch.Columns[e]]++;
                    (rows[at], values[at]) = (r, batch.Values[e]);
                }
        return (offsets, rows, values);
    }
}
