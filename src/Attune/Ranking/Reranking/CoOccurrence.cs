using System.Collections.Concurrent;
using Attune.Numerics;

namespace Attune;

/// <summary>
/// How alike two items are by who had them in training: users of both / √(users of one · users of the other), from 0 to 1. Counted when asked for, and
/// kept up to a number of pairs, since lists repeat them. Safe for use from many threads.
/// </summary>
sealed class CoOccurrence(CsrMatrix histories)
{
    // About 200 MB; what does not fit any more is counted again.
    const int PairsKept = 1 << 21;

    readonly Lazy<CsrMatrix> _byItem = new(histories.Transpose);
    readonly ConcurrentDictionary<(int, int), double> _known = new();
    int _kept;

    /// <summary>The cosine of two items; NaN where nobody had one of them.</summary>
    internal double Cosine(int a, int b)
    {
        var pair = a < b ? (a, b) : (b, a);
        if (_known.TryGetValue(pair, out var cosine)) return cosine;
        var left = Users(a);
        var right = Users(b);
        cosine = left.IsEmpty || right.IsEmpty ? double.NaN : Common(left, right) / Math.Sqrt((double)left.Length * right.Length);
        if (Volatile.Read(ref _kept) < PairsKept && _known.TryAdd(pair, cosine)) Interlocked.Increment(ref _kept);
        return cosine;
    }

    /// <summary>How many numbers two ascending sequences share.</summary>
    internal static int Common(ReadOnlySpan<int> left, ReadOnlySpan<int> right)
    {
        var (common, i, j) = (0, 0, 0);
        while (i < left.Length && j < right.Length)
        {
            var (a, b) = (left[i], right[j]);
            if (a == b) common++;
            if (a <= b) i++;
            if (b <= a) j++;
        }
        return common;
    }

    ReadOnlySpan<int> Users(int item) => (uint)item < (uint)_byItem.Value.Rows ? _byItem.Value.Row(item) : [];
}
