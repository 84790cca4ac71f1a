namespace Attune.Neural;

/// <summary>What a sparse gradient does to the rows of a table that it does not name. Dense gradients are not concerned: they name all rows.</summary>
public enum TableUpdates
{
    /// <summary>Nothing: such a row stays and its memory does not fade (PyTorch's SparseAdam). A step costs what its batch touches.</summary>
    Lazy = 0,

    /// <summary>
    /// Such a row stays; when it is named again its memory first fades by the decays of the steps between. Equal to <see cref="Dense"/> but for the moves that momentum alone
    /// would make, and as cheap as <see cref="Lazy"/>. Weight decay shrinks a row only when it is named. Remembers when each row was last named.
    /// </summary>
    LazyDecay = 1,

    /// <summary>Exactly what a dense gradient with zeros does: memory fades, momentum and weight decay go on moving the row. A step costs a pass over the table.</summary>
    Dense = 2,
}
