using System.Numerics;
using System.Runtime.CompilerServices;

namespace Attune;

/// <summary>Orders the rows of single users by time, in place and stably. Belongs to one thread.</summary>
sealed class TimeSort(EventColumns events)
{
    const uint Second = 1000;
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
            Apply(events.Item, starts[u], own.Length);
            Apply(events.Kind, starts[u], own.Length);
            Apply(events.Value, starts[u], own.Length);
            Apply(events.Price, starts[u], own.Length);
            Apply(events.Slot, starts[u], own.Length);
            Apply(events.Request, starts[u], own.Length);
            Apply(events.Context, starts[u], own.Length);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static bool IsAscending(ReadOnlySpan<long> times)
    {
        for (var i = 1; i < times.Length; i++)
            if (times[i] < times[i - 1]) return false;
        return true;
    }

    // Time since the user's first and position in one number, so that one plain sort is stable; a span of centuries with many rows needs two columns.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Order(Span<long> times)
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
        var unit = Since(times, low, Second, bits, keys) ? Second : 1;
        if (unit == 1) Since(times, low, 1, bits, keys);
        var sorted = RadixSort.Sort(keys, _spare, bits, bits + BitOperations.Log2((ulong)((high - low) / unit)) + 1);
        for (var i = 0; i < sorted.Length; i++)
        {
            _order[i] = (int)(sorted[i] & ((1L << bits) - 1));
            times[i] = low + (sorted[i] >> bits) * unit;
        }
    }

    // Most files tell seconds: fewer bits to sort by. False where a time lies between two units.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static bool Since(ReadOnlySpan<long> times, long low, uint unit, int bits, Span<long> keys)
    {
        var between = 0UL;
        for (var i = 0; i < keys.Length; i++)
        {
            var since = (ulong)(times[i] - low);
            var units = unit == Second ? since / Second : since;
            between |= since - units * unit;
            keys[i] = (long)(units << bits) | (uint)i;
        }
        return between == 0;
    }

    void OrderLong(Span<long> times)
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
        keys.CopyTo(times);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Apply<T>(T[]? column, int start, int count)
    {
        if (column is null) return;
        if (_scratch is not T[] scratch || scratch.Length < count) _scratch = scratch = new T[BitOperations.RoundUpToPowerOf2((uint)count)];
        var own = column.AsSpan(start, count);
        var order = _order.AsSpan(0, count);
        for (var i = 0; i < order.Length; i++) scratch[i] = own[order[i]];
        scratch.AsSpan(0, count).CopyTo(own);
    }
}
