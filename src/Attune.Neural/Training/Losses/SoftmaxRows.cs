using System.Numerics;
using System.Runtime.InteropServices;

namespace Attune.Neural;

/// <summary>The softmax of rows of scores in the machine's memory, in place, up to the gradient of its cross-entropy: one visit of each row while it is in the cache.</summary>
static class SoftmaxRows
{
    /// <summary>Replaces scores by <paramref name="factor"/> · (softmax − 1 at the target) and returns the sum of the rows' losses.</summary>
    internal static double ToGradient(Tensor scores, Tensor classes, float factor)
    {
        var (rows, width) = ((int)scores.Size(0), (int)scores.Size(1));
        var losses = new double[rows];
        Rows.ForEach(rows, width, r =>
        {
            var row = scores.Span<float>().Slice(r * width, width);
            losses[r] = ToGradient(row, (int)classes.Span<long>()[r], factor);
        });
        return losses.Sum();
    }

    /// <summary>One row; returns its loss.</summary>
    internal static double ToGradient(Span<float> row, int target, float factor)
    {
        var (highest, score) = (Max(row), row[target]);
        var sum = Exponentials.Shifted(row, highest);
        Scale(row, factor / sum);
        row[target] -= factor;
        return Math.Log(sum) + highest - score;
    }

    /// <summary>Multiplies every number.</summary>
    internal static void Scale(Span<float> row, float factor)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(row);
        for (var i = 0; i < vectors.Length; i++) vectors[i] *= factor;
        for (var i = vectors.Length * Vector<float>.Count; i < row.Length; i++) row[i] *= factor;
    }

    /// <summary>The greatest number.</summary>
    internal static float Max(ReadOnlySpan<float> row)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(row);
        var most = new Vector<float>(float.NegativeInfinity);
        foreach (var v in vectors) most = Vector.Max(most, v);
        var max = float.NegativeInfinity;
        for (var i = 0; i < Vector<float>.Count; i++) max = Math.Max(max, most[i]);
        for (var i = vectors.Length * Vector<float>.Count; i < row.Length; i++) max = Math.Max(max, row[i]);
        return max;
    }
}
