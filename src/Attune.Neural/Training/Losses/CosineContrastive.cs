namespace Attune.Neural;

/// <summary>
/// Cosine contrastive loss (Mao et al., "SimpleX", CIKM 2021): the target's direction shall be the state's, that of negatives shall differ by a margin. Per position
/// (1 − cos⁺) + weight · Σⱼ max(0, cos⁻ⱼ − margin) ⁄ k. Score a model trained with it by cosines, or with its table's rows made equally long.
/// </summary>
/// <param name="items">Items of the catalog.</param>
/// <param name="margin">Cosine below which a negative is far enough, from −1 to 1. Default 0.5.</param>
/// <param name="weight">What negatives weigh against the target, above 0. Default 1.</param>
/// <param name="bytes">Most memory for cosines and gathered vectors.</param>
sealed class CosineContrastive(long items, double margin = 0.5, double weight = 1, long bytes = FullSoftmax.DefaultBytes) : SampledLoss(items, bytes)
{
    protected override (Tensor States, Tensor Table) Prepare(Tensor states, Tensor table) => (Directions(states), Directions(table));

    protected override Tensor LossesOf(Tensor scores) =>
        (1 - scores.Select(1, 0)) + (scores.Narrow(1, 1, scores.Size(1) - 1) - margin).Relu().Mean(1) * weight;

    internal override float ToGradient(Span<float> scores)
    {
        var (loss, share) = (1 - scores[0], (float)weight / (scores.Length - 1));
        scores[0] = -1;
        foreach (ref var s in scores[1..])
        {
            var over = s - (float)margin;
            if (over > 0) loss += share * over;
            s = over > 0 ? share : 0;
        }
        return loss;
    }

    // A row of zeros, as that of padding, stays one.
    static Tensor Directions(Tensor rows) => rows * rows.Square().Sum(1, keep: true).ClampMin(1e-24).RSqrt();
}
