using System.Globalization;

namespace Attune;

/// <summary>
/// Merges repeated events of a pair. Events are repeats where user, item and kind are equal: a view and a purchase are two different things.
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

    static IEnumerable<int[]> Repeats(Dataset data, int user)
    {
        var (start, length) = data.EventsOf(user).GetOffsetAndLength(data.Count);
        return Enumerable.Range(start, length).GroupBy(e => (data.Events.Item[e], data.Events.Kind?[e] ?? 0)).Select(g => g.ToArray());
    }

    static float Sum(EventColumns events, int[] same) => (float)same.Sum(e => float.IsNaN(events.ValueOf(e)) ? 1.0 : events.ValueOf(e));

    static float Mean(EventColumns events, int[] same) =>
        (float)same.Select(e => (double)events.ValueOf(e)).Where(v => !double.IsNaN(v)).DefaultIfEmpty(double.NaN).Average();
}
