namespace Attune.Neural;

/// <summary>What some users have bought before, padded to as many items as the one with most. Its tensors live in the scope in which it was made.</summary>
sealed class RepeatBatch
{
    readonly PurchaseHistory[] _histories;

    /// <param name="histories">One for each user.</param>
    /// <param name="users">Whose; −1 for somebody unknown.</param>
    /// <param name="most">Items of a history that are read, the most recently bought.</param>
    /// <param name="device">Where tensors live.</param>
    internal RepeatBatch(PurchaseHistory[] histories, int[] users, int most, Device device = default)
    {
        (_histories, Users, Device) = (histories, users, device);
        Sizes = Array.ConvertAll(histories, h => Math.Min(most, h.Items.Count));
        Length = Math.Max(1, Sizes.Max());
        var rows = Tensor.Zeros([Count, Length], DType.Int64);
        var to = rows.Span<long>();
        for (var b = 0; b < Count; b++)
            for (var s = 0; s < Sizes[b]; s++) to[b * Length + s] = histories[b].Items[s] + 1;
        Rows = rows.To(device);
        if (Sizes.Any(s => s < Length)) Padding = Rows.Eq(0);
    }

    /// <summary>B.</summary>
    internal int Count => _histories.Length;

    /// <summary>S.</summary>
    internal int Length { get; }

    internal int[] Users { get; }

    /// <summary>How many items each of the B has.</summary>
    internal int[] Sizes { get; }

    internal Device Device { get; }

    /// <summary>B × S Int64: 1 + item, 0 for padding.</summary>
    internal Tensor Rows { get; }

    /// <summary>B × S, Bool: true at padding; undefined where there is none.</summary>
    internal Tensor Padding { get; }

    /// <summary>Places computed, padding included.</summary>
    internal long Cells => (long)Count * Length;

    /// <summary>How many days ago an item was bought, the newest first.</summary>
    internal ReadOnlySpan<int> DaysAgo(int user, int place) => _histories[user].DaysAgo(place);

    /// <summary>The days of a user's baskets, as far as they hold items that are read: how many days ago, the newest first.</summary>
    internal int[] Baskets(int user)
    {
        var days = new SortedSet<int>();
        for (var s = 0; s < Sizes[user]; s++)
            foreach (var d in DaysAgo(user, s)) days.Add(d);
        return [.. days];
    }
}
