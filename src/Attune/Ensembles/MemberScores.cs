using System.Buffers;

namespace Attune;

/// <summary>
/// The scores of several models for one query over the whole catalog, brought to one scale. Mean, range and places are those of the items outside the
/// history, which is what a list is made of; items of the history are measured by the same rule. Scores do not hang on which items are asked for.
/// </summary>
static class MemberScores
{
    /// <summary>Asks every member; row m of <paramref name="rows"/> (members × items asked for) becomes its scores, NaN where it cannot say.</summary>
    internal static void Ask(IRecommender[] members, Catalog catalog, Query query, ReadOnlySpan<int> items, Span<float> rows)
    {
        var whole = catalog.IsWhole(items);
        for (var m = 0; m < members.Length; m++) members[m].Score(query, whole ? members[m].Catalog.AllItems : items, rows.Slice(m * items.Length, items.Length));
    }

    /// <summary>Asks every member for the whole catalog and brings its scores to a scale.</summary>
    internal static void Scaled(IRecommender[] members, Catalog catalog, Query query, ScoreScale scale, Span<float> rows)
    {
        Ask(members, catalog, query, catalog.AllItems, rows);
        var history = catalog.HistoryOf(query).Items;
        for (var m = 0; m < members.Length; m++) Rescale(rows.Slice(m * catalog.Items.Count, catalog.Items.Count), history, scale);
    }

    /// <summary>Hands out scores of the whole catalog; NaN for unknown items.</summary>
    internal static void Hand(ReadOnlySpan<float> all, ReadOnlySpan<int> items, Span<float> scores)
    {
        for (var i = 0; i < items.Length; i++) scores[i] = (uint)items[i] < (uint)all.Length ? all[items[i]] : float.NaN;
    }

    /// <summary>Brings one row of scores to a scale.</summary>
    internal static void Rescale(Span<float> row, ReadOnlySpan<int> history, ScoreScale scale)
    {
        var rented = ArrayPool<float>.Shared.Rent(row.Length);
        var open = Open(row, history, rented);
        if (open.Length > 0)
            switch (scale)
            {
                case ScoreScale.ZScore: Standardise(row, open); break;
                case ScoreScale.MinMax: Stretch(row, open); break;
                default:
                    ToPlaces(row, open);
                    foreach (ref var s in row) s = open.Length == 1 ? s - s : (open.Length - s) / (open.Length - 1);
                    break;
            }
        ArrayPool<float>.Shared.Return(rented);
    }

    /// <summary>Turns one row of scores into places from 1 among the items outside the history; returns how many of those there are.</summary>
    internal static int Rank(Span<float> row, ReadOnlySpan<int> history)
    {
        var rented = ArrayPool<float>.Shared.Rent(row.Length);
        var open = Open(row, history, rented);
        ToPlaces(row, open);
        ArrayPool<float>.Shared.Return(rented);
        return open.Length;
    }

    internal static bool AnyNumber(ReadOnlySpan<float> scores)
    {
        foreach (var s in scores)
            if (!float.IsNaN(s)) return true;
        return false;
    }

    // The scores that set the scale: numbers of items outside the history, or of all where there are no others.
    static Span<float> Open(ReadOnlySpan<float> row, ReadOnlySpan<int> history, float[] rented)
    {
        row.CopyTo(rented);
        foreach (var item in history) rented[item] = float.NaN;
        if (!AnyNumber(rented.AsSpan(0, row.Length))) row.CopyTo(rented);
        var count = 0;
        for (var i = 0; i < row.Length; i++)
            if (!float.IsNaN(rented[i])) rented[count++] = rented[i];
        return rented.AsSpan(0, count);
    }

    static void Standardise(Span<float> row, ReadOnlySpan<float> open)
    {
        var (sum, squares) = (0.0, 0.0);
        foreach (var s in open) sum += s;
        var mean = sum / open.Length;
        foreach (var s in open) squares += (s - mean) * (s - mean);
        Map(row, mean, Math.Sqrt(squares / open.Length));
    }

    static void Stretch(Span<float> row, ReadOnlySpan<float> open)
    {
        var (min, max) = (float.PositiveInfinity, float.NegativeInfinity);
        foreach (var s in open) (min, max) = (Math.Min(min, s), Math.Max(max, s));
        Map(row, min, (double)max - min);
    }

    // (score − from) / width; one score for everything says nothing, which is 0.
    static void Map(Span<float> row, double from, double width)
    {
        foreach (ref var s in row)
            if (!float.IsNaN(s)) s = width > 0 ? (float)((s - from) / width) : 0;
    }

    // place = how many score higher + (how many score the same + 1) / 2.
    static void ToPlaces(Span<float> row, Span<float> open)
    {
        open.Sort();
        foreach (ref var s in row)
            if (!float.IsNaN(s))
            {
                var (below, upTo) = (Below(open, s, false), Below(open, s, true));
                s = open.Length - upTo + (upTo - below + 1) / 2f;
            }
    }

    // How many of the sorted numbers lie below, or below or at, a value.
    static int Below(ReadOnlySpan<float> sorted, float value, bool orAt)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (sorted[middle] < value || (orAt && sorted[middle] == value)) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
