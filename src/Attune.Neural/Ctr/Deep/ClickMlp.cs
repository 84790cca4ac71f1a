namespace Attune.Neural;

/// <summary>
/// The dense network: h_0 = [e_1 … e_F], h_{l+1} = max(0, W_l h_l + c_l), z = w · h_L + b. Shapes: E codes × EmbeddingSize, W_0 Width × (F · EmbeddingSize), the others Width × Width.
/// Zhang, Du and Wang, "Deep learning over multi-field categorical data", ECIR 2016 (whose vectors a factorisation machine began; here they start at random).
/// Deterministic for one number of threads; with another, sums may be rounded differently.
/// </summary>
public sealed record ClickMlp : DeepTrainer
{
    internal override ClickNetwork Network(Init init, ClickFields fields) => new DenseNetwork(init, fields, this, firstOrder: false, pairs: false);

    internal override ClickCost CostOf(ClickFields fields) => DenseCost(FlatSize(fields));
}
