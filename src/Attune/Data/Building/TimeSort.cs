using System.Numerics;

namespace Attune;

/// <summary>Orders the rows of single users by time, in place and stably. Belongs to one thread.</summary>
sealed class TimeSort(EventColumns events)
{
    long[] _keys = [];
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
        if (_keys.Length < count) (_keys, _order) = (new long[BitOperations.RoundUpToPowerOf2((uint)count)], new int[BitOperations.RoundUpToPowerOf2((uint)count)]);
        var (low, high) = (long.MaxValue, long.MinValue);
        foreach (var t in times) (low, high) = (Math.Min(low, t), Math.Max(high, t));
        var bits = BitOperations.Log2((uint)count) + 1;
        var keys = _keys.AsSpan(0, count);
        var order = _order.AsSpan(0, count);
        if (high - low < long.MaxValue >> bits)
        {
            for (var i = 0; i < count; i++) keys[i] = ((times[i] - low) << bits) | (uint)i;
            keys.Sort();
            for (var i = 0; i < count; i++) order[i] = (int)(keys[i] & ((1L << bits) - 1));
            return;
        }
        times.CopyTo(keys);
        for (var i = 0; i < count; i++) order[i] = i;
        keys.Sort(order);
        for (var (from, to) = (0, 1); to <= count; to++)
        {
            if (to < count && keys[to] == keys[from]) continue;
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
