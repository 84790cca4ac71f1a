namespace Attune;

/// <summary>
/// Smaller training parts, each within every larger one of the same seed (S₁ ⊂ S₂ ⊂ …): by users, who go as a whole, or by histories, of which everybody keeps a like part. All items stay listed, so
/// that what is ranked does not change with the size.
/// </summary>
static class Thinning
{
    /// <summary>All events of the first users in an order drawn from the seed, as many as it takes for this many events; so a little more, by less than one user.</summary>
    internal static Dataset Users(Dataset data, int size, int seed = 42)
    {
        Check(size);
        var draws = Draw.ForUsers(data, seed, "thin users");
        var (kept, count) = (new bool[data.Users.Count], 0);
        foreach (var u in Enumerable.Range(0, kept.Length).OrderBy(u => draws[u]).TakeWhile(_ => count < size))
        {
            kept[u] = true;
            count += Length(data, u);
        }
        return data.Where(e => kept[data.Events.User[e]], _ => true);
    }

    /// <summary>
    /// Exactly this many events, of each user a like share: the r-th of a user's n events in a drawn order has the key (r + φ) ⁄ n with φ drawn for the user, and the lowest keys stay.
    /// </summary>
    internal static Dataset Histories(Dataset data, int size, int seed = 42)
    {
        Check(size);
        if (size >= data.Count) return data;
        var (draws, offsets) = (Draw.ForEvents(data, seed, "thin histories"), Draw.ForUsers(data, seed, "thin histories"));
        var (keys, order) = (new double[data.Count], Enumerable.Range(0, data.Count).ToArray());
        for (var u = 0; u < data.Users.Count; u++)
        {
            var (start, length) = data.EventsOf(u).GetOffsetAndLength(data.Count);
            foreach (var (r, e) in Enumerable.Range(start, length).OrderBy(e => draws[e]).Index()) keys[e] = (r + offsets[u]) / length;
        }
        // Stable, so that equal keys go by position whatever the size.
        var kept = new bool[data.Count];
        foreach (var e in order.OrderBy(e => keys[e]).Take(size)) kept[e] = true;
        return data.Where(e => kept[e], _ => true);
    }

    static int Length(Dataset data, int user) => data.EventsOf(user).End.Value - data.EventsOf(user).Start.Value;

    static void Check(int size) => ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
}
