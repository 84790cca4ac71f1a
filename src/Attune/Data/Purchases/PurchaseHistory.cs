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
        var pairs = new long[items.Length];
        var count = 0;
        for (var e = 0; e < items.Length; e++)
            if (day - DayOf(times[e]) is > 0 and var back) pairs[count++] = ((long)items[e] << 32) | (uint)back;
        return Of(pairs.AsSpan(0, count));
    }

    /// <summary>The history where only the order of purchases is known: each counts as a day of its own, the newest as yesterday.</summary>
    /// <param name="items">What was bought, oldest first, repeats included.</param>
    internal static PurchaseHistory OfOrder(ReadOnlySpan<int> items)
    {
        var pairs = new long[items.Length];
        for (var e = 0; e < items.Length; e++) pairs[e] = ((long)items[e] << 32) | (uint)(items.Length - e);
        return Of(pairs);
    }

    // Pairs of an item (above) and how many days ago it was bought (below). Sorted they lie item by item, the newest day first.
    static PurchaseHistory Of(Span<long> pairs)
    {
        pairs.Sort();
        var (keys, starts) = (new List<long>(), new List<int>());
        var kept = 0;
        for (var p = 0; p < pairs.Length; p++)
        {
            if (p > 0 && pairs[p] == pairs[kept - 1]) continue;
            if (kept == 0 || pairs[kept - 1] >> 32 != pairs[p] >> 32)
            {
                keys.Add((pairs[p] << 32) | (pairs[p] >> 32));
                starts.Add(kept);
            }
            pairs[kept++] = pairs[p];
        }
        return Ordered([.. keys], [.. starts], pairs[..kept]);
    }

    // Keys are a last day above an item, so their order is that of Items.
    static PurchaseHistory Ordered(long[] keys, int[] starts, ReadOnlySpan<long> pairs)
    {
        Array.Sort(keys, starts);
        var (offsets, days) = (new int[keys.Length + 1], new int[pairs.Length]);
        for (var i = 0; i < keys.Length; i++)
        {
            var (item, at) = (keys[i] & 0xFFFFFFFF, offsets[i]);
            for (var p = starts[i]; p < pairs.Length && pairs[p] >> 32 == item; p++) days[at++] = (int)pairs[p];
            offsets[i + 1] = at;
        }
        return new PurchaseHistory(Array.ConvertAll(keys, k => (int)k), offsets, days);
    }
}
