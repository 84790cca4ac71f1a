using Attune.Numerics;

namespace Attune.Neural;

/// <summary>Some users' items, sparse: what the encoder sees of them, and what it is to name. Row r owns the entries Offsets[r] to Offsets[r + 1].</summary>
/// <param name="Items">Items of the catalog.</param>
/// <param name="Offsets">Rows + 1 numbers.</param>
/// <param name="Columns">The items of each user, ascending.</param>
/// <param name="Values">What the encoder sees of each: 1 ⁄ √(the user's items), 0 where it is hidden, and as much more where others are.</param>
sealed record PreferenceBatch(int Items, int[] Offsets, int[] Columns, float[] Values)
{
    internal int Rows => Offsets.Length - 1;

    /// <summary>The items of a row.</summary>
    internal ReadOnlySpan<int> Row(int r) => Columns.AsSpan(Offsets[r], Offsets[r + 1] - Offsets[r]);

    /// <summary>What is hidden of a user follows from the seed and the user alone.</summary>
    internal static PreferenceBatch Of(CsrMatrix preferences, ReadOnlySpan<int> users, double dropout, Seed seed)
    {
        var offsets = new int[users.Length + 1];
        for (var r = 0; r < users.Length; r++) offsets[r + 1] = offsets[r] + preferences.RowLength(users[r]);
        var (columns, values) = (new int[offsets[^1]], new float[offsets[^1]]);
        for (var r = 0; r < users.Length; r++)
        {
            var row = preferences.Row(users[r]);
            row.CopyTo(columns.AsSpan(offsets[r]));
            var shown = values.AsSpan(offsets[r], row.Length);
            shown.Fill((float)(1 / Math.Sqrt(row.Length) / (1 - dropout)));
            if (dropout == 0) continue;
            var stream = seed.Derive(users[r]).Stream();
            foreach (ref var value in shown)
                if (stream.NextDouble() < dropout) value = 0;
        }
        return new(preferences.Columns, offsets, columns, values);
    }

    /// <summary>Rows × items with the given value for each entry; null for 1.</summary>
    internal Tensor Dense(float[]? values, DType type, Device device)
    {
        var dense = Tensor.Zeros([Rows, Items]);
        var cells = dense.Span<float>();
        for (var r = 0; r < Rows; r++)
            for (var e = Offsets[r]; e < Offsets[r + 1]; e++) cells[r * Items + Columns[e]] = values?[e] ?? 1;
        return dense.To(type).To(device);
    }
}
