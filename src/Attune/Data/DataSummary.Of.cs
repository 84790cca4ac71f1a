using System.Globalization;

namespace Attune;

public sealed partial record DataSummary
{
    const int CurvePoints = 100, MostValues = 20, FewestBars = 5;

    /// <summary>Describes a data set. Time O(events), besides sorting users and items by activity.</summary>
    public static DataSummary Of(Dataset data)
    {
        var (perUser, perItem) = (Counts(data.Events.Users, data.Users.Count), Counts(data.Events.Items, data.Items.Count));
        var range = Range(data.Events);
        return new DataSummary
        {
            Name = data.Name,
            Users = perUser.Length,
            Items = perItem.Length,
            ListedOnly = data.Items.Count - perItem.Length,
            Events = data.Count,
            Preferences = data.Preferences.Count,
            Density = perUser.Length == 0 ? 0 : data.Preferences.Count / ((double)perUser.Length * perItem.Length),
            From = range?.From,
            To = range?.To,
            Kinds = KindsOf(data.Events),
            Values = ValuesOf(data.Events),
            EventsPerUser = Quantiles(perUser),
            EventsPerItem = Quantiles(perItem),
            Activity = range is { } r ? Periods(data.Events, r.From, r.To) : [],
            PopularityCurve = Curve(perItem, data.Count),
            TopPercentShare = perItem.Length == 0 ? 0 : perItem.Reverse().Take(Math.Max(1, perItem.Length / 100)).Sum(c => (double)c) / data.Count,
            Columns = [.. ColumnsOf(data)],
        };
    }

    // Ascending, without those that have no events.
    static int[] Counts(ReadOnlySpan<int> column, int count)
    {
        var counts = new int[count];
        foreach (var i in column) counts[i]++;
        Array.Sort(counts);
        return Array.FindAll(counts, c => c > 0);
    }

    // The nearest rank below: always a count that occurs.
    static int[] Quantiles(int[] ascending) => ascending.Length == 0 ? [] : [.. Enumerable.Range(0, 5).Select(q => ascending[(ascending.Length - 1) * q / 4])];

    static List<(double Items, double Events)> Curve(int[] ascending, int events)
    {
        var curve = new List<(double, double)> { (0, 0) };
        var sum = 0L;
        var steps = Math.Min(CurvePoints, ascending.Length);
        for (var (i, step) = (0, 1); i < ascending.Length; i++)
        {
            sum += ascending[^(i + 1)];
            if (i + 1 < (long)ascending.Length * step / steps) continue;
            curve.Add(((i + 1.0) / ascending.Length, (double)sum / events));
            step++;
        }
        return curve;
    }

    static (DateTimeOffset From, DateTimeOffset To)? Range(EventColumns events)
    {
        if (events.Time is not { Length: > 0 } times) return null;
        var (first, last) = (long.MaxValue, long.MinValue);
        foreach (var t in times) (first, last) = (Math.Min(first, t), Math.Max(last, t));
        return (DateTimeOffset.FromUnixTimeMilliseconds(first), DateTimeOffset.FromUnixTimeMilliseconds(last));
    }

    static SortedDictionary<string, int> KindsOf(EventColumns events)
    {
        var counts = new int[events.Kinds.Count];
        for (var e = 0; e < events.Count; e++) counts[events.Kind is null ? 0 : events.Kind[e]]++;
        return new(events.Kinds.Select((kind, k) => (kind, k)).ToDictionary(p => p.kind, p => counts[p.k]), StringComparer.Ordinal);
    }

    static SortedDictionary<float, int> ValuesOf(EventColumns events)
    {
        var counts = new SortedDictionary<float, int>();
        foreach (var value in events.Values)
        {
            if (float.IsNaN(value)) continue;
            counts[value] = counts.GetValueOrDefault(value) + 1;
            if (counts.Count > MostValues) return [];
        }
        return counts;
    }

    static List<(string, int)> Periods(EventColumns events, DateTimeOffset from, DateTimeOffset to)
    {
        (string Format, Func<DateTime, DateTime> Start, Func<DateTime, DateTime> Next)[] scales =
        [
            ("yyyy", t => new DateTime(t.Year, 1, 1), t => t.AddYears(1)),
            ("yyyy-MM", t => new DateTime(t.Year, t.Month, 1), t => t.AddMonths(1)),
            ("yyyy-MM-dd", t => t.Date.AddDays(-(((int)t.DayOfWeek + 6) % 7)), t => t.AddDays(7)),
            ("yyyy-MM-dd", t => t.Date, t => t.AddDays(1)),
        ];
        var (format, starts) = scales
            .Select(s => (s.Format, Starts: Starts(s.Start(from.UtcDateTime), to.UtcDateTime, s.Next)))
            .Where((bars, i) => bars.Starts.Count >= FewestBars || i == scales.Length - 1)
            .First();
        return Count(events, starts, format);
    }

    static List<DateTime> Starts(DateTime first, DateTime last, Func<DateTime, DateTime> next)
    {
        var starts = new List<DateTime>();
        for (var t = first; t <= last; t = next(t))
        {
            starts.Add(t);
            if (t.Year == DateTime.MaxValue.Year) break; // The calendar ends here: such a time stands for "never".
        }
        return starts;
    }

    static List<(string, int)> Count(EventColumns events, List<DateTime> starts, string format)
    {
        var from = starts.ConvertAll(t => new DateTimeOffset(t, TimeSpan.Zero).ToUnixTimeMilliseconds());
        var counts = new int[starts.Count];
        foreach (var t in events.Times)
        {
            var at = from.BinarySearch(t);
            counts[at >= 0 ? at : ~at - 1]++;
        }
        return [.. starts.Select((t, i) => (t.ToString(format, CultureInfo.InvariantCulture), counts[i]))];
    }

    static IEnumerable<string> ColumnsOf(Dataset data)
    {
        yield return "user";
        yield return "item";
        if (data.HasTimes) yield return "time";
        if (data.Events.Kind is not null) yield return "kind";
        if (data.Events.Value is not null) yield return "value";
        if (data.Events.Price is not null) yield return "price";
        if (data.Events.Slot is not null) yield return "slot";
        if (data.Events.Request is not null) yield return "request";
        if (data.Events.Context is not null) yield return "context";
        foreach (var column in data.UserFeatures?.Columns ?? []) yield return $"user {column.Name}";
        foreach (var column in data.ItemFeatures?.Columns ?? []) yield return $"item {column.Name}";
    }
}
