using Attune.Numerics;

namespace Attune.Neural;

/// <summary>
/// Learning to fill gaps in histories of baskets, as BTBR does: of each user's newest Length purchases either the newest basket is hidden behind marks, or some purchases are, after others were moved to baskets nearby.
/// What is hidden and moved follows from the seed, the epoch and the user alone.
/// </summary>
/// <param name="sequences">Each user's items, oldest first.</param>
/// <param name="options">How they are dealt.</param>
/// <param name="mark">The table row that stands for a hidden item: items + 1.</param>
/// <param name="masking">How much is hidden, and in which way.</param>
sealed class BasketBatches(ItemSequences sequences, BatchOptions options, int mark, Btbr masking) : SequenceBatches(sequences, options, 2)
{
    readonly Seed _seed = options.Seed.Derive("gaps");

    /// <summary>Whether two purchases that follow each other were made on one day; of one whose time is not known it cannot be said.</summary>
    internal static bool IsOneBasket(long time, long next) => time != RelativeBias.Unknown && next != RelativeBias.Unknown && PurchaseHistory.DayOf(time) == PurchaseHistory.DayOf(next);

    /// <inheritdoc/>
    protected override int LengthOf(ReadOnlySpan<int> items) => items.Length;

    /// <inheritdoc/>
    protected override int TargetsOf(int epoch, int user) => Row(epoch, user).Count(p => p.IsHidden);

    /// <inheritdoc/>
    protected override int Write(int epoch, int user, Span<long> row, Span<long> places, Span<long> targets)
    {
        var purchases = Row(epoch, user);
        var (start, count) = (row.Length - purchases.Length, 0);
        for (var i = 0; i < purchases.Length; i++)
        {
            row[start + i] = purchases[i].IsHidden ? mark : purchases[i].Item + 1;
            if (!purchases[i].IsHidden) continue;
            places[count] = start + i;
            targets[count++] = purchases[i].Item + 1;
        }
        return count;
    }

    /// <inheritdoc/>
    protected override void WriteTimes(int epoch, int user, Span<long> row)
    {
        var purchases = Row(epoch, user);
        for (var i = 0; i < purchases.Length; i++) row[row.Length - purchases.Length + i] = purchases[i].Time;
    }

    // What is read of a user in an epoch, oldest first.
    Purchase[] Row(int epoch, int user)
    {
        var stream = _seed.Derive(epoch).Derive(user).Stream();
        var row = Newest(user);
        var items = stream.NextDouble() >= masking.BasketHidden;
        return items ? OneByOne(row, ref stream) : NewestBasket(row) ?? OneByOne(row, ref stream);
    }

    Purchase[] Newest(int user)
    {
        var items = Items(user);
        var times = Times(user);
        var row = new Purchase[Math.Min(Options.Length, items.Length)];
        for (var (i, at, basket) = (0, items.Length - row.Length, 0); i < row.Length; i++, at++)
        {
            if (i > 0 && (times.IsEmpty || !IsOneBasket(times[at - 1], times[at]))) basket++;
            row[i] = new Purchase(items[at], times.IsEmpty ? RelativeBias.Unknown : times[at], basket);
        }
        return row;
    }

    // Null where there is nothing before the newest basket, or nothing in it to ask for.
    Purchase[]? NewestBasket(Purchase[] row)
    {
        Purchase[] before = [.. row.Where(p => p.Basket < row[^1].Basket)], asked = row[before.Length..];
        if (masking.BasketMasking is BasketMasking.Explore) asked = [.. asked.ExceptBy(before.Select(p => p.Item), p => p.Item)];
        return before.Length == 0 || asked.Length == 0 ? null : [.. before, .. asked.Select(p => p with { IsHidden = true })];
    }

    Purchase[] OneByOne(Purchase[] row, ref RandomStream stream)
    {
        row = Moved(row, ref stream);
        if (masking.ItemMasking is ItemMasking.Select)
        {
            int[] items = [.. row.Select(p => p.Item).Distinct()];
            stream.Shuffle(items.AsSpan());
            var hidden = items.Take(Math.Min((int)Math.Ceiling(masking.Hidden * items.Length), items.Length - 1)).ToHashSet();
            for (var i = 0; i < row.Length; i++) row[i].IsHidden = hidden.Contains(row[i].Item);
        }
        else
            for (var i = 0; i < row.Length; i++) row[i].IsHidden = stream.NextDouble() < masking.Hidden;
        // Chance may hide nothing, and where there is but one item not all of it can be hidden.
        if (!row.Any(p => p.IsHidden)) row[stream.NextInt(row.Length)].IsHidden = true;
        return row;
    }

    // A purchase goes some baskets to either side, where there is one on that side; those nearest to the oldest go forward.
    Purchase[] Moved(Purchase[] row, ref RandomStream stream)
    {
        if (masking.Swapped == 0) return row;
        var (last, hop) = (row[^1].Basket, masking.SwapHop);
        var times = row.GroupBy(p => p.Basket).ToDictionary(b => b.Key, b => b.First().Time);
        for (var i = 0; i < row.Length; i++)
        {
            if (stream.NextDouble() >= masking.Swapped) continue;
            var back = row[i].Basket >= hop && stream.NextDouble() < 0.5;
            var to = back ? row[i].Basket - hop : Math.Min(last, row[i].Basket + hop);
            row[i] = row[i] with { Basket = to, Time = times[to] };
        }
        return [.. row.OrderBy(p => p.Basket)];
    }

    record struct Purchase(int Item, long Time, int Basket)
    {
        public bool IsHidden { get; set; }
    }
}
