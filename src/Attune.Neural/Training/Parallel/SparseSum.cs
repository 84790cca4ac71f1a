namespace Attune.Neural;

/// <summary>Sums of sparse gradients over the ranks: each rank's rows are put side by side, so what is sent grows with the rows that were touched, not with the table.</summary>
static class SparseSum
{
    static readonly Operator s_sparse = new("aten::sparse_coo_tensor", "indices_size");

    /// <summary>Replaces the gradient of a table by the sum over the ranks.</summary>
    internal static void Of(Peers peers, Tensor table, Tensor gradient)
    {
        using var scope = new Scope();
        var mine = gradient.Coalesce();
        var (indices, values) = (mine.SparseIndices(), mine.SparseValues());
        var counts = Tensor.Zeros([peers.World], DType.Int64);
        counts.Span<long>()[peers.Rank] = values.Size(0);
        counts = counts.To(table.Device);
        peers.Sum(counts);
        var rows = counts.ToArray<long>();
        var (all, before) = (rows.Sum(), rows.Take(peers.Rank).Sum());
        var allIndices = Tensor.Zeros([1, all], DType.Int64, table.Device);
        var allValues = Tensor.Zeros([all, .. values.Shape[1..]], values.DType, table.Device);
        allIndices.Narrow(1, before, values.Size(0)).CopyInPlace(indices);
        allValues.Narrow(0, before, values.Size(0)).CopyInPlace(values);
        peers.Sum(allIndices, allValues);
        Tensor sum = s_sparse.Call(allIndices, allValues, Value.Ints(table.Shape), Value.None, Value.None, Value.None, Value.None);
        table.Gradient = sum.Coalesce();
    }
}
