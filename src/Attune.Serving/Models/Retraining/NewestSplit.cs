using System.Globalization;

namespace Attune.Serving;

/// <summary>
/// Holds out the newest events for a fair trial of models of which some have been in use: only pairs of user and item that none of them was trained on, and that
/// no other event of the training part holds. The part that is left is every test user's history, so that a model is asked as the server asks it: with what
/// the user did until then.
/// </summary>
static class NewestSplit
{
    // Means over so many users are known well enough; more would only take time.
    const int MostUsers = 10_000;

    /// <summary>The split; null where there is nothing to hold out.</summary>
    /// <param name="data">The snapshot.</param>
    /// <param name="share">The share of all events to hold out; at most half of those that nobody knows, so that the newest ones are learned from too.</param>
    /// <param name="known">Models whose training data must not be held out.</param>
    internal static Split? Of(Dataset data, double share, params IReadOnlyList<IRecommender> known)
    {
        var eligible = Eligible(data, known);
        var quota = (int)Math.Min(Math.Round(share * data.Count), eligible.Length / 2.0);
        if (quota < 1) return null;
        var held = Newest(data, eligible, quota);
        if (!KeepNewPairs(data, held)) return null;
        var train = data.Where(e => !held[e]);
        var measured = Measured(data, held);
        var test = data.WhereExtending(train, e => held[e] && measured[data.Events.User[e]]);
        var history = data.WhereExtending(test, e => !held[e] && measured[data.Events.User[e]]);
        return new Split(string.Create(CultureInfo.InvariantCulture, $"newest:{share}"), train, test) { History = history.Count > 0 ? history : null };
    }

    // Events that speak for an item, of pairs that no model was trained on.
    static int[] Eligible(Dataset data, IReadOnlyList<IRecommender> known)
    {
        var weights = Array.ConvertAll(data.Events.KindNames, data.Weights.Of);
        var maps = known.Select(m => (m.Catalog.Histories, Users: m.Catalog.Users.MapFrom(data.Users), Items: m.Catalog.Items.MapFrom(data.Items))).ToArray();
        return [.. Enumerable.Range(0, data.Count).Where(e => weights[data.Events.Kind is { } kind ? kind[e] : 0] > 0 && !maps.Any(m => Knows(m, data.Events.User[e], data.Events.Item[e])))];

        static bool Knows((Numerics.CsrMatrix Histories, int[] Users, int[] Items) m, int user, int item) =>
            m.Users[user] >= 0 && m.Items[item] >= 0 && m.Histories.Row(m.Users[user]).BinarySearch(m.Items[item]) >= 0;
    }

    // Of equal times (a bulk load may have but one) the last events of each user come first.
    static bool[] Newest(Dataset data, int[] eligible, int quota)
    {
        var held = new bool[data.Count];
        if (data.Events.Time is not { } times) throw new DataException($"{data.Name} has no times.");
        var sorted = Array.ConvertAll(eligible, e => times[e]);
        Array.Sort(sorted);
        var cut = sorted[^quota];
        foreach (var e in eligible)
            if (times[e] > cut) (held[e], quota) = (true, quota - 1);
        foreach (var e in eligible.Where(e => times[e] == cut).OrderBy(e => data.EventsOf(data.Events.User[e]).End.Value - e).ThenBy(e => e).Take(quota)) held[e] = true;
        return held;
    }

    // A pair that training has an event of is no news. Says whether anything is left on both sides.
    static bool KeepNewPairs(Dataset data, bool[] held)
    {
        var (trained, left) = (0, 0);
        var old = new HashSet<int>();
        for (var u = 0; u < data.Users.Count; u++)
        {
            var (first, end) = (data.EventsOf(u).Start.Value, data.EventsOf(u).End.Value);
            old.Clear();
            for (var e = first; e < end; e++)
                if (!held[e]) old.Add(data.Events.Item[e]);
            for (var e = first; e < end; e++)
            {
                held[e] = held[e] && !old.Contains(data.Events.Item[e]);
                if (held[e]) left++;
                else trained++;
            }
        }
        return left > 0 && trained > 0;
    }

    static bool[] Measured(Dataset data, bool[] held)
    {
        var has = new bool[data.Users.Count];
        for (var e = 0; e < held.Length; e++) has[data.Events.User[e]] |= held[e];
        if (has.Count(h => h) <= MostUsers) return has;
        var draws = Draw.ForUsers(data, 42, "newest");
        var measured = new bool[has.Length];
        foreach (var u in Enumerable.Range(0, has.Length).Where(u => has[u]).OrderBy(u => draws[u]).Take(MostUsers)) measured[u] = true;
        return measured;
    }
}
