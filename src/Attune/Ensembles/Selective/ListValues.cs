using System.Buffers;
using Attune.Numerics;

namespace Attune;

/// <summary>
/// What the list of one member for one query counts for in an ensemble: its best items outside the history, each with a value by <see cref="ListScale"/>; equal scores share the mean of
/// their places. An item of the history is measured by the same list, as if it stood where its score belongs.
/// </summary>
/// <param name="scale">How.</param>
/// <param name="length">Items on a list.</param>
/// <param name="k">K of reciprocal rank fusion.</param>
readonly struct ListValues(ListScale scale, int length, double k)
{
    /// <summary>
    /// The best items of a row of scores over the whole catalog, written into <paramref name="items"/> with their scores, best first; returns how many. Without an item outside the history all
    /// are taken. The history's scores in the row are lost to NaN unless that is so.
    /// </summary>
    internal int Best(Span<float> row, ReadOnlySpan<int> all, ReadOnlySpan<int> history, Span<int> items, Span<float> scores)
    {
        var kept = ArrayPool<float>.Shared.Rent(history.Length);
        for (var h = 0; h < history.Length; h++) (kept[h], row[history[h]]) = (row[history[h]], float.NaN);
        if (!MemberScores.AnyNumber(row))
            // Backwards, so that of an item that comes twice the first is put back last.
            for (var h = history.Length - 1; h >= 0; h--) row[history[h]] = kept[h];
        ArrayPool<float>.Shared.Return(kept);
        var found = TopK.Select(row, all, items[..Math.Min(length, row.Length)]);
        for (var i = 0; i < found; i++) scores[i] = row[items[i]];
        return found;
    }

    /// <summary>The values of a list's scores, best first, in their place.</summary>
    internal void Value(Span<float> scores)
    {
        var list = ArrayPool<float>.Shared.Rent(scores.Length);
        scores.CopyTo(list);
        var ordered = list.AsSpan(0, scores.Length);
        var deviation = Deviation(scores);
        for (var i = 0; i < scores.Length; i++) scores[i] = Of(ordered[i], ordered, deviation);
        ArrayPool<float>.Shared.Return(list);
    }

    /// <summary>The value of any score by a list of scores, best first: 0 below the list, and where there is none.</summary>
    internal float Of(float score, ReadOnlySpan<float> list, float deviation)
    {
        if (list.Length == 0 || !(score >= list[^1])) return 0;
        if (scale is ListScale.MinMax or ListScale.ZScore)
        {
            var width = scale == ListScale.ZScore ? deviation : list[0] - list[^1];
            return width > 0 ? (score - list[^1]) / width : 1;
        }
        var (above, upTo) = (Count(list, score, orEqual: false), Count(list, score, orEqual: true));
        var place = above + Math.Max(1, (upTo - above + 1) / 2f);
        return scale == ListScale.Borda ? (list.Length + 1 - place) / list.Length : (float)(1 / (k + place));
    }

    /// <summary>The standard deviation of a list's scores, where the scale asks for it.</summary>
    internal float Deviation(ReadOnlySpan<float> scores)
    {
        if (scale != ListScale.ZScore || scores.Length == 0) return 0;
        var (sum, squares) = (0.0, 0.0);
        foreach (var s in scores) sum += s;
        var mean = sum / scores.Length;
        foreach (var s in scores) squares += (s - mean) * (s - mean);
        return (float)Math.Sqrt(squares / scores.Length);
    }

    // How many of a list, best first, are higher, or at least as high.
    static int Count(ReadOnlySpan<float> list, float score, bool orEqual)
    {
        var (low, high) = (0, list.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (list[middle] > score || (orEqual && list[middle] == score)) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
