namespace Attune;

/// <summary>
/// What a user had bought before a day, and when: the calendar that "buy again" lists are made of. Days are whole days (UTC) counted back from the day asked for: 1 is yesterday; what was bought on
/// that day or later is not in it, and several purchases of an item on a day are one.
/// </summary>
public sealed class PurchaseHistory
{
    readonly int[] _offsets, _days;

    PurchaseHistory(int[] items, int[] offsets, int[] days) => (Items, _offsets, _days) = (items, offsets, days);

    /// <summary>The items bought, each once, the most recently bought first (then by index).</summary>
    public IReadOnlyList<int> Items { get; }

    /// <summary>How many days ago the item at this place of <see cref="Items"/> was bought, each day once, the newest first.</summary>
    public ReadOnlySpan<int> DaysAgo(int place) => _days.AsSpan(_offsets[place].._offsets[place + 1]);

    /// <summary>The day of a time: whole days since 1970-01-01 (UTC).</summary>
    internal static int DayOf(long milliseconds) => (int)Math.Floor(milliseconds / 86_400_000.0);

    /// <summary>The history as of a day.</summary>
    /// <param name="items">What was bought, in any order, repeats included.</param>
    /// <param name="times">When, in milliseconds since 1970, as many.</param>
    /// <param name="day">The day asked for (<see cref="DayOf"/>).</param>
    internal static PurchaseHistory Of(ReadOnlySpan<int> items, ReadOnlySpan<long> times, int day)
    {
        if (items.Length != times.Length) throw new ArgumentException($"There are {items.Length} items and {times.Length} times; each purchase needs its time.", nameof(times));
        var ago = new SortedDictionary<int, SortedSet<int>>();
        for (var e = 0; e < items.Length; e++)
            if (day - DayOf(times[e]) is > 0 and var back) (ago.TryGetValue(items[e], out var days) ? days : ago[items[e]] = []).Add(back);
        var ordered = ago.OrderBy(p => p.Value.Min).ThenBy(p => p.Key).ToArray();
        var offsets = new int[ordered.Length + 1];
        for (var i = 0; i < ordered.Length; i++) offsets[i + 1] = offsets[i] + ordered[i].Value.Count;
        return new PurchaseHistory([.. ordered.Select(p => p.Key)], offsets, [.. ordered.SelectMany(p => p.Value)]);
    }
}
