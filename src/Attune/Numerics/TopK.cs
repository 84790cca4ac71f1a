using System.Buffers;

namespace Attune.Numerics;

/// <summary>
/// Selects the k best of a sequence of scored indices. Higher scores are better; equal scores are ordered by ascending index, so that a
/// ranking is one and the same for every block size and thread count. NaN scores are never selected.
/// </summary>
public static class TopK
{
    /// <summary>
    /// Writes the positions of the best scores, best first, and returns how many there are: the smaller of <paramref name="best"/>'s length
    /// and the number of scores that are not NaN. Position i stands for <c>indices[i]</c> in ties.
    /// </summary>
    public static int Select(ReadOnlySpan<float> scores, ReadOnlySpan<int> indices, Span<int> best)
    {
        var count = 0;
        if (best.Length == 0) return 0;
        for (var i = 0; i < scores.Length; i++)
        {
            if (float.IsNaN(scores[i])) continue;
            if (count < best.Length)
            {
                best[count++] = i;
                if (count == best.Length) Heapify(scores, indices, best);
            }
            else if (Before(scores, indices, i, best[0]))
            {
                best[0] = i;
                SiftDown(scores, indices, best, 0);
            }
        }
        var found = best[..count];
        SortBestFirst(scores, indices, found);
        return count;
    }

    // The heap keeps the worst of the selected at its root.
    static void Heapify(ReadOnlySpan<float> scores, ReadOnlySpan<int> indices, Span<int> heap)
    {
        for (var i = heap.Length / 2 - 1; i >= 0; i--) SiftDown(scores, indices, heap, i);
    }

    static void SiftDown(ReadOnlySpan<float> scores, ReadOnlySpan<int> indices, Span<int> heap, int at)
    {
        while (true)
        {
            var worst = at;
            for (var child = 2 * at + 1; child <= 2 * at + 2 && child < heap.Length; child++)
                if (Before(scores, indices, heap[worst], heap[child])) worst = child;
            if (worst == at) return;
            (heap[at], heap[worst]) = (heap[worst], heap[at]);
            at = worst;
        }
    }

    // A short list is sorted on the stack, a long one in a lent buffer.
    static void SortBestFirst(ReadOnlySpan<float> scores, ReadOnlySpan<int> indices, Span<int> found)
    {
        if (found.Length <= 128)
        {
            SortBestFirst(scores, indices, found, stackalloc (float, int, int)[found.Length]);
            return;
        }
        var lent = ArrayPool<(float, int, int)>.Shared.Rent(found.Length);
        SortBestFirst(scores, indices, found, lent.AsSpan(0, found.Length));
        ArrayPool<(float, int, int)>.Shared.Return(lent);
    }

    static void SortBestFirst(ReadOnlySpan<float> scores, ReadOnlySpan<int> indices, Span<int> found, Span<(float Score, int Index, int Position)> keys)
    {
        for (var i = 0; i < found.Length; i++) keys[i] = (-scores[found[i]], indices[found[i]], found[i]);
        keys.Sort(static (a, b) => a.Score != b.Score ? a.Score.CompareTo(b.Score)
            : a.Index != b.Index ? a.Index.CompareTo(b.Index) : a.Position.CompareTo(b.Position));
        for (var i = 0; i < found.Length; i++) found[i] = keys[i].Position;
    }

    static bool Before(ReadOnlySpan<float> scores, ReadOnlySpan<int> indices, int a, int b) =>
        scores[a] > scores[b] || (scores[a] == scores[b] && indices[a] < indices[b]);
}
