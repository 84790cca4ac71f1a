namespace Attune.Neural;

/// <summary>
/// What is learned by heart beside what is generalised: z = Σ_f w_f + w · h_L + b with h_0 = [e_1 … e_F], h_{l+1} = max(0, W_l h_l + c_l). Shapes: w codes × 1, E codes × EmbeddingSize, W_l as click-mlp.
/// Cheng, Koc, Harmsen, Shaked, Chandra, Aradhye et al., "Wide &amp; deep learning for recommender systems", DLRS 2016. Deviations: the wide part reads the codes themselves and no products of them that
/// somebody chose; both parts learn with one optimizer. Deterministic for one number of threads; with another, sums may be rounded differently.
/// </summary>
public sealed record WideDeep : DeepTrainer
{
    internal override ClickNetwork Network(Init init, ClickFields fields) => new DenseNetwork(init, fields, this, firstOrder: true, pairs: false);

    internal override ClickCost CostOf(ClickFields fields) => DenseCost(FlatSize(fields));
}
