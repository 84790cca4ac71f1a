namespace Attune.Neural;

/// <summary>What was drawn for a batch to compare its targets with.</summary>
/// <param name="Items">Rows of the table (Int64, 1 to Items): N × k, each position's own, or k that all positions share.</param>
/// <param name="LogQ">Items + 1 numbers: for each row the logarithm of the probability of drawing it; undefined where all are equally likely.</param>
readonly record struct Negatives(Tensor Items, Tensor LogQ = default)
{
    /// <summary>Whether all positions share them.</summary>
    internal bool Shared => Items.Rank == 1;

    /// <summary>How many each position is compared with.</summary>
    internal int Count => checked((int)Items.Size(-1));
}
