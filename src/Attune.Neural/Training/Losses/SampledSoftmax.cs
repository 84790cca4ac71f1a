namespace Attune.Neural;

/// <summary>
/// The cross-entropy of the softmax, its sum over the catalog estimated from k drawn items by importance sampling (Bengio and Senécal, 2008): −log (e^{s⁺} / (e^{s⁺} + Σⱼ e^{s⁻ⱼ − log(k·qⱼ)})),
/// where q is the probability of drawing an item. The target was not drawn and is not corrected (Khrylchenko et al., RecSys 2025), so that with many draws this becomes the full softmax.
/// </summary>
/// <param name="items">Items of the catalog.</param>
/// <param name="bytes">Most memory for scores and gathered vectors.</param>
sealed class SampledSoftmax(long items, long bytes = FullSoftmax.DefaultBytes) : SampledLoss(items, bytes)
{
    protected override bool CorrectsForDraws => true;

    protected override Tensor LossesOf(Tensor scores) => scores.LogSumExp(1) - scores.Select(1, 0);

    internal override float ToGradient(Span<float> scores) => (float)SoftmaxRows.ToGradient(scores, 0, 1);
}
