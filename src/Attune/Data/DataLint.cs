using System.Globalization;

namespace Attune;

/// <summary>Looks for what makes data treacherous. Finds, never changes anything. <c>SplitLint</c> does the same for a split.</summary>
public static class DataLint
{
    // Below these numbers chance alone makes the pattern.
    const int FewestTies = 5, FewestEvents = 100, HeavyEvents = 1000, HeavyTimesMedian = 50;
    const double SortedShare = 0.9, SingleUserShare = 0.05;

    // Nobody recommended anything in 1970: such a time is a missing one, or seconds were read as milliseconds.
    static readonly long EndOf1970 = new DateTimeOffset(1971, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    /// <summary>Everything odd about the data, warnings first; empty where there is nothing to say. Time O(events log events).</summary>
    public static IReadOnlyList<LintFinding> Check(Dataset data)
    {
        if (data.Count == 0) return [];
        var perUser = Counts(data.Events.Users, data.Users.Count);
        var perItem = Counts(data.Events.Items, data.Items.Count);
        LintFinding?[] found =
        [
            .. Ties(data), .. Repeats(data), EpochTimes(data), FutureTimes(data), NegativeValues(data), SameValue(data),
            Heavy(data, perUser), BigShare(data, perUser), Single("one-event-users", "user", data.Users, perUser), Single("one-event-items", "item", data.Items, perItem), ListedOnly(data, perItem),
        ];
        return [.. found.OfType<LintFinding>().OrderByDescending(f => f.Severity)];
    }

    // Neighbours in time order that share user and time but not the item: what comes first is then only the order of the file.
    static IEnumerable<LintFinding?> Ties(Dataset data)
    {
        if (data.Events.Time is not { } times) yield break;
        var (user, item) = (data.Events.User, data.Events.Item);
        var (ties, rising, first) = (0, 0, -1);
        for (var e = 1; e < data.Count; e++)
        {
            if (user[e] != user[e - 1] || times[e] != times[e - 1] || item[e] == item[e - 1]) continue;
            if (ties++ == 0) first = e;
            if (item[e] > item[e - 1]) rising++;
        }
        if (ties == 0) yield break;
        yield return new("time-ties", LintSeverity.Note, ties,
            Say($"{ties:N0} of {data.Count:N0} events have the same time as the event before them; first, {Event(data, first)} comes with item '{data.Items[item[first - 1]]}'."),
            "The order inside a tie is the order of the file, not of time: do not read it as a sequence, and do not cut a user's events there.");
        if (ties >= FewestTies && rising >= SortedShare * ties)
            yield return new("ties-in-id-order", LintSeverity.Warning, rising,
                Say($"{rising:N0} of {ties:N0} ties are sorted by item id, as with user '{data.Users[user[first]]}': '{data.Items[item[first - 1]]}' before '{data.Items[item[first]]}'."),
                "The file was sorted by id, so leave-last holds out the highest id instead of the latest event. Shuffle the file once, or split by time.");
    }

    static IEnumerable<LintFinding?> Repeats(Dataset data)
    {
        var (exact, repeated, firstExact, firstRepeated) = (0, 0, -1, -1);
        for (var u = 0; u < data.Users.Count; u++)
        {
            var (start, length) = data.EventsOf(u).GetOffsetAndLength(data.Count);
            var (whole, pairs) = (new HashSet<(int, int, long, float)>(length), new HashSet<(int, int)>(length));
            for (var e = start; e < start + length; e++)
            {
                var kind = data.Events.Kind?[e] ?? 0;
                var isNewPair = pairs.Add((data.Events.Item[e], kind));
                // Without times an event cannot be told from its repeat.
                if (!whole.Add((data.Events.Item[e], kind, data.Events.Time?[e] ?? e, data.Events.ValueOf(e)))) (exact, firstExact) = (exact + 1, firstExact < 0 ? e : firstExact);
                else if (!isNewPair) (repeated, firstRepeated) = (repeated + 1, firstRepeated < 0 ? e : firstRepeated);
            }
        }
        if (exact > 0)
            yield return new("exact-duplicates", LintSeverity.Warning, exact, Say($"{exact:N0} of {data.Count:N0} events equal an earlier one in user, item, kind, time and value; first, {Event(data, firstExact)}."),
                "The same row was probably written twice. Merge with the policy first, or sum where each row is a real event.");
        if (repeated > 0)
            yield return new("repeated-pairs", LintSeverity.Note, repeated, Say($"{repeated:N0} of {data.Count:N0} events repeat a pair of user and item; first, {Event(data, firstRepeated)}."),
                "Where people buy again this is ordinary, and what was seen should stay in the lists; where a pair should occur once, merge with the policy last.");
    }

    static LintFinding? EpochTimes(Dataset data) => Count(data, e => data.Events.Time![e] < EndOf1970, data.HasTimes, "epoch-times", LintSeverity.Warning,
        "lie before 1971", "A time of 0 usually stands for a missing one, and times in January 1970 for seconds read as milliseconds. Correct the source, or cut with from:DATE.");

    // Later than the 99th percentile by more than the span in which the middle 98 % of events lie.
    static LintFinding? FutureTimes(Dataset data)
    {
        if (data.Events.Time is not { } times || times.Length < FewestEvents) return null;
        var sorted = times.ToArray();
        Array.Sort(sorted);
        var (low, high) = (sorted[sorted.Length / 100], sorted[^(sorted.Length / 100 + 1)]);
        return Count(data, e => times[e] - high > Math.Max(high - low, 1), true, "far-times", LintSeverity.Warning,
            "lie far after all others", "A split by time would be cut by these alone. Correct the source, or cut with to:DATE.");
    }

    static LintFinding? NegativeValues(Dataset data) => Count(data, e => data.Events.Value![e] < 0 && data.Events.KindOf(e) is not (EventKind.Return or EventKind.Rating), data.Events.Value is not null,
        "negative-values", LintSeverity.Note, "have a negative value without being returns", "They take back earlier events of the pair. Where they are returns, give them the kind 'return'.");

    static LintFinding? SameValue(Dataset data)
    {
        if (data.Events.Value is not { Length: > 1 } values || Array.Exists(values, v => v != values[0])) return null;
        return new("same-value", LintSeverity.Note, values.Length, Say($"Every value is {values[0]}, as with {Event(data, 0)}."),
            "The value column says nothing: read the data as implicit, without ratings.");
    }

    static LintFinding? Heavy(Dataset data, int[] perUser)
    {
        var counts = Array.FindAll(perUser, c => c > 0);
        Array.Sort(counts);
        var limit = Math.Max(HeavyEvents, HeavyTimesMedian * (long)counts.ElementAtOrDefault(counts.Length / 2));
        var heavy = perUser.Count(c => c > limit);
        if (heavy == 0) return null;
        var most = Array.IndexOf(perUser, perUser.Max());
        return new("heavy-users", LintSeverity.Warning, heavy, Say($"{heavy:N0} of {counts.Length:N0} users have more than {limit:N0} events; user '{data.Users[most]}' has {perUser[most]:N0}, the median user {counts[counts.Length / 2]:N0}."),
            "A robot, a test account or a shared login? If so, leave these users out: they bend similarities between items.");
    }

    static LintFinding? BigShare(Dataset data, int[] perUser)
    {
        if (data.Count < FewestEvents || perUser.Max() <= SingleUserShare * data.Count || perUser.Count(c => c > 0) <= 1 / SingleUserShare) return null;
        var most = Array.IndexOf(perUser, perUser.Max());
        return new("one-user-share", LintSeverity.Warning, perUser[most], Say($"User '{data.Users[most]}' made {perUser[most]:N0} of {data.Count:N0} events."),
            "An id such as 'guest' often stands for many people. Leave it out, or use session ids.");
    }

    static LintFinding? Single(string code, string noun, Vocabulary ids, int[] counts)
    {
        var single = counts.Count(c => c == 1);
        return single == 0 ? null : new(code, LintSeverity.Note, single, Say($"{single:N0} of {counts.Count(c => c > 0):N0} {noun}s have one event; first, {noun} '{ids[Array.IndexOf(counts, 1)]}'."),
            noun == "user" ? "They can be trained on or tested on, not both. A k-core (k-core:2) leaves them out, and makes results look better than the shop's." : "Models of co-occurrence know next to nothing of them; item features help.");
    }

    static LintFinding? ListedOnly(Dataset data, int[] perItem)
    {
        var listed = perItem.Count(c => c == 0);
        return listed == 0 ? null : new("listed-only-items", LintSeverity.Note, listed, Say($"{listed:N0} of {data.Items.Count:N0} items are listed without events; first, item '{data.Items[Array.IndexOf(perItem, 0)]}'."),
            "They belong to the catalog, so every ranking holds them as candidates: counts of items differ from those of papers that rank rated items only.");
    }

    static LintFinding? Count(Dataset data, Func<int, bool> odd, bool applies, string code, LintSeverity severity, string what, string advice)
    {
        if (!applies) return null;
        var (count, first) = (0, -1);
        for (var e = 0; e < data.Count; e++)
            if (odd(e) && count++ == 0) first = e;
        return count == 0 ? null : new(code, severity, count, Say($"{count:N0} of {data.Count:N0} events {what}; first, {Event(data, first)}."), advice);
    }

    static int[] Counts(ReadOnlySpan<int> column, int count)
    {
        var counts = new int[count];
        foreach (var i in column) counts[i]++;
        return counts;
    }

    static string Event(Dataset data, int e) =>
        Say($"user '{data.Users[data.Events.User[e]]}' with item '{data.Items[data.Events.Item[e]]}'") + (data.Events.TimeOf(e) is { } t ? Say($" at {t.UtcDateTime:yyyy-MM-dd HH:mm:ss}") : "");

    static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
