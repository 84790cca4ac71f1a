namespace Attune.Neural;

/// <summary>
/// A loss that compares each position's target with k drawn items, by their scores alone: 1 + k numbers, the target's first. A negative that is the target itself counts
/// for nothing.
/// </summary>
/// <param name="items">Items of the catalog.</param>
/// <param name="bytes">Most memory for scores and gathered vectors. Default 32 MB; only speed depends on it, and the last bits.</param>
abstract class SampledLoss(long items, long bytes = FullSoftmax.DefaultBytes) : Loss(items)
{
    /// <summary>The score of a negative that counts for nothing: each loss and its gradient is 0 there.</summary>
    internal const float Never = -1e30f;

    /// <summary>Whether negatives' scores are lessened by the logarithm of how often their item is expected among the k that were drawn.</summary>
    protected virtual bool CorrectsForDraws => false;

    internal override Tensor Forward(Tensor states, Tensor targets, Tensor table, Negatives negatives = default)
    {
        using var scope = new Scope();
        var (s, t) = Prepare(states, table);
        return scope.Return(LossesOf(Corrected(Scores(s, t.IndexSelect(0, targets), VectorsOf(t, negatives.Items, s.Size(0))), targets, negatives, negatives.Items)).Mean());
    }

    /// <summary>The loss of every position from its scores: n × (1 + k) → n, differentiable.</summary>
    protected abstract Tensor LossesOf(Tensor scores);

    /// <summary>The loss of one position from its 1 + k scores, which are replaced by their gradients.</summary>
    internal abstract float ToGradient(Span<float> scores);

    protected sealed override Tensor Accumulate(in Batch batch)
    {
        var negatives = batch.Negatives with { Items = batch.Negatives.Items.To(batch.States.Device), LogQ = batch.Negatives.LogQ.IsDefined ? batch.Negatives.LogQ.To(batch.States.Device) : default };
        var (shared, k, width) = (negatives.Shared, negatives.Count, batch.States.Size(1));
        if (batch.InMemory && !shared) return batch.Mean(OwnNegatives.Accumulate(this, batch.States, batch.Targets, batch.Table, CorrectsForDraws ? negatives : negatives with { LogQ = default }, (float)batch.Factor, batch.StateGradient, batch.TableGradient, bytes));
        var rows = (int)Math.Clamp(bytes / (batch.States.DType is DType.Float64 ? 8 : 4) / (shared ? 1 + k : (1 + k) * width), 1, batch.Count);
        var (common, gradient) = shared ? (batch.Table.IndexSelect(0, negatives.Items), Tensor.Zeros([k, width], batch.States.DType, batch.States.Device)) : default;
        var sum = Tensor.Zeros([], DType.Float64, batch.States.Device);
        for (var start = 0; start < batch.Count; start += rows)
        {
            using var scope = new Scope();
            var length = Math.Min(rows, batch.Count - start);
            var (s, y, drawn) = (batch.States.Narrow(0, start, length), batch.Targets.Narrow(0, start, length), shared ? negatives.Items : negatives.Items.Narrow(0, start, length));
            var (positive, negative) = (batch.Table.IndexSelect(0, y), shared ? common : VectorsOf(batch.Table, drawn, length));
            var (loss, g) = GradientsOf(Corrected(Scores(s, positive, negative), y, negatives, drawn), batch.InMemory, batch.Factor);
            sum.AddInPlace(loss);
            var (gp, gn) = (g.Narrow(1, 0, 1), g.Narrow(1, 1, k));
            var own = gp * positive;
            batch.StateGradient.Narrow(0, start, length).CopyInPlace(own + (shared ? gn.MatMul(negative) : gn.Unsqueeze(1).Bmm(negative).Squeeze(1)));
            batch.TableGradient.IndexAddInPlace(0, y, gp * s);
            if (shared) gradient.AddMmInPlace(gn.T, s);
            else batch.TableGradient.IndexAddInPlace(0, drawn.Reshape(-1), (gn.Unsqueeze(2) * s.Unsqueeze(1)).Reshape(-1, width));
        }
        if (shared) batch.TableGradient.IndexAddInPlace(0, negatives.Items, gradient);
        return (sum * (1.0 / batch.Count)).To(batch.States.DType);
    }

    /// <summary>The part of the correction that all negatives share.</summary>
    internal double Shift(Negatives negatives) => CorrectsForDraws ? Math.Log(negatives.Count) - (negatives.LogQ.IsDefined ? 0 : Math.Log(Items)) : 0;

    // The sum of the losses, and the gradients of the scores times the factor.
    (Tensor Loss, Tensor Gradients) GradientsOf(Tensor scores, bool inMemory, double factor)
    {
        if (!inMemory)
        {
            var losses = LossesOf(scores.RequireGradient()).Sum();
            return (losses.Detach().To(DType.Float64), Gradients.Of(losses, [scores])[0] * factor);
        }
        var (rows, width) = ((int)scores.Size(0), (int)scores.Size(1));
        var ofRows = new double[rows];
        Rows.ForEach(rows, width, r => ofRows[r] = ToGradient(scores.Span<float>().Slice(r * width, width)));
        return (Tensor.Full([], ofRows.Sum(), DType.Float64), scores.MultiplyInPlace(factor));
    }

    Tensor Corrected(Tensor scores, Tensor targets, Negatives negatives, Tensor drawn)
    {
        var hits = drawn.Eq(targets.Unsqueeze(1));
        var negative = scores.Narrow(1, 1, negatives.Count);
        if (CorrectsForDraws)
            negative -= (negatives.LogQ.IsDefined ? negatives.LogQ.To(scores.DType).IndexSelect(0, drawn.Reshape(-1)).Reshape(drawn.Shape) : Tensor.Zeros([], scores.DType, scores.Device)) + Shift(negatives);
        return Tensor.Cat([scores.Narrow(1, 0, 1), negative.MaskedFill(hits, Never)], 1);
    }

    static Tensor VectorsOf(Tensor table, Tensor drawn, long positions)
    {
        var flat = table.IndexSelect(0, drawn.Reshape(-1));
        return drawn.Rank == 1 ? flat : flat.Reshape(positions, drawn.Size(1), table.Size(1));
    }

    static Tensor Scores(Tensor states, Tensor positive, Tensor negative) => Tensor.Cat(
        [(states * positive).Sum(1, keep: true), negative.Rank == 2 ? states.MatMul(negative.T) : negative.Bmm(states.Unsqueeze(2)).Squeeze(2)], 1);
}
