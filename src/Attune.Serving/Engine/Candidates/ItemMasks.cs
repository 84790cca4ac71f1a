using System.Collections.Concurrent;

namespace Attune.Serving;

/// <summary>
/// For each filter in use a bit for each item of a model: whether it may be listed. Made when a filter is first asked for, kept up as items change. Read from many threads;
/// a reader may see a change of an item a moment before or after another's.
/// </summary>
/// <param name="count">Items of the model.</param>
/// <param name="entryOf">The item of the space behind an item of the model, or null.</param>
sealed class ItemMasks(int count, Func<int, ItemEntry?> entryOf)
{
    // 125 KB each where there are a million items.
    const int Kept = 32;

    readonly ConcurrentDictionary<string, Mask> _byKey = new(StringComparer.Ordinal);
    readonly Lock _gate = new();
    long _used;

    /// <summary>The mask of a filter.</summary>
    internal Mask Of(ListFilter filter)
    {
        if (!_byKey.TryGetValue(filter.Key, out var mask)) mask = Make(filter);
        mask.LastUsed = Interlocked.Increment(ref _used);
        return mask;
    }

    /// <summary>Looks again at items that have changed.</summary>
    internal void Touch(IReadOnlyList<int> items)
    {
        lock (_gate)
        {
            foreach (var mask in _byKey.Values)
                for (var i = 0; i < items.Count; i++) mask.Mark(items[i], entryOf(items[i]));
        }
    }

    Mask Make(ListFilter filter)
    {
        lock (_gate)
        {
            if (_byKey.TryGetValue(filter.Key, out var made)) return made;
            var mask = new Mask(filter, count);
            for (var i = 0; i < count; i++) mask.Mark(i, entryOf(i));
            if (_byKey.Count >= Kept) _byKey.TryRemove(_byKey.Where(m => m.Key.Length > 0).MinBy(m => m.Value.LastUsed));
            return _byKey[filter.Key] = mask;
        }
    }

    /// <summary>The bits of one filter.</summary>
    internal sealed class Mask(ListFilter filter, int count)
    {
        internal ulong[] Bits { get; } = new ulong[(count + 63) / 64];

        internal long LastUsed { get; set; }

        internal void Mark(int item, ItemEntry? entry)
        {
            ref var word = ref Bits[item >> 6];
            var bit = 1ul << (item & 63);
            Volatile.Write(ref word, entry is not null && filter.Holds(entry) ? word | bit : word & ~bit);
        }
    }
}
