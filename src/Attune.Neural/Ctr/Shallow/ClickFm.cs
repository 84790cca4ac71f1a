namespace Attune.Neural;

/// <summary>
/// Factorisation machine: z = b + Σ_f w_f + Σ_{f &lt; g} e_f · e_g, the pairs in one pass as ½ Σ_d ((Σ_f e_fd)² − Σ_f e_fd²), O(fields · size) for a row. Shapes: w codes × 1, E codes × EmbeddingSize.
/// Rendle, "Factorization machines", ICDM 2010. Deviations: learned by Adam; the labels of a field of several are averaged before pairs are made, so they make none among themselves.
/// Dropout and BatchNorm are not read. Deterministic for one number of threads; with another, sums may be rounded differently.
/// </summary>
public sealed record ClickFm : ClickTrainer
{
    internal override ClickNetwork Network(Init init, ClickFields fields) => new FmNetwork(init, fields, this);

    internal override ClickCost CostOf(ClickFields fields) => ClickCost.Vector(1);

    sealed class FmNetwork : ClickNetwork
    {
        readonly Tensor _bias;

        internal FmNetwork(Init init, ClickFields fields, ClickTrainer options) : base(init, fields, options, firstOrder: true) => _bias = Add("bias", () => init.Constant([1], 0));

        private protected override Tensor Logits(Tensor vectors, Tensor first) => first + Interactions.Pairs(vectors) + _bias;
    }
}
