namespace Attune.Neural;

/// <summary>Some pairs of who has what, and items drawn against each.</summary>
/// <param name="Users">N users.</param>
/// <param name="Items">N items, each one that the user has.</param>
/// <param name="Negatives">N × k items, row after row, that the user does not have, as far as there are such.</param>
/// <param name="Share">Its pairs as a share of those of the step: what its mean loss weighs; 0 for a part that had none and repeats one.</param>
/// <param name="StepTargets">The pairs of the step, over all parts.</param>
sealed record PairBatch(int[] Users, int[] Items, int[] Negatives, double Share, long StepTargets)
{
    internal int Count => Users.Length;

    /// <summary>k.</summary>
    internal int Drawn => Negatives.Length / Users.Length;

    /// <summary>Numbers of rows for libtorch.</summary>
    internal static Tensor Rows(int[] numbers, Device device, params ReadOnlySpan<long> shape)
    {
        var rows = Tensor.Empty(shape.IsEmpty ? [numbers.Length] : shape, DType.Int64);
        var to = rows.Span<long>();
        for (var i = 0; i < numbers.Length; i++) to[i] = numbers[i];
        return rows.To(device);
    }
}
