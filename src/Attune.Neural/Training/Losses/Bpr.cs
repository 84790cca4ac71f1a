namespace Attune.Neural;

/// <summary>
/// Bayesian personalised ranking (Rendle et al., UAI 2009): the target shall score above each negative. Per position −Σⱼ log σ(s⁺ − s⁻ⱼ) ⁄ k.
/// </summary>
/// <param name="items">Items of the catalog.</param>
/// <param name="bytes">Most memory for scores and gathered vectors.</param>
sealed class Bpr(long items, long bytes = FullSoftmax.DefaultBytes) : SampledLoss(items, bytes)
{
    protected override Tensor LossesOf(Tensor scores) => (scores.Narrow(1, 1, scores.Size(1) - 1) - scores.Narrow(1, 0, 1)).Softplus().Mean(1);

    internal override float ToGradient(Span<float> scores)
    {
        var positive = scores[0];
        var negatives = scores[1..];
        foreach (ref var s in negatives) s -= positive;
        var loss = Logistic.ToGradient(negatives, 1f / negatives.Length) / negatives.Length;
        var sum = 0f;
        foreach (var g in negatives) sum += g;
        scores[0] = -sum;
        return loss;
    }
}
