namespace Attune.Neural;

/// <summary>
/// Binary cross-entropy: the target is a yes, each negative a no. Per position −(β·log σ(s⁺) + Σⱼ log(1 − σ(s⁻ⱼ))) ⁄ (1 + k). β = 1 is plain BCE (SASRec's with k = 1, halved:
/// it does not divide); gBCE has β below 1, see <see cref="Generalised"/>.
/// </summary>
/// <param name="items">Items of the catalog.</param>
/// <param name="beta">The power to which the target's probability is raised, above 0 up to 1. Default 1.</param>
sealed class Bce(long items, double beta = 1) : SampledLoss(items)
{
    /// <summary>The power to which the target's probability is raised.</summary>
    internal double Beta => beta;

    /// <summary>
    /// gBCE (Petrov and Macdonald, "gSASRec", RecSys 2023): σ(s⁺)^β with β = α(t(1 − 1/α) + 1/α), where α = k ⁄ (Items − 1) is the share of items that are drawn. It takes back the
    /// overconfidence that sampling brings. Written as β·log σ(s⁺), which needs none of the paper's transformed logits and cannot overflow.
    /// </summary>
    /// <param name="items">Items of the catalog, at least 2.</param>
    /// <param name="negatives">k, the negatives of each position.</param>
    /// <param name="calibration">t, from 0 (plain BCE) to 1 (scores are calibrated as those of the full softmax).</param>
    internal static Bce Generalised(long items, int negatives, double calibration)
    {
        var alpha = Math.Min(1, negatives / Math.Max(1.0, items - 1));
        return new Bce(items, alpha * (calibration * (1 - 1 / alpha) + 1 / alpha));
    }

    protected override Tensor LossesOf(Tensor scores)
    {
        var k = scores.Size(1) - 1;
        return ((-scores.Select(1, 0)).Softplus() * beta + scores.Narrow(1, 1, k).Softplus().Sum(1)) / (1 + k);
    }

    internal override float ToGradient(Span<float> scores)
    {
        var (share, positive) = (1f / scores.Length, scores[0]);
        var loss = Logistic.ToGradient(scores[1..], share) + (float)beta * Logistic.Softplus(-positive);
        scores[0] = -(float)beta * share * Logistic.Sigmoid(-positive);
        return loss * share;
    }
}
