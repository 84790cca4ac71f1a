namespace Attune.Neural;

/// <summary>
/// Gated DeltaNet (Yang et al. 2024, arXiv:2412.06464): S' = α_t S_{t−1}, S_t = S' + k_t (β_t (v_t − S'ᵀ k_t))ᵀ, where α_t = exp(−e^{A}·softplus(W_a x + d)) for each head;
/// convolution, lengths of queries and keys and β as in <see cref="DeltaNetMixer"/>;
/// a norm for each head gated by silu(W_g x). e^A starts uniform in (0, 16), softplus(d) log-uniform in [0.001, 0.1]; neither
/// may be decayed (<see cref="Parameter.Decays"/>). Width D with H heads: K = ¾D/H, rounded down and at least 1 (the rounding is a
/// reconstruction for widths that the paper does not have), and V = 2K.
/// State: B × H × K × V, and the last three inputs of the convolution, B × 4HK × 3.
/// </summary>
sealed class GatedDeltaNetMixer : MatrixMixer
{
    readonly DeltaInputs _inputs;
    readonly Tensor _logRate, _bias;
    readonly int _width, _heads;

    internal GatedDeltaNetMixer(Init init, MixerShape shape) : base(init, shape, Keys(shape), 2 * Keys(shape), gated: true, more: 2 * shape.Heads)
    {
        (_width, _heads) = (shape.Width, shape.Heads);
        _inputs = Add("", new DeltaInputs(init, Channels, shape.Convolution));
        // The lower end of each is cut off where its logarithm would not be a number.
        _logRate = Add("A_log", () => (init.Uniform([_heads], 8) + 8).ClampMin(1e-4).Log(), decays: false);
        _bias = Add("dt_bias", () => ((init.Uniform([_heads], Math.Log(100) / 2) + Math.Log(0.01)).To(DType.Float64).Exp().Exp() - 1).Log().To(init.DType), decays: false);
    }

    /// <inheritdoc/>
    public override double FlopsPerPlace(long length) => 8.0 * _width * _width / _heads;

    private protected override long MemorySize => _inputs.MemorySize;

    private protected override Tensor[] StartMemory(long batch, Init init) => _inputs.Start(batch, init);

    private protected override Places Read(Tensor products, Tensor more, ReadOnlySpan<Tensor> memory)
    {
        var (mixed, last) = _inputs.Mix(products, memory);
        var (both, values) = Divide(mixed);
        var parts = DeltaInputs.Normalize(both).Split(_heads, 1);
        var gates = more.Split(_heads, -1);
        var logDecay = -(_logRate.Exp() * (gates[1] + _bias).Softplus());
        return new(parts[0] * (1 / Math.Sqrt(KeyWidth)), parts[1], values, Divide(logDecay, _heads), Divide(gates[0].Sigmoid(), _heads), last);
    }

    static long Keys(MixerShape shape) => Math.Max(1, 3L * shape.Width / 4 / shape.Heads);
}
