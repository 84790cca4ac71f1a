namespace Attune.Trees;

/// <summary>
/// What the days of purchase of an item look like, as numbers for trees. Days are whole days back from the day asked for (1 is yesterday), d_1 &lt; … &lt; d_n those on which the user had bought the item, the gaps what lies between them.
/// In this order: d_1; n; the mean gap; d_1 / mean gap (1 = due); the standard deviation of the gaps; n / the user's shopping days; the user's items; the user's shopping days; days since the user's first purchase; purchases
/// within the last 7, 14, 28, 91, 182 and 364 days; Σ exp(−d / τ) for τ of 7, 28, 91 and 364 days; the item's <see cref="RepeatRates"/>.
/// What is not defined, a gap of one purchase or a deviation of one gap, is −1, which nothing that is defined can be: FastTree learns nothing from rows with NaN.
/// </summary>
static class CalendarFeatures
{
    internal const float Undefined = -1;

    const int Facts = 9;

    static readonly int[] s_windows = [7, 14, 28, 91, 182, 364];

    static readonly int[] s_taus = [7, 28, 91, 364];

    /// <summary>How many features there are.</summary>
    internal static int Count { get; } = Facts + s_windows.Length + s_taus.Length + 1;

    /// <summary>Writes the features of an item.</summary>
    /// <param name="daysAgo">When the user had bought it, the newest first; at least one day.</param>
    /// <param name="shopper">Who.</param>
    /// <param name="repeatRate">The item's.</param>
    /// <param name="row">Where to: <see cref="Count"/> numbers.</param>
    internal static void Write(ReadOnlySpan<int> daysAgo, Shopper shopper, float repeatRate, Span<float> row)
    {
        var (last, n) = (daysAgo[0], daysAgo.Length);
        var gap = n > 1 ? (daysAgo[^1] - last) / (n - 1.0) : Undefined;
        row[0] = last;
        row[1] = n;
        row[2] = (float)gap;
        row[3] = n > 1 ? (float)(last / gap) : Undefined;
        row[4] = n > 2 ? (float)DeviationOfGaps(daysAgo, gap) : Undefined;
        row[5] = n / (float)shopper.ShoppingDays;
        row[6] = shopper.Items;
        row[7] = shopper.ShoppingDays;
        row[8] = shopper.First;
        var at = Facts;
        foreach (var window in s_windows)
        {
            var within = 0;
            while (within < n && daysAgo[within] <= window) within++;
            row[at++] = within;
        }
        foreach (var tau in s_taus)
        {
            var sum = 0.0;
            foreach (var day in daysAgo) sum += Math.Exp(-day / (double)tau);
            row[at++] = (float)sum;
        }
        row[at] = repeatRate;
    }

    static double DeviationOfGaps(ReadOnlySpan<int> daysAgo, double mean)
    {
        var squares = 0.0;
        for (var i = 1; i < daysAgo.Length; i++) squares += (daysAgo[i] - daysAgo[i - 1] - mean) * (daysAgo[i] - daysAgo[i - 1] - mean);
        return Math.Sqrt(squares / (daysAgo.Length - 1));
    }
}
