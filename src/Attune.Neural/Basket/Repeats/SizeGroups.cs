namespace Attune.Neural;

/// <summary>Parts sets into groups that go through a network together, each padded to its largest: little padding, since places that mean nothing cost as much as others, and enough cells for the products to be matrices.</summary>
static class SizeGroups
{
    // Few enough to stay in the cache.
    const int MostCells = 2048;

    /// <summary>The places of the sets of each group, by size and then by place.</summary>
    /// <param name="sizes">How large each set is.</param>
    /// <param name="slack">By what share the largest of a group may exceed the smallest: more = fewer groups and more padding.</param>
    internal static IEnumerable<int[]> Of(IReadOnlyList<int> sizes, double slack)
    {
        int[] order = [.. Enumerable.Range(0, sizes.Count).OrderBy(p => sizes[p])];
        for (var (start, end) = (0, 0); start < order.Length; start = end)
        {
            var most = Math.Max(sizes[order[start]] + 3, sizes[order[start]] * (1 + slack));
            end = start + 1;
            while (end < order.Length && sizes[order[end]] <= most && (end - start + 1) * sizes[order[end]] <= MostCells) end++;
            yield return order[start..end];
        }
    }
}
