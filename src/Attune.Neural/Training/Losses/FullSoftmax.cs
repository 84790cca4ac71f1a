namespace Attune.Neural;

/// <summary>
/// The cross-entropy of the softmax over the whole catalog: −log (e^{s·t⁺} / Σᵢ e^{s·tᵢ}). Positions are taken in chunks, forward and backward together, so that
/// the scores of no more than <paramref name="bytes"/> bytes exist at a time (at least one position's).
/// </summary>
/// <param name="items">Items of the catalog.</param>
/// <param name="bytes">Most memory for scores. Default 32 MB; only speed depends on it, and the last bits.</param>
sealed class FullSoftmax(long items, long bytes = FullSoftmax.DefaultBytes) : Loss(items)
{
    internal const long DefaultBytes = 32 << 20;

    internal override bool NeedsNegatives => false;

    internal override Tensor Forward(Tensor states, Tensor targets, Tensor table, Negatives negatives = default)
    {
        using var scope = new Scope();
        return scope.Return(states.MatMul(table.Narrow(0, 1, Items).T).LogSoftmax(-1).NllLoss(Classes(targets)));
    }

    protected override Tensor Accumulate(in Batch batch)
    {
        var count = batch.Count;
        var rows = (int)Math.Clamp(bytes / (Items * (batch.States.DType is DType.Float64 ? 8 : 4)), 1, count);
        var (items, itemGradient, classes) = (batch.Table.Narrow(0, 1, Items), batch.TableGradient.Narrow(0, 1, Items), Classes(batch.Targets));
        var room = Tensor.Empty([rows, Items], batch.States.DType, batch.States.Device);
        var sum = Tensor.Zeros([], DType.Float64, batch.States.Device);
        for (var start = 0; start < count; start += rows)
        {
            using var scope = new Scope();
            var length = Math.Min(rows, count - start);
            var (s, y) = (batch.States.Narrow(0, start, length), classes.Narrow(0, start, length));
            var scores = s.MatMulInto(items.T, room.Narrow(0, 0, length));
            if (batch.InMemory) sum.AddInPlace(Tensor.Full([], SoftmaxRows.ToGradient(scores, y, (float)batch.Factor), DType.Float64));
            else sum.AddInPlace(ToGradient(scores, y.Unsqueeze(1), batch.Factor));
            scores.MatMulInto(items, batch.StateGradient.Narrow(0, start, length));
            itemGradient.AddMmInPlace(scores.T, s);
        }
        return (sum * (1.0 / count)).To(batch.States.DType);
    }

    static Tensor Classes(Tensor targets) => targets - Tensor.Ones([], DType.Int64, targets.Device);

    static Tensor ToGradient(Tensor scores, Tensor classes, double factor)
    {
        var logSum = scores.LogSumExp(1, keep: true);
        var loss = (logSum - scores.Gather(1, classes)).To(DType.Float64).Sum();
        scores.SubtractInPlace(logSum).ExpInPlace();
        scores.ScatterAddInPlace(1, classes, classes.To(scores.DType).ZerosLike() - 1).MultiplyInPlace(factor);
        return loss;
    }
}
