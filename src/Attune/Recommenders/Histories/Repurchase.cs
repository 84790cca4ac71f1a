namespace Attune;

/// <summary>One day of a user on which something was bought again or could have been: what the models of repurchase learn from.</summary>
/// <param name="User">Whose.</param>
/// <param name="Day">The day of the basket (<see cref="PurchaseHistory.DayOf"/>).</param>
/// <param name="History">What the user had bought before.</param>
/// <param name="Bought">For each item of the history whether it was bought on that day.</param>
sealed record Repurchase(int User, int Day, PurchaseHistory History, bool[] Bought)
{
    /// <summary>The newest days of purchase of each user that have something before them.</summary>
    /// <param name="sequences">Users' purchases with times.</param>
    /// <param name="latest">How many days of each user, from 1.</param>
    internal static IEnumerable<Repurchase> Of(ItemSequences sequences, int latest)
    {
        for (var u = 0; u < sequences.Users; u++)
        {
            var (items, times) = (sequences.Of(u).ToArray(), sequences.TimesOf(u).ToArray());
            foreach (var day in times.Select(PurchaseHistory.DayOf).Distinct().OrderDescending().Take(latest))
            {
                var history = PurchaseHistory.Of(items, times, day);
                if (history.Items.Count == 0) continue;
                var basket = items.Where((_, e) => PurchaseHistory.DayOf(times[e]) == day).ToHashSet();
                yield return new Repurchase(u, day, history, [.. history.Items.Select(basket.Contains)]);
            }
        }
    }
}
