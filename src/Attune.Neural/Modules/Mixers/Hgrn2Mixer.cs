namespace Attune.Neural;

/// <summary>
/// HGRN-2 (Qin et al. 2024, arXiv:2404.07904): S_t = diag(g_t) S_{t−1} + k_t v_tᵀ with g_t = b + (1 − b)·σ(W_f x), b the layer's row of
/// <see cref="LowerBounds"/>, k_t = 1 − g_t, q_t = silu(W_q x) divided by √K, o_t = S_tᵀ q_t, and a
/// norm over all heads together. Width D with H heads: K = V = D/H. The
/// paper has K = 128 and as many heads as that gives; here the heads are given, so that small widths have some (a reconstruction).
/// State: B × H × K × V.
/// </summary>
sealed class Hgrn2Mixer : MatrixMixer
{
    readonly ForgetGate _gate;
    readonly int _width, _heads;

    internal Hgrn2Mixer(Init init, MixerShape shape, LowerBounds bounds, int layer)
        : base(init, shape, shape.Width / shape.Heads, shape.Width / shape.Heads, gated: false, normWhole: true) =>
        (_width, _heads, _gate) = (shape.Width, shape.Heads, new ForgetGate(bounds, layer));

    /// <inheritdoc/>
    public override double FlopsPerPlace(long length) => 7.0 * _width * _width / _heads;

    private protected override Places Read(Tensor products, Tensor more, ReadOnlySpan<Tensor> memory)
    {
        var parts = products.Split(_width, -1);
        // A masked place has keys all the same; its values are 0, so nothing is written.
        var (logDecay, keys) = _gate.OpenLog(parts[1]);
        var queries = parts[0].Silu() * (1 / Math.Sqrt(KeyWidth));
        return new(Divide(queries, _heads), Divide(keys, _heads), Divide(parts[2], _heads), Divide(logDecay, _heads), default, []);
    }
}
