using System.Numerics;

namespace Attune;

/// <summary>Orders the rows of single users by time, in place and stably. Belongs to one thread.</summary>
sealed class TimeSort(EventColumns events)
{
    const long Second = 1000;
    long[] _keys = [], _spare = [];
    int[] _order = [];
    Array _scratch = Array.Empty<int>();

    /// <summary>Sorts the users <paramref name="from"/> (included) to <paramref name="to"/> (not included).</summary>
    internal void Sort(int[] starts, int from, int to)
    {
        if (events.Time is not { } times) return;
        for (var u = from; u < to; u++)
        {
            var own = times.AsSpan(starts[u]..starts[u + 1]);
            if (IsAscending(own)) continue;
            Order(own);
            Apply(times, starts[u], own.Length);
            Apply(events.Item, starts[u], own.Length);
            Apply(events.Kind, starts[u], own.Length);
            Apply(events.Value, starts[u], own.Length);
            Apply(events.Price, starts[u], own.Length);
            Apply(events.Slot, starts[u], own.Length);
            Apply(events.Request, starts[u], own.Length);
            Apply(events.Context, starts[u], own.Length);
        }
    }

    static bool IsAscending(ReadOnlySpan<long> times)
    {
        for (var i = 1; i < times.Length; i++)
            if (times[i] < times[i - 1]) return false;
        return true;
    }

    // Time since the user's first and position in one number, so that one plain sort is stable; a span of centuries with many rows needs two columns.
    void Order(ReadOnlySpan<long> times)
    {
        var count = times.Length;
        if (_order.Length < count)
        {
            var room = (int)BitOperations.RoundUpToPowerOf2((uint)count);
            (_keys, _spare, _order) = (new long[room], new long[room], new int[room]);
        }
        var (low, high) = (long.MaxValue, long.MinValue);
        foreach (var t in times) (low, high) = (Math.Min(low, t), Math.Max(high, t));
        var bits = BitOperations.Log2((uint)count) + 1;
        if (high - low >= long.MaxValue >> bits)
        {
            OrderLong(times);
            return;
        }
        var keys = _keys.AsSpan(0, count);
        var unit = Unit(times, low);
        for (var i = 0; i < count; i++) keys[i] = ((unit == 1 ? times[i] - low : (times[i] - low) / Second) << bits) | (uint)i;
        var sorted = RadixSort.Sort(keys, _spare, bits, bits + BitOperations.Log2((ulong)((high - low) / unit)) + 1);
        for (var i = 0; i < count; i++) _order[i] = (int)(sorted[i] & ((1L << bits) - 1));
    }

    // Most files tell seconds: fewer bits to sort by.
    static long Unit(ReadOnlySpan<long> times, long low)
    {
        foreach (var t in times)
            if ((t - low) % Second != 0) return 1;
        return Second;
    }

    void OrderLong(ReadOnlySpan<long> times)
    {
        var keys = _keys.AsSpan(0, times.Length);
        var order = _order.AsSpan(0, times.Length);
        times.CopyTo(keys);
        for (var i = 0; i < order.Length; i++) order[i] = i;
        keys.Sort(order);
        for (var (from, to) = (0, 1); to <= order.Length; to++)
        {
            if (to < order.Length && keys[to] == keys[from]) continue;
            order[from..to].Sort();
            from = to;
        }
    }

    void Apply<T>(T[]? column, int start, int count)
    {
        if (column is null) return;
        if (_scratch is not T[] scratch || scratch.Length < count) _scratch = scratch = new T[BitOperations.RoundUpToPowerOf2((uint)count)];
        var own = column.AsSpan(start, count);
        for (var i = 0; i < count; i++) scratch[i] = own[_order[i]];
        scratch.AsSpan(0, count).CopyTo(own);
    }
}
