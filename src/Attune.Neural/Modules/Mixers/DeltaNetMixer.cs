namespace Attune.Neural;

/// <summary>
/// DeltaNet (Schlag et al. 2021, arXiv:2102.11174; Yang et al. 2024, arXiv:2406.06484): S_t = S_{t−1} + k_t (β_t (v_t − S_{t−1}ᵀ k_t))ᵀ. Queries, keys and
/// values go through a short convolution and SiLU; queries and keys are divided by their Euclidean length, queries then by √K; β_t = σ(W_b x) for each head; o_t = S_tᵀ q_t and a norm for each head,
/// without an output gate. Width D with H heads: K = V = D/H.
/// State: B × H × K × V, and the last three inputs of the convolution, B × 3D × 3.
/// </summary>
sealed class DeltaNetMixer : MatrixMixer
{
    readonly DeltaInputs _inputs;
    readonly int _width, _heads;

    internal DeltaNetMixer(Init init, MixerShape shape) : base(init, shape, shape.Width / shape.Heads, shape.Width / shape.Heads, gated: false, more: shape.Heads)
    {
        (_width, _heads) = (shape.Width, shape.Heads);
        _inputs = Add("", new DeltaInputs(init, Channels, shape.Convolution));
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
        return new(parts[0] * (1 / Math.Sqrt(KeyWidth)), parts[1], values, default, Divide(more.Sigmoid(), _heads), last);
    }
}
