namespace Attune;

/// <summary>
/// What the days of purchase of an item look like, as binary features: whether it was bought in each of the stretches of 7, 14, 28, 91 and 182 days that part the 364 days before the day asked for (97), and one of each
/// set of buckets: days of purchase n (8), days since the last (40), the mean gap between them (20), days since the last in gaps (20), and the share of the user's days of purchase (12).
/// </summary>
static class CadenceFeatures
{
    internal const int Window = 364, Bins = 97, Counts = 8, Lasts = 40, Gaps = 20, Ratios = 20, Shares = 12;

    /// <summary>How many features there are.</summary>
    internal const int Count = Bins + Counts + Lasts + Gaps + Ratios + Shares;

    static readonly int[] s_stretches = [7, 14, 28, 91, 182];

    /// <summary>On how many of the days the user bought anything.</summary>
    internal static int ShopDays(PurchaseHistory history)
    {
        var days = new HashSet<int>();
        for (var p = 0; p < history.Items.Count; p++)
            foreach (var day in history.DaysAgo(p))
                if (day <= Window) days.Add(day);
        return days.Count;
    }

    /// <summary>Adds the features that hold.</summary>
    /// <param name="daysAgo">When the item was bought, the newest first (1 is yesterday); what lies before the window does not count.</param>
    /// <param name="shopDays">The user's <see cref="ShopDays"/>.</param>
    /// <param name="into">Where to: features ascending.</param>
    internal static void Add(ReadOnlySpan<int> daysAgo, int shopDays, List<int> into)
    {
        var n = 0;
        while (n < daysAgo.Length && daysAgo[n] <= Window) n++;
        var days = daysAgo[..n];
        var start = AddBins(days, into);
        into.Add(start + Math.Min(n, Counts - 1));
        start += Counts;
        if (n == 0) return;
        var last = days[0] - 1;
        into.Add(start + Bucket(4, last, Lasts));
        start += Lasts;
        if (n > 1)
        {
            var gap = (days[^1] - days[0]) / (n - 1.0);
            into.Add(start + Bucket(3, gap, Gaps));
            into.Add(start + Gaps + Bucket(4, 4 * last / Math.Max(gap, 1), Ratios));
        }
        into.Add(start + Gaps + Ratios + Math.Min(10 * n / shopDays, Shares - 1));
    }

    static int AddBins(ReadOnlySpan<int> days, List<int> into)
    {
        var start = 0;
        foreach (var length in s_stretches)
        {
            var before = -1;
            foreach (var day in days)
            {
                if ((day - 1) / length == before) continue;
                before = (day - 1) / length;
                into.Add(start + before);
            }
            start += Window / length;
        }
        return start;
    }

    static int Bucket(double scale, double value, int buckets) => Math.Min((int)(scale * Math.Log2(1 + value)), buckets - 1);
}
