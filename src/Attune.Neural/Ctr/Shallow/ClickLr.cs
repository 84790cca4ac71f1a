namespace Attune.Neural;

/// <summary>
/// Logistic regression over the codes of a row: z = b + Σ_c value_c · w[code_c], the measure that every other model of clicks must beat. Shapes: w codes × 1. Dense parameters: b alone.
/// Richardson, Dominowska and Ragno, "Predicting clicks: estimating the click-through rate for new ads", WWW 2007. Deviations: learned by Adam with EmbeddingRegularization in place of their prior.
/// EmbeddingSize, Dropout and BatchNorm are not read. Deterministic for one number of threads; with another, sums may be rounded differently.
/// </summary>
public sealed record ClickLr : ClickTrainer
{
    internal override ClickNetwork Network(Init init, ClickFields fields) => new LrNetwork(init, fields, this);

    internal override ClickCost CostOf(ClickFields fields) => ClickCost.Vector(1);

    sealed class LrNetwork : ClickNetwork
    {
        readonly Tensor _bias;

        internal LrNetwork(Init init, ClickFields fields, ClickTrainer options) : base(init, fields, options, vectors: false, firstOrder: true) => _bias = Add("bias", () => init.Constant([1], 0));

        private protected override Tensor Logits(Tensor vectors, Tensor first) => first + _bias;
    }
}
