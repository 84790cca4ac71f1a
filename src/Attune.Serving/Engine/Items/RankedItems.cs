namespace Attune.Serving;

/// <summary>
/// Slots in falling order of a number, ties by id. Readers walk through a snapshot; a writer changes some numbers at a time. Few changes are kept in a list beside the
/// order, which every reader merges in; many are merged into it once.
/// </summary>
sealed class RankedItems(Func<int, string> idOf)
{
    const int LongestAside = 1024;

    volatile Snapshot _now = new([], [], [], [], []);

    /// <summary>How many slots have a number.</summary>
    internal int Count => _now.Count;

    /// <summary>Gives slots new numbers, the last of each counting; NaN takes one out. One thread at a time.</summary>
    internal void Update(IReadOnlyCollection<(int Slot, double Score)> changes)
    {
        if (changes.Count == 0) return;
        var (was, moved) = (_now, new Dictionary<int, double>(_now.Aside.Length + changes.Count));
        foreach (var slot in was.Moved) moved[slot] = double.NaN;
        for (var i = 0; i < was.Aside.Length; i++) moved[was.Aside[i]] = was.AsideScores[i];
        foreach (var (slot, score) in changes) moved[slot] = score;
        var aside = moved.Where(m => !double.IsNaN(m.Value)).ToArray();
        Array.Sort(aside, (a, b) => Compare(a.Value, a.Key, b.Value, b.Key));
        var (slots, scores) = (Array.ConvertAll(aside, a => a.Key), Array.ConvertAll(aside, a => a.Value));
        _now = was.Order.Length == 0 && moved.Count > LongestAside ? new Snapshot(slots, scores, [], [], [])
            : moved.Count <= LongestAside ? new Snapshot(was.Order, was.Scores, slots, scores, [.. moved.Keys])
            : Merged(new Snapshot(was.Order, was.Scores, slots, scores, [.. moved.Keys]));
    }

    /// <summary>Forgets all numbers.</summary>
    internal void Clear() => _now = new([], [], [], [], []);

    /// <summary>All slots with their numbers, the largest first, as they are now.</summary>
    internal Walk InOrder() => new(_now, this);

    /// <summary>Some items in this order; those without a number are left out.</summary>
    internal IEnumerable<(ItemEntry Item, double Score)> Of(IEnumerable<ItemEntry> some)
    {
        var wanted = some.ToDictionary(i => i.Slot);
        for (var walk = InOrder(); wanted.Count > 0 && walk.Next(out var slot, out var score);)
            if (wanted.Remove(slot, out var item)) yield return (item, score);
    }

    int Compare(double scoreA, int a, double scoreB, int b)
    {
        var byScore = scoreB.CompareTo(scoreA);
        return byScore != 0 ? byScore : string.CompareOrdinal(idOf(a), idOf(b)) is not 0 and var byId ? byId : a.CompareTo(b);
    }

    Snapshot Merged(Snapshot from)
    {
        var (order, scores) = (new List<int>(from.Order.Length + from.Aside.Length), new List<double>(from.Order.Length + from.Aside.Length));
        for (var walk = new Walk(from, this); walk.Next(out var slot, out var score);)
        {
            order.Add(slot);
            scores.Add(score);
        }
        return new Snapshot([.. order], [.. scores], [], [], []);
    }

    internal sealed record Snapshot(int[] Order, double[] Scores, int[] Aside, double[] AsideScores, HashSet<int> Moved)
    {
        // Those of the order that have moved are counted twice where they are aside: near enough for a size.
        internal int Count => Order.Length + Aside.Length;
    }

    /// <summary>A walk through one snapshot.</summary>
    internal struct Walk(Snapshot of, RankedItems items)
    {
        int _main, _aside;

        internal bool Next(out int slot, out double score)
        {
            while (_main < of.Order.Length && of.Moved.Count > 0 && of.Moved.Contains(of.Order[_main])) _main++;
            var (hasMain, hasAside) = (_main < of.Order.Length, _aside < of.Aside.Length);
            if (hasAside && (!hasMain || items.Compare(of.AsideScores[_aside], of.Aside[_aside], of.Scores[_main], of.Order[_main]) < 0))
            {
                (slot, score) = (of.Aside[_aside], of.AsideScores[_aside++]);
                return true;
            }
            (slot, score) = hasMain ? (of.Order[_main], of.Scores[_main++]) : (-1, double.NaN);
            return hasMain;
        }
    }
}
