namespace Attune.Neural;

/// <summary>
/// Histories of a catalog as calendars. Where the data has no times, and for a history that is given without them, the order stands for days: the newest purchase was yesterday, the one before it the
/// day before, and so on.
/// </summary>
sealed class RepeatHistories
{
    const long Day = 86_400_000;
    readonly Catalog _catalog;

    internal RepeatHistories(Catalog catalog)
    {
        (_catalog, Sequences) = (catalog, Dated(catalog.Sequences!));
        AsOf = catalog.Sequences!.Times is { Length: > 0 } times ? PurchaseHistory.DayOf(times.Max()) + 1 : 0;
    }

    /// <summary>The purchases of all users with their times.</summary>
    internal ItemSequences Sequences { get; }

    /// <summary>The day after the newest purchase.</summary>
    internal int AsOf { get; }

    /// <summary>What a query had bought before the day asked for: that of its time, else the day after the newest purchase of training, or of the history where that is later.</summary>
    internal PurchaseHistory Of(Query query)
    {
        var items = _catalog.SequenceOf(query);
        var times = _catalog.TimesOf(query);
        var day = query.At is { } at && (query.History is not null || _catalog.Sequences!.Times is not null) ? PurchaseHistory.DayOf(at.ToUnixTimeMilliseconds())
            : query.History is not null && !times.IsEmpty ? Math.Max(AsOf, PurchaseHistory.DayOf(Newest(times)) + 1) : AsOf;
        return times.Length == items.Length ? PurchaseHistory.Of(items, times, day) : PurchaseHistory.Of(items, Ordered(items.Length, day), day);
    }

    static long Newest(ReadOnlySpan<long> times)
    {
        var newest = long.MinValue;
        foreach (var t in times) newest = Math.Max(newest, t);
        return newest;
    }

    static long[] Ordered(int count, int day) => [.. Enumerable.Range(0, count).Select(e => (day - count + e) * Day)];

    static ItemSequences Dated(ItemSequences sequences) => sequences.Times is not null ? sequences
        : new ItemSequences(sequences.Offsets, sequences.Items, [.. Enumerable.Range(0, sequences.Users).SelectMany(u => Ordered(sequences.Of(u).Length, 0))]);
}
