namespace Attune;

/// <summary>Each user's items in the order of events, repeats kept: user u owns the places Offsets[u] .. Offsets[u + 1].</summary>
/// <param name="offsets">Users + 1 numbers.</param>
/// <param name="items">Dense indices, user after user, oldest first.</param>
/// <param name="times">When each was, in milliseconds; null where no model asks or the data has none.</param>
sealed class ItemSequences(int[] offsets, int[] items, long[]? times = null)
{
    internal int[] Offsets => offsets;

    internal int[] Items => items;

    internal long[]? Times => times;

    internal int Users => offsets.Length - 1;

    /// <summary>One user's items; empty for nobody.</summary>
    internal ReadOnlySpan<int> Of(int user) => (uint)user < (uint)Users ? items.AsSpan(offsets[user], offsets[user + 1] - offsets[user]) : default;

    /// <summary>When each of one user's items was; empty for nobody, and without times.</summary>
    internal ReadOnlySpan<long> TimesOf(int user) => times is not null && (uint)user < (uint)Users ? times.AsSpan(offsets[user], offsets[user + 1] - offsets[user]) : default;

    /// <summary>The newest events of each user that speak for their item, with their times where <paramref name="timed"/> and the data has some.</summary>
    internal static ItemSequences Of(Dataset data, int latest, bool timed = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(latest, 1);
        var speaks = Array.ConvertAll(data.Events.KindNames, k => data.Weights.Of(k) > 0);
        var (offsets, items) = (new int[data.Users.Count + 1], new List<int>(data.Count));
        var times = timed && data.HasTimes ? new List<long>(data.Count) : null;
        for (var u = 0; u < data.Users.Count; u++)
        {
            var (start, length) = data.EventsOf(u).GetOffsetAndLength(data.Count);
            var from = start + length;
            for (var kept = 0; from > start && kept < latest; from--)
                if (Speaks(from - 1)) kept++;
            for (var e = from; e < start + length; e++)
                if (Speaks(e))
                {
                    items.Add(data.Events.Item[e]);
                    times?.Add(data.Events.Times[e]);
                }
            offsets[u + 1] = items.Count;
        }
        return new ItemSequences(offsets, [.. items], times?.ToArray());

        bool Speaks(int e) => speaks[data.Events.Kind is null ? 0 : data.Events.Kind[e]];
    }
}
