using System.Buffers;
using System.Globalization;
using Attune.Numerics;

namespace Attune;

/// <summary>
/// Sums over the users of every pair of items that some user has rated both of. Only pairs i &lt; j are summed, item after item on any number of threads,
/// users ascending, so that threads change nothing; time (Σ (ratings of a user)² + items²) / 2.
/// </summary>
static class ItemPairs
{
    /// <summary>What is kept of the sums of a pair; false keeps nothing.</summary>
    internal delegate bool Keep<TSums, TValue>(TSums sums, out TValue value);

    /// <summary>
    /// The kept values as a symmetric sparse pattern items × items: row i holds the partners of i, ascending. The value of (j, i), j > i, is
    /// <paramref name="mirrored"/> of that of (i, j), whose first rating is that of i.
    /// </summary>
    internal static (int[] Offsets, int[] Partners, TValue[] Values) Of<TSums, TValue>(CsrMatrix byUser, FitContext context, Keep<TSums, TValue> keep, Func<TValue, TValue> mirrored)
        where TSums : struct, IPairSums
    {
        context.Report("pairs", 0, byUser.Columns);
        var byItem = byUser.Transpose();
        var upper = new (int[] Partners, TValue[] Values)[byUser.Columns];
        context.For(byUser.Columns, i => upper[i] = Upper(byUser, byItem, i, keep));
        context.Report("pairs", byUser.Columns, byUser.Columns);
        var offsets = Offsets(upper);
        var (partners, values, next) = (new int[offsets[^1]], new TValue[offsets[^1]], offsets.AsSpan(0, upper.Length).ToArray());
        for (var i = 0; i < upper.Length; i++)
        {
            var (others, kept) = upper[i];
            // The partners below i are there already: rows before i have put them there.
            others.CopyTo(partners, next[i]);
            kept.CopyTo(values, next[i]);
            for (var o = 0; o < others.Length; o++)
            {
                var at = next[others[o]]++;
                (partners[at], values[at]) = (i, mirrored(kept[o]));
            }
            upper[i] = default;
        }
        return (offsets, partners, values);
    }

    static (int[], TValue[]) Upper<TSums, TValue>(CsrMatrix byUser, CsrMatrix byItem, int item, Keep<TSums, TValue> keep) where TSums : struct, IPairSums
    {
        var width = byUser.Columns - item;
        var (sums, partners, values) = (ArrayPool<TSums>.Shared.Rent(width), ArrayPool<int>.Shared.Rent(width), ArrayPool<TValue>.Shared.Rent(width));
        sums.AsSpan(0, width).Clear();
        var users = byItem.Row(item);
        for (var e = 0; e < users.Length; e++)
        {
            var others = byUser.Row(users[e]);
            var ratings = byUser.RowValues(users[e]);
            var at = others.BinarySearch(item);
            var own = ratings[at];
            for (var o = at + 1; o < others.Length; o++) sums[others[o] - item].Add(own, ratings[o]);
        }
        var count = 0;
        for (var o = 1; o < width; o++)
            if (sums[o].Count > 0 && keep(sums[o], out var value)) (partners[count], values[count++]) = (item + o, value);
        var row = (partners[..count], values[..count]);
        ArrayPool<TSums>.Shared.Return(sums);
        ArrayPool<int>.Shared.Return(partners);
        ArrayPool<TValue>.Shared.Return(values);
        return row;
    }

    static int[] Offsets<TValue>((int[] Partners, TValue[])[] upper)
    {
        var offsets = new int[upper.Length + 1];
        var total = upper.Sum(row => 2L * row.Partners.Length);
        if (total > Array.MaxLength)
            throw new DataException(string.Create(CultureInfo.InvariantCulture, $"{upper.Length} items have {total} pairs with users in common, more than one array can hold ({Array.MaxLength}). Filter the data (k-core:20), or choose neighbours among users or svd."));
        for (var i = 0; i < upper.Length; i++)
        {
            offsets[i + 1] += upper[i].Partners.Length;
            foreach (var o in upper[i].Partners) offsets[o + 1]++;
        }
        for (var i = 0; i < upper.Length; i++) offsets[i + 1] += offsets[i];
        return offsets;
    }
}
