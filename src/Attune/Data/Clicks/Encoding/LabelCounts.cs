namespace Attune;

/// <summary>
/// Counts labels in bounded memory. While at most <paramref name="capacity"/> differ, the counts are exact; beyond, the rarest are forgotten as in lossy counting (Manku and Motwani 2002): a count is then
/// too small by at most <see cref="Error"/>, and no label that reaches the minimum is ever lost.
/// </summary>
sealed class LabelCounts(int capacity = 1 << 22)
{
    readonly Dictionary<string, (long Count, long Missed)> _counts = new(StringComparer.Ordinal);

    /// <summary>By how much a count may be too small.</summary>
    internal long Error { get; private set; }

    internal void Add(ReadOnlySpan<char> label)
    {
        var counts = _counts.GetAlternateLookup<ReadOnlySpan<char>>();
        if (counts.TryGetValue(label, out var known))
        {
            counts[label] = (known.Count + 1, known.Missed);
            return;
        }
        while (_counts.Count >= capacity) Forget();
        counts[label] = (1, Error);
    }

    /// <summary>The labels that occur at least so often, in their natural order.</summary>
    internal string[] Frequent(long atLeast)
    {
        var labels = _counts.Where(c => c.Value.Count + c.Value.Missed >= atLeast).Select(c => c.Key).ToArray();
        return [.. Vocabulary.InOrder(labels, out _).Ids];
    }

    void Forget()
    {
        Error++;
        foreach (var (label, (count, missed)) in _counts)
            if (count + missed <= Error) _counts.Remove(label);
    }
}
