using Attune.Numerics;

namespace Attune;

/// <summary>Chunks as bags of tokens: the items of their events and, where data has several kinds of events, these kinds.</summary>
static class TokenBags
{
    /// <summary>How many different tokens the chunks of some data can have: its items, then its kinds.</summary>
    internal static int TokensOf(Dataset data) => data.Items.Count + (data.Events.Kinds.Count > 1 ? data.Events.Kinds.Count : 0);

    /// <summary>Chunks × tokens: how often each occurs.</summary>
    internal static CsrMatrix Count(HistoryChunks chunks)
    {
        var offsets = new int[chunks.Count + 1];
        var (tokens, counts) = (new List<int>(), new List<float>());
        for (var c = 0; c < chunks.Count; c++)
        {
            foreach (var (token, count) in Of(chunks, c))
            {
                tokens.Add(token);
                counts.Add(count);
            }
            offsets[c + 1] = tokens.Count;
        }
        return new CsrMatrix(TokensOf(chunks.Data), offsets, [.. tokens], [.. counts]);
    }

    /// <summary>The tokens of one chunk in ascending order, and how often it has each.</summary>
    internal static IEnumerable<(int Token, int Count)> Of(HistoryChunks chunks, int chunk)
    {
        var (start, length) = chunks.EventsOf(chunk).GetOffsetAndLength(chunks.Data.Count);
        var kinds = chunks.Data.Events.Kinds.Count > 1 ? chunks.Data.Events.Kind : null;
        var all = new int[kinds is null ? length : 2 * length];
        chunks.Items(chunk).CopyTo(all);
        if (kinds is not null)
            for (var e = 0; e < length; e++) all[length + e] = chunks.Data.Items.Count + kinds[start + e];
        Array.Sort(all);
        return Runs(all);
    }

    static IEnumerable<(int Token, int Count)> Runs(int[] sorted)
    {
        for (int at = 0, end; at < sorted.Length; at = end)
        {
            for (end = at + 1; end < sorted.Length && sorted[end] == sorted[at];) end++;
            yield return (sorted[at], end - at);
        }
    }
}
