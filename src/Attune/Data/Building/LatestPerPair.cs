using System.Numerics;
using System.Runtime.CompilerServices;
using Attune.Numerics;

namespace Attune;

/// <summary>Folds the events of each (user, item) pair, in the order of time, into one matrix entry. Users are parted among the threads of all processors, whatever a reading or a
/// training was allowed, as it happens once for a data set, when its preferences are first asked for; each writes where its events lie.</summary>
static class LatestPerPair
{
    /// <summary>What becomes of the events of a pair; a structure, so that no call stands between the rows.</summary>
    internal interface IStep
    {
        /// <summary>The state after event <paramref name="e"/>.</summary>
        (float Summed, float Latest) Next((float Summed, float Latest) state, int e);

        /// <summary>The entry, or NaN for none.</summary>
        float Finish(float summed, float latest);
    }

    /// <summary>Entries that <paramref name="step"/> makes NaN are left out; a 0 is an entry (a rating may be 0).</summary>
    internal static CsrMatrix Fold<TStep>(EventColumns events, int users, int items, TStep step) where TStep : struct, IStep
    {
        var (offsets, starts) = (new int[users + 1], new int[users + 1]);
        foreach (var u in events.User) starts[u + 1]++;
        for (var u = 0; u < users; u++) starts[u + 1] += starts[u];
        var columns = GC.AllocateUninitializedArray<int>(events.Count);
        var values = GC.AllocateUninitializedArray<float>(events.Count);
        var parts = EventSort.Parts(starts, 4 * Environment.ProcessorCount);
        Parallel.For(0, parts.Length - 1, p =>
        {
            var (keys, spare) = (Array.Empty<long>(), Array.Empty<long>());
            var at = starts[parts[p]];
            for (var u = parts[p]; u < parts[p + 1]; u++)
            {
                var count = starts[u + 1] - starts[u];
                if (keys.Length < count) (keys, spare) = (new long[2 * count], new long[2 * count]);
                offsets[u + 1] = FoldUser(starts[u], ByItem(events, starts[u], keys.AsSpan(0, count), spare, items), step, columns.AsSpan(at), values.AsSpan(at));
                at += offsets[u + 1];
            }
        });
        for (var u = 0; u < users; u++) offsets[u + 1] += offsets[u];
        if (offsets[users] == columns.Length) return new CsrMatrix(items, offsets, columns, values);
        return new CsrMatrix(items, offsets, Closed(columns, parts, starts, offsets), Closed(values, parts, starts, offsets));
    }

    // Item and position among the user's events, in one number.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static ReadOnlySpan<long> ByItem(EventColumns events, int start, Span<long> keys, Span<long> spare, int items)
    {
        for (var i = 0; i < keys.Length; i++) keys[i] = ((long)events.Item[start + i] << 32) | (uint)i;
        return RadixSort.Sort(keys, spare, 32, 32 + BitOperations.Log2((uint)items) + 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static int FoldUser<TStep>(int start, ReadOnlySpan<long> keys, TStep step, Span<int> columns, Span<float> values) where TStep : struct, IStep
    {
        var written = 0;
        for (var i = 0; i < keys.Length;)
        {
            var item = (int)(keys[i] >> 32);
            var state = (0f, 0f);
            for (; i < keys.Length && (int)(keys[i] >> 32) == item; i++) state = step.Next(state, start + (int)(keys[i] & 0xFFFFFFFF));
            var value = step.Finish(state.Item1, state.Item2);
            if (float.IsNaN(value)) continue;
            (columns[written], values[written]) = (item, value);
            written++;
        }
        return written;
    }

    // The parts' entries without the gaps between them.
    static T[] Closed<T>(T[] entries, int[] parts, int[] starts, int[] offsets)
    {
        var closed = GC.AllocateUninitializedArray<T>(offsets[^1]);
        for (var p = 0; p + 1 < parts.Length; p++)
        {
            var (from, to) = (offsets[parts[p]], offsets[parts[p + 1]]);
            entries.AsSpan(starts[parts[p]], to - from).CopyTo(closed.AsSpan(from));
        }
        return closed;
    }
}
