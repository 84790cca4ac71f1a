using Attune.Numerics;

namespace Attune;

/// <summary>Users × items, and the same by item: what each user's baskets say of each item, as of the day after the last of them.</summary>
sealed class BasketVectors
{
    BasketVectors(CsrMatrix byUser)
    {
        (ByUser, ByItem, Squares) = (byUser, byUser.Transpose(), new float[byUser.Rows]);
        for (var u = 0; u < Squares.Length; u++)
            foreach (var value in byUser.RowValues(u)) Squares[u] += value * value;
    }

    internal CsrMatrix ByUser { get; }

    internal CsrMatrix ByItem { get; }

    /// <summary>The squared length of each user's vector.</summary>
    internal float[] Squares { get; }

    /// <summary>The vectors of all users that a catalog knows.</summary>
    internal static BasketVectors Of(Catalog catalog, Func<PurchaseHistory, float[]> valuesOf, FitContext? context = null)
    {
        var sequences = catalog.Sequences!;
        var rows = new (int[] Items, float[] Values)[sequences.Users];
        (context ?? FitContext.Default).For(rows.Length, u =>
        {
            var times = sequences.TimesOf(u);
            var history = PurchaseHistory.Of(sequences.Of(u), times, times.IsEmpty ? 0 : PurchaseHistory.DayOf(times[^1]) + 1);
            int[] items = [.. history.Items];
            var values = valuesOf(history);
            Array.Sort(items, values);
            rows[u] = (items, values);
        });
        return new BasketVectors(CsrMatrix.FromRows(catalog.Items.Count, rows));
    }

    /// <summary>Adds a user's vector times a number.</summary>
    internal void AddRow(int user, float times, Span<float> sums)
    {
        var items = ByUser.Row(user);
        var values = ByUser.RowValues(user);
        for (var i = 0; i < items.Length; i++) sums[items[i]] += times * values[i];
    }

    /// <summary>Adds the product of a vector with that of every user.</summary>
    internal void Products(IReadOnlyList<int> items, ReadOnlySpan<float> values, Span<float> products)
    {
        for (var i = 0; i < items.Count; i++)
        {
            var users = ByItem.Row(items[i]);
            var others = ByItem.RowValues(items[i]);
            for (var n = 0; n < users.Length; n++) products[users[n]] += values[i] * others[n];
        }
    }

    /// <summary>For each item of a history the sum of what its days weigh; <paramref name="weigh"/> gives the weights of the user's days of purchase, the newest first.</summary>
    internal static float[] Values(PurchaseHistory history, Func<int[], double[]> weigh)
    {
        var days = new SortedSet<int>();
        for (var p = 0; p < history.Items.Count; p++)
            foreach (var day in history.DaysAgo(p)) days.Add(day);
        int[] sorted = [.. days];
        var weights = weigh(sorted);
        var values = new float[history.Items.Count];
        for (var p = 0; p < values.Length; p++)
        {
            var sum = 0.0;
            foreach (var day in history.DaysAgo(p)) sum += weights[Array.BinarySearch(sorted, day)];
            values[p] = (float)sum;
        }
        return values;
    }
}
