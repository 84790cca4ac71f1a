using System.Runtime.CompilerServices;

namespace Attune;

/// <summary>
/// Blocks of rows in order of arrival → columns ordered by user, then time, then arrival. A counting sort by user that runs over contiguous groups of blocks at once,
/// then each user's own rows by time where they are not in order yet. The result does not depend on how many groups there are.
/// </summary>
sealed class EventSort
{
    readonly IReadOnlyList<EventBlock> _blocks;
    readonly ParallelOptions _parallel;
    readonly Dictionary<int[], int[]> _composed = new(ReferenceEqualityComparer.Instance);
    readonly int[] _userMap, _itemMap, _starts;
    readonly (byte[] Map, string[] Names) _kinds;
    readonly EventColumns _to;

    EventSort(IReadOnlyList<EventBlock> blocks, int[] userMap, int[] itemMap, int users, string[] kinds, int threads)
    {
        (_blocks, _userMap, _itemMap, _starts) = (blocks, userMap, itemMap, new int[users + 1]);
        _parallel = new ParallelOptions { MaxDegreeOfParallelism = threads };
        _kinds = Kinds(kinds);
        var count = blocks.Sum(b => b.Count);
        _to = new EventColumns
        {
            User = GC.AllocateUninitializedArray<int>(count),
            Item = GC.AllocateUninitializedArray<int>(count),
            Time = blocks.Any(b => b.IsTimed) ? GC.AllocateUninitializedArray<long>(count) : null,
            Kind = _kinds.Names.Length > 1 ? new byte[count] : null,
            Value = Room(b => b.Value, float.NaN),
            Price = Room(b => b.Price, float.NaN),
            Slot = Room(b => b.Slot, 0),
            Request = Room(b => b.Request, null),
            Context = Room(b => b.Context, null),
            KindNames = _kinds.Names,
        };

        T[]? Room<T>(Func<EventBlock, T[]?> column, T absent)
        {
            if (!blocks.Any(b => column(b) is not null)) return null;
            var room = GC.AllocateUninitializedArray<T>(count);
            if (blocks.Any(b => column(b) is null)) Array.Fill(room, absent);
            return room;
        }
    }

    /// <summary>The rows of all blocks; <paramref name="userMap"/> and <paramref name="itemMap"/> lead from the builder's numbers to the final ones.</summary>
    internal static EventColumns Sorted(IReadOnlyList<EventBlock> blocks, int[] userMap, int[] itemMap, int users, string[] kinds, int threads)
    {
        var sort = new EventSort(blocks, userMap, itemMap, users, kinds, threads);
        var groups = sort.Groups(threads);
        var next = new int[groups.Length][];
        foreach (var map in blocks.SelectMany(b => new[] { (b.UserMap, Map: userMap), (b.ItemMap, Map: itemMap) }))
            if (map.Item1 is { } own && !sort._composed.ContainsKey(own)) sort._composed.Add(own, Array.ConvertAll(own, i => i < 0 ? -1 : map.Map[i]));
        Parallel.For(0, groups.Length, sort._parallel, g => next[g] = sort.Count(groups[g], users));
        sort.Start(next, users);
        Parallel.For(0, groups.Length, sort._parallel, g => sort.Scatter(groups[g], next[g]));
        var parts = Parts(sort._starts, 4 * threads);
        Parallel.For(0, parts.Length - 1, sort._parallel, p =>
        {
            for (var u = parts[p]; u < parts[p + 1]; u++) sort._to.User.AsSpan(sort._starts[u]..sort._starts[u + 1]).Fill(u);
            new TimeSort(sort._to).Sort(sort._starts, parts[p], parts[p + 1]);
        });
        return sort._to;
    }

    /// <summary>Cuts rows (ascending starts, one more than rows) into parts of about the same number of entries: the first row of each, then the end.</summary>
    internal static int[] Parts(ReadOnlySpan<int> starts, int parts)
    {
        List<int> cuts = [0];
        for (var p = 1; p < parts; p++)
        {
            var at = starts.BinarySearch((int)((long)starts[^1] * p / parts));
            var row = Math.Min(at < 0 ? ~at : at, starts.Length - 1);
            if (row > cuts[^1]) cuts.Add(row);
        }
        if (cuts[^1] < starts.Length - 1) cuts.Add(starts.Length - 1);
        return [.. cuts];
    }

    // Only kinds that occur are left, in ordinal order, so that nothing depends on which row came first.
    (byte[], string[]) Kinds(string[] names)
    {
        var used = new bool[Math.Max(1, names.Length)];
        foreach (var block in _blocks)
        {
            if (block.Kind is null) used[0] = true;
            else for (var e = 0; e < block.Count; e++) used[block.KindMap is { } map ? map[block.Kind[e]] : block.Kind[e]] = true;
        }
        var left = Enumerable.Range(0, names.Length).Where(k => used[k]).OrderBy(k => names[k], StringComparer.Ordinal).ToArray();
        var final = new byte[used.Length];
        for (var k = 0; k < left.Length; k++) final[left[k]] = (byte)k;
        return (final, Array.ConvertAll(left, k => names[k]));
    }

    ReadOnlyMemory<EventBlock>[] Groups(int groups)
    {
        var blocks = _blocks.ToArray();
        var starts = new int[blocks.Length + 1];
        for (var b = 0; b < blocks.Length; b++) starts[b + 1] = starts[b] + blocks[b].Count;
        var cuts = Parts(starts, groups);
        return [.. Enumerable.Range(0, cuts.Length - 1).Select(g => (ReadOnlyMemory<EventBlock>)blocks.AsMemory(cuts[g]..cuts[g + 1]))];
    }

    int[] Map(int[]? own, int[] otherwise) => own is null ? otherwise : _composed[own];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    int[] Count(ReadOnlyMemory<EventBlock> group, int users)
    {
        var counts = new int[users];
        foreach (var block in group.Span)
        {
            var map = Map(block.UserMap, _userMap);
            foreach (var u in block.User.AsSpan(0, block.Count)) counts[map[u]]++;
        }
        return counts;
    }

    // Counts become the places where each group's rows of a user begin.
    void Start(int[][] counts, int users)
    {
        var at = 0;
        for (var u = 0; u < users; u++)
        {
            _starts[u] = at;
            foreach (var group in counts)
            {
                var count = group[u];
                group[u] = at;
                at += count;
            }
        }
        _starts[users] = at;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Scatter(ReadOnlyMemory<EventBlock> group, int[] next)
    {
        var room = Array.Empty<int>();
        foreach (var block in group.Span)
        {
            var (users, items) = (Map(block.UserMap, _userMap), Map(block.ItemMap, _itemMap));
            if (room.Length < block.Count) room = GC.AllocateUninitializedArray<int>(block.Count + block.Count / 4);
            var places = room.AsSpan(0, block.Count);
            for (var e = 0; e < places.Length; e++) places[e] = next[users[block.User[e]]]++;
            for (var e = 0; e < places.Length; e++) _to.Item[places[e]] = items[block.Item[e]];
            if (_to.Time is { } times)
                for (var e = 0; e < places.Length; e++) times[places[e]] = block.TimeOf(e);
            if (_to.Kind is { } kinds)
                for (var e = 0; e < places.Length; e++) kinds[places[e]] = _kinds.Map[block.Kind is null ? 0 : block.KindMap is { } map ? map[block.Kind[e]] : block.Kind[e]];
            Put(block.Value, _to.Value, places);
            Put(block.Price, _to.Price, places);
            Put(block.Slot, _to.Slot, places);
            Put(block.Request, _to.Request, places);
            Put(block.Context, _to.Context, places);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Put<T>(T[]? from, T[]? to, ReadOnlySpan<int> places)
    {
        if (from is null) return;
        for (var e = 0; e < places.Length; e++) to![places[e]] = from[e];
    }
}
