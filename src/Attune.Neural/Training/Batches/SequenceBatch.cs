namespace Attune.Neural;

/// <summary>Some sequences to learn from: B rows of T places, left-padded, of which N have something to predict.</summary>
/// <param name="Items">B × T Int64: table rows, 0 for padding; the newest stands last.</param>
/// <param name="Places">N Int64 in rising order: which of the B · T states are asked, counted row after row.</param>
/// <param name="Targets">N Int64: the table row that is right at each place.</param>
/// <param name="Users">B: whose sequence each row is.</param>
/// <param name="Share">Its targets as a share of those of the global batch: what its mean loss weighs in the step. 0 for a part that had no rows and repeats one.</param>
/// <param name="StepTargets">The targets of the global batch, over all parts: the same in each of them.</param>
readonly record struct SequenceBatch(Tensor Items, Tensor Places, Tensor Targets, int[] Users, double Share, long StepTargets)
{
    /// <summary>Of a part, the number of each target among those of the global batch; null where this is all of it.</summary>
    internal int[]? Numbers { get; init; }

    /// <summary>B × T Int64: when each item was, in milliseconds, 0 for padding; undefined where the sequences have no times.</summary>
    internal Tensor Times { get; init; }

    /// <summary>Places computed, padding included.</summary>
    internal long Cells => Items.Count;

    /// <summary>The states that are asked: B × T × d → N × d.</summary>
    internal Tensor Asked(Tensor states) => states.Reshape(-1, states.Size(-1)).IndexSelect(0, Places);
}
