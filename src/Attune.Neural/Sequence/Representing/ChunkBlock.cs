namespace Attune.Neural;

/// <summary>Some chunks of nearly equal length as a network reads them.</summary>
/// <param name="Items">B × T Int64: table rows, 0 for padding, which comes first.</param>
/// <param name="Times">B × T Int64, milliseconds; undefined where they are not known or not read.</param>
/// <param name="Lengths">How many places of each row are items.</param>
/// <param name="Targets">B: the catalog's number of the item that comes next; empty where nothing is foretold.</param>
/// <param name="Table">Items × width: the vectors that states are multiplied by; row i is item i.</param>
readonly record struct ChunkBlock(Tensor Items, Tensor Times, int[] Lengths, int[] Targets, Tensor Table)
{
    /// <summary>B × T × width → B × width: the mean over the places that are items.</summary>
    internal Tensor MeanOverPlaces(Tensor states)
    {
        using var scope = new Scope();
        var kept = Items.Ne(0).To(states.DType).Unsqueeze(-1);
        return scope.Return((states * kept).Sum(1) * Tensor.Wrap(Array.ConvertAll(Lengths, l => 1f / l), Lengths.Length, 1).To(states.DType));
    }
}
