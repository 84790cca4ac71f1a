using System.Globalization;

namespace Attune;

/// <summary>
/// Merges repeated events of a pair, as a step of its own or among the filters (<c>duplicates:last</c>). Events are repeats where user, item and kind are equal: a view and a purchase are two different things.
/// Events of the same moment rank in their order of arrival.
/// </summary>
public static class Duplicates
{
    /// <summary>Reads "keep", "first", "last", "sum" or "mean".</summary>
    public static DuplicatePolicy Parse(string text) =>
        Enum.TryParse<DuplicatePolicy>(text, ignoreCase: true, out var policy) && Enum.IsDefined(policy) && char.IsLetter(text[0])
            ? policy
            : throw new ArgumentException($"'{text}' is not a policy for duplicates. Policies are keep, first, last, sum, mean.");

    /// <summary>The data with at most one event per user, item and kind (unless kept); tells <paramref name="note"/> how many went.</summary>
    public static Dataset Merge(Dataset data, DuplicatePolicy policy, Action<string>? note = null)
    {
        if (policy == DuplicatePolicy.Keep) return data;
        var keep = new bool[data.Count];
        var values = policy is DuplicatePolicy.Sum or DuplicatePolicy.Mean ? new float[data.Count] : null;
        var left = 0;
        for (var u = 0; u < data.Users.Count; u++)
            foreach (var same in Repeats(data, u))
            {
                var kept = policy == DuplicatePolicy.First ? same[0] : same[^1];
                (keep[kept], left) = (true, left + 1);
                if (values is not null) values[kept] = policy == DuplicatePolicy.Sum ? Sum(data.Events, same) : Mean(data.Events, same);
            }
        note?.Invoke(string.Create(CultureInfo.InvariantCulture,
            $"duplicates {policy.ToString().ToLowerInvariant()}: {data.Count - left:N0} of {data.Count:N0} events repeated a pair and were {(values is null ? "dropped" : "merged")}."));
        var valued = values is null || (policy == DuplicatePolicy.Mean && data.Events.Value is null) ? data : data.WithValues(values);
        return left == data.Count && policy != DuplicatePolicy.Sum ? data : valued.Where(e => keep[e]);
    }

    // The events of each item and kind, oldest first.
    static IEnumerable<ArraySegment<int>> Repeats(Dataset data, int user)
    {
        var (start, length) = data.EventsOf(user).GetOffsetAndLength(data.Count);
        var keyed = new (long Key, int Event)[length];
        for (var i = 0; i < length; i++) keyed[i] = (((long)data.Events.Item[start + i] << 8) | (data.Events.Kind?[start + i] ?? 0), start + i);
        Array.Sort(keyed);
        var events = Array.ConvertAll(keyed, k => k.Event);
        for (var (from, to) = (0, 1); to <= length; to++)
        {
            if (to < length && keyed[to].Key == keyed[from].Key) continue;
            yield return new ArraySegment<int>(events, from, to - from);
            from = to;
        }
    }

    static float Sum(EventColumns events, ArraySegment<int> same)
    {
        var sum = 0.0;
        foreach (var e in same) sum += float.IsNaN(events.ValueOf(e)) ? 1 : events.ValueOf(e);
        return (float)sum;
    }

    static float Mean(EventColumns events, ArraySegment<int> same)
    {
        var (sum, count) = (0.0, 0);
        foreach (var e in same)
            if (events.ValueOf(e) is var value && !float.IsNaN(value)) (sum, count) = (sum + value, count + 1);
        return (float)(sum / count);
    }
}
