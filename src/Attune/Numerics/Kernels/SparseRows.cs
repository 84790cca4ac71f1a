using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Attune.Numerics;

/// <summary>The kernel of sparse products: adding a scaled sparse row to a dense one.</summary>
static class SparseRows
{
    /// <summary>sums[indices[e]] ← sums[indices[e]] + scale · values[e]. Indices outside <paramref name="sums"/> are an error.</summary>
    internal static void AddTo(Span<float> sums, ReadOnlySpan<int> indices, ReadOnlySpan<float> values, float scale)
    {
        values = values[..indices.Length];
        for (var e = 0; e < indices.Length; e++) sums[indices[e]] += scale * values[e];
    }

    /// <summary>The inner product of two sparse rows with ascending indices.</summary>
    internal static float Dot(ReadOnlySpan<int> indices, ReadOnlySpan<float> values, ReadOnlySpan<int> otherIndices, ReadOnlySpan<float> otherValues)
    {
        var (sum, other) = (0f, 0);
        for (var e = 0; e < indices.Length; e++)
        {
            while (other < otherIndices.Length && otherIndices[other] < indices[e]) other++;
            if (other < otherIndices.Length && otherIndices[other] == indices[e]) sum += values[e] * otherValues[other];
        }
        return sum;
    }
}
