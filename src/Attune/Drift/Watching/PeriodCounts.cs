namespace Attune;

/// <summary>What is counted of periods: events, users, items and kinds.</summary>
sealed class PeriodCounts
{
    readonly IReadOnlyList<DateTimeOffset> _edges;
    readonly int[] _events, _users, _firstOf;
    readonly int[][] _items;
    readonly long[][] _kinds;

    PeriodCounts(Dataset data, IReadOnlyList<DateTimeOffset> edges)
    {
        var periods = edges.Count - 1;
        (_edges, _events, _users, _firstOf) = (edges, new int[periods], new int[periods], new int[data.Items.Count]);
        Array.Fill(_firstOf, int.MaxValue);
        _items = [.. Enumerable.Range(0, periods).Select(_ => new int[data.Items.Count])];
        _kinds = [.. Enumerable.Range(0, periods).Select(_ => new long[data.Events.Kinds.Count])];
    }

    internal static PeriodCounts Of(Dataset data, IReadOnlyList<DateTimeOffset> edges)
    {
        var counts = new PeriodCounts(data, edges);
        long[] starts = [.. edges.Select(e => e.ToUnixTimeMilliseconds())];
        // A user's events stand in the order of time, so those of a period follow each other.
        for (var (e, user, period) = (0, -1, -1); e < data.Count; e++)
        {
            var found = Array.BinarySearch(starts, data.Events.Times[e]);
            var at = found >= 0 ? found : ~found - 1;
            if (at < 0 || at >= counts._events.Length) continue;
            counts._events[at]++;
            counts._firstOf[data.Events.Item[e]] = Math.Min(counts._firstOf[data.Events.Item[e]], at);
            counts._items[at][data.Events.Item[e]]++;
            counts._kinds[at][data.Events.Kind?[e] ?? 0]++;
            if (data.Events.User[e] == user && at == period) continue;
            (user, period) = (data.Events.User[e], at);
            counts._users[at]++;
        }
        return counts;
    }

    internal DriftPeriod Period(int k, int chunks)
    {
        var period = new DriftPeriod(_edges[k], _edges[k + 1], _events[k], _users[k], chunks);
        if (k == 0 || _events[k] == 0) return period;
        return period with
        {
            ItemsMoved = _events[k - 1] == 0 ? double.NaN : PopulationStability.OfItems(_items[k - 1], _items[k]),
            ItemsMovedSinceFirst = PopulationStability.OfItems(_items[0], _items[k]),
            KindsMoved = _kinds[k].Length < 2 || _events[k - 1] == 0 ? double.NaN : PopulationStability.Of(_kinds[k - 1], _kinds[k]),
            NewItems = _items[k].Where((_, item) => _firstOf[item] == k).Sum() / (double)_events[k],
        };
    }
}
