namespace Attune.Trees;

/// <summary>What all items of a user have in common on a day.</summary>
/// <param name="Items">How many items the user had bought.</param>
/// <param name="ShoppingDays">On how many days.</param>
/// <param name="First">How many days ago for the first time; 0 for who had bought nothing.</param>
readonly record struct Shopper(int Items, int ShoppingDays, int First)
{
    internal static Shopper Of(PurchaseHistory history)
    {
        var days = DaysOf(history);
        return new(history.Items.Count, days.Count, days.Count == 0 ? 0 : days.Max());
    }

    /// <summary>The days on which anything was bought, counted back.</summary>
    internal static HashSet<int> DaysOf(PurchaseHistory history)
    {
        var days = new HashSet<int>();
        for (var p = 0; p < history.Items.Count; p++)
            foreach (var day in history.DaysAgo(p)) days.Add(day);
        return days;
    }
}
