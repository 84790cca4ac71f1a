using Attune.Numerics;

namespace Attune.Neural;

/// <summary>Some pairs of who has what, and items drawn against each.</summary>
/// <param name="Users">N users.</param>
/// <param name="Items">N items, each one that the user has.</param>
/// <param name="Negatives">N × k items, row after row, that the user does not have, as far as there are such.</param>
/// <param name="Share">Its pairs as a share of those of the step: what its mean loss weighs; 0 for a part that had none and repeats one.</param>
/// <param name="StepTargets">The pairs of the step, over all parts.</param>
sealed record PairBatch(int[] Users, int[] Items, int[] Negatives, double Share, long StepTargets)
{
    /// <summary>The number of the step over all epochs, from 0: where further random numbers of it come from.</summary>
    internal long Step { get; init; }

    internal int Count => Users.Length;

    /// <summary>k.</summary>
    internal int Drawn => Negatives.Length / Users.Length;

    /// <summary>For each pair the mean of what its user has, as a sparse row. Its own item is in it: were it left out, a user's own vector and what is missing would name it, which no new item is.</summary>
    internal PreferenceBatch Histories(CsrMatrix preferences)
    {
        var offsets = new int[Count + 1];
        for (var n = 0; n < Count; n++) offsets[n + 1] = offsets[n] + preferences.RowLength(Users[n]);
        var (columns, values) = (new int[offsets[^1]], new float[offsets[^1]]);
        for (var n = 0; n < Count; n++)
        {
            var row = preferences.Row(Users[n]);
            row.CopyTo(columns.AsSpan(offsets[n]));
            values.AsSpan(offsets[n], row.Length).Fill(1f / row.Length);
        }
        return new PreferenceBatch(preferences.Columns, offsets, columns, values);
    }

    /// <summary>Numbers of rows for libtorch.</summary>
    internal static Tensor Rows(int[] numbers, Device device, params ReadOnlySpan<long> shape)
    {
        var rows = Tensor.Empty(shape.IsEmpty ? [numbers.Length] : shape, DType.Int64);
        var to = rows.Span<long>();
        for (var i = 0; i < numbers.Length; i++) to[i] = numbers[i];
        return rows.To(device);
    }
}
