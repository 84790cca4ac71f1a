namespace Attune.Neural;

/// <summary>
/// Gated linear attention (Yang et al. 2024, arXiv:2312.06635): S_t = diag(α_t) S_{t−1} + k_t v_tᵀ with α_t = σ(W₂ W₁ x + b)^{1/16} for each channel of the keys, queries
/// divided by √K, o_t = S_tᵀ q_t, a norm for each head gated by silu(W_g x). Width D with H heads: K = D/2H and V = D/H; the middle of W₂ W₁ is 16 wide, or D where that is less (a reconstruction for
/// widths that the paper does not have).
/// State: B × H × K × V.
/// </summary>
sealed class GlaMixer : MatrixMixer
{
    // What σ is raised to, as 1/16: without it the state forgets too fast.
    const double Normalizer = 16;

    readonly Linear _decay;
    readonly int _width, _heads;

    internal GlaMixer(Init init, MixerShape shape) : base(init, shape, shape.Width / 2 / shape.Heads, shape.Width / shape.Heads, gated: true, more: Rank(shape))
    {
        (_width, _heads) = (shape.Width, shape.Heads);
        _decay = Add("decay", new Linear(init, Rank(shape), shape.Width / 2));
    }

    /// <inheritdoc/>
    public override double FlopsPerPlace(long length) => 7.0 * _width * _width / _heads;

    private protected override Places Read(Tensor products, Tensor more, ReadOnlySpan<Tensor> memory)
    {
        var (both, values) = Divide(products);
        var parts = both.Split(_heads, 1);
        var logDecay = _decay.Forward(more).LogSigmoid() * (1 / Normalizer);
        return new(parts[0] * (1 / Math.Sqrt(KeyWidth)), parts[1], values, Divide(logDecay, _heads), default, []);
    }

    static int Rank(MixerShape shape) => Math.Min(16, shape.Width);
}
