namespace Attune.Trees;

/// <summary>
/// How readily each item is bought again, whoever buys: of all users' shopping days after their first purchase of it, the share on which they bought it again, drawn to the mean of all items as if ten more days had said that.
/// Counted are days before those that are learned from alone, so no label is in it, neither the row's own nor another's.
/// </summary>
static class RepeatRates
{
    const double Prior = 10;

    /// <summary>The rate of every item; of one that nobody had bought by then, the mean.</summary>
    /// <param name="sequences">Users' purchases with times.</param>
    /// <param name="items">How many items there are.</param>
    /// <param name="latest">How many of each user's newest days of purchase are learned from.</param>
    /// <param name="cancellation">Ends the count.</param>
    internal static float[] Of(ItemSequences sequences, int items, int latest, CancellationToken cancellation = default)
    {
        var (again, chances) = (new long[items], new long[items]);
        for (var u = 0; u < sequences.Users; u++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (Before(sequences, u, latest) is { } history) Count(history, again, chances);
        }
        var all = chances.Sum();
        var mean = all == 0 ? 0 : again.Sum() / (double)all;
        return [.. again.Zip(chances, (a, c) => (float)((a + Prior * mean) / (c + Prior)))];
    }

    // A user's purchases before the oldest day that is learned from.
    static PurchaseHistory? Before(ItemSequences sequences, int user, int latest)
    {
        var times = sequences.TimesOf(user);
        var days = new SortedSet<int>();
        foreach (var time in times) days.Add(PurchaseHistory.DayOf(time));
        return days.Count <= latest ? null : PurchaseHistory.Of(sequences.Of(user), times, days.ElementAt(days.Count - latest));
    }

    static void Count(PurchaseHistory history, long[] again, long[] chances)
    {
        int[] shopping = [.. Shopper.DaysOf(history)];
        Array.Sort(shopping);
        for (var p = 0; p < history.Items.Count; p++)
        {
            var days = history.DaysAgo(p);
            var item = history.Items[p];
            again[item] += days.Length - 1;
            // As many days are newer than the first purchase as stand before it in the order of days ago.
            chances[item] += Array.BinarySearch(shopping, days[^1]);
        }
    }
}
