namespace Attune;

/// <summary>
/// The population stability index of shares before, p, and after, q: PSI = Σ (q − p) ln(q ⁄ p), which is the sum of the Kullback–Leibler divergences of both ways (Lewis 1994). 0: nothing has moved; below 0.1 one speaks of stable, from 0.25 of a shift. Half a count is added to each group, so that an empty one
/// does not make it infinite.
/// </summary>
public static class PopulationStability
{
    const int Groups = 10;

    /// <summary>Of counts by group.</summary>
    /// <param name="before">Counts before, 0 or more, at least one above 0.</param>
    /// <param name="after">Counts after, of the same groups.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a count is negative.</exception>
    public static double Of(ReadOnlySpan<long> before, ReadOnlySpan<long> after)
    {
        if (before.Length != after.Length || before.Length == 0) throw new ArgumentException($"There are {before.Length} groups before and {after.Length} after; count the same groups, at least one.", nameof(after));
        var (first, second, sum) = (0.0, 0.0, 0.0);
        for (var g = 0; g < before.Length; g++)
        {
            if (before[g] < 0 || after[g] < 0) throw new ArgumentException($"Group {g} has a negative count; counts are 0 or more.", before[g] < 0 ? nameof(before) : nameof(after));
            (first, second) = (first + before[g] + 0.5, second + after[g] + 0.5);
        }
        for (var g = 0; g < before.Length; g++)
        {
            double p = (before[g] + 0.5) / first, q = (after[g] + 0.5) / second;
            sum += (q - p) * Math.Log(q / p);
        }
        return sum;
    }

    /// <summary>
    /// Of items: those of the time before in ten groups, from the most popular down, each with about a tenth of the events, and an eleventh of the items that are new. So it says whether other items are bought, not how often each is.
    /// </summary>
    /// <param name="before">Events of each item before.</param>
    /// <param name="after">Events of each item after.</param>
    public static double OfItems(ReadOnlySpan<int> before, ReadOnlySpan<int> after)
    {
        if (before.Length != after.Length) throw new ArgumentException($"There are {before.Length} items before and {after.Length} after; count the same items.", nameof(after));
        var counts = before.ToArray();
        int[] order = [.. Enumerable.Range(0, counts.Length).Where(i => counts[i] > 0).OrderByDescending(i => counts[i])];
        var (total, passed) = (order.Sum(i => (long)counts[i]), 0L);
        var group = new int[counts.Length];
        Array.Fill(group, Groups);
        foreach (var item in order)
        {
            group[item] = (int)Math.Min(Groups - 1, passed * Groups / total);
            passed += counts[item];
        }
        var (first, second) = (new long[Groups + 1], new long[Groups + 1]);
        for (var i = 0; i < group.Length; i++) (first[group[i]], second[group[i]]) = (first[group[i]] + before[i], second[group[i]] + after[i]);
        return Of(first, second);
    }
}
