namespace Attune;

/// <summary>Each user's items in the order of events, repeats kept: user u owns the places Offsets[u] .. Offsets[u + 1].</summary>
/// <param name="offsets">Users + 1 numbers.</param>
/// <param name="items">Dense indices, user after user, oldest first.</param>
sealed class ItemSequences(int[] offsets, int[] items)
{
    internal int[] Offsets => offsets;

    internal int[] Items => items;

    internal int Users => offsets.Length - 1;

    /// <summary>One user's items; empty for nobody.</summary>
    internal ReadOnlySpan<int> Of(int user) => (uint)user < (uint)Users ? items.AsSpan(offsets[user], offsets[user + 1] - offsets[user]) : default;

    /// <summary>The newest events of each user that speak for their item.</summary>
    internal static ItemSequences Of(Dataset data, int latest)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(latest, 1);
        var speaks = Array.ConvertAll(data.Events.KindNames, k => data.Weights.Of(k) > 0);
        var (offsets, items) = (new int[data.Users.Count + 1], new List<int>(data.Count));
        for (var u = 0; u < data.Users.Count; u++)
        {
            var (start, length) = data.EventsOf(u).GetOffsetAndLength(data.Count);
            var from = start + length;
            for (var kept = 0; from > start && kept < latest; from--)
                if (Speaks(from - 1)) kept++;
            for (var e = from; e < start + length; e++)
                if (Speaks(e)) items.Add(data.Events.Item[e]);
            offsets[u + 1] = items.Count;
        }
        return new ItemSequences(offsets, [.. items]);

        bool Speaks(int e) => speaks[data.Events.Kind is null ? 0 : data.Events.Kind[e]];
    }
}
