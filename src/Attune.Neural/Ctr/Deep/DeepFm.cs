namespace Attune.Neural;

/// <summary>
/// A factorisation machine and a dense network over the same vectors: z = Σ_f w_f + Σ_{f &lt; g} e_f · e_g + w · h_L + b with h_0 = [e_1 … e_F], h_{l+1} = max(0, W_l h_l + c_l). Shapes: w codes × 1,
/// E codes × EmbeddingSize, W_l as click-mlp. Guo, Tang, Ye, Li and He, "DeepFM: a factorization-machine based neural network for CTR prediction", IJCAI 2017.
/// Deterministic for one number of threads; with another, sums may be rounded differently.
/// </summary>
public sealed record DeepFm : DeepTrainer
{
    internal override ClickNetwork Network(Init init, ClickFields fields) => new DenseNetwork(init, fields, this, firstOrder: true, pairs: true);

    internal override ClickCost CostOf(ClickFields fields) => DenseCost(FlatSize(fields));
}
