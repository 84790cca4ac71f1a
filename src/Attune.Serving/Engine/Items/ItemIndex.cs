using System.Collections.Concurrent;

namespace Attune.Serving;

/// <summary>
/// All items of a space in memory, brought up to date by the changes that the store tells. Items are numbered ("slots") in the order in which they are met. Reading is
/// free of locks and may be done from many threads; one thread at a time writes.
/// </summary>
sealed class ItemIndex
{
    readonly ConcurrentDictionary<string, int> _slots = new(StringComparer.Ordinal);
    volatile ItemEntry?[] _entries = new ItemEntry?[256];
    volatile string[] _ids = new string[256];
    volatile int _count;

    internal ItemIndex() => Latest = new RankedItems(IdOf);

    /// <summary>How many slots are taken; items that were deleted keep theirs.</summary>
    internal int Slots => _count;

    /// <summary>The number of the last change that is in the index.</summary>
    internal long LastChange { get; private set; }

    /// <summary>Items by their timestamp, the newest first; those without one last.</summary>
    internal RankedItems Latest { get; }

    /// <summary>The item in a slot; null where it was deleted.</summary>
    internal ItemEntry? this[int slot]
    {
        get
        {
            var entries = _entries;
            return (uint)slot < (uint)entries.Length ? Volatile.Read(ref entries[slot]) : null;
        }
    }

    /// <summary>An item by its id, or null.</summary>
    internal ItemEntry? Of(string id) => _slots.TryGetValue(id, out var slot) ? this[slot] : null;

    /// <summary>The slot of an id, of a deleted item too; −1 where it was never met.</summary>
    internal int SlotOf(string id) => _slots.TryGetValue(id, out var slot) ? slot : -1;

    /// <summary>The id of a slot, of a deleted item too.</summary>
    internal string IdOf(int slot) => _ids[slot];

    /// <summary>Takes changes in their order and returns the slots that they touched.</summary>
    internal int[] Apply(IReadOnlyList<ItemChange> changes)
    {
        var touched = new int[changes.Count];
        var times = new (int, double)[changes.Count];
        for (var c = 0; c < touched.Length; c++)
        {
            var change = changes[c];
            var slot = Room(change.Id);
            var entry = change.Item is null ? null : new ItemEntry(slot, change.Item);
            Volatile.Write(ref _entries[slot], entry);
            (touched[c], times[c]) = (slot, (slot, entry?.Seconds ?? double.NaN));
            LastChange = Math.Max(LastChange, change.Number);
        }
        Latest.Update(times);
        return touched;
    }

    int Room(string id)
    {
        if (_slots.TryGetValue(id, out var known)) return known;
        var slot = _count;
        if (slot == _entries.Length)
        {
            var larger = new ItemEntry?[slot * 2];
            _entries.CopyTo(larger, 0);
            var more = new string[slot * 2];
            _ids.CopyTo(more, 0);
            (_ids, _entries) = (more, larger);
        }
        _ids[slot] = id;
        _count = slot + 1;
        _slots[id] = slot;
        return slot;
    }
}
