namespace Attune.Neural;

/// <summary>
/// RetNet (Sun et al. 2023, arXiv:2307.08621): S_t = γ_h S_{t−1} + k_t v_tᵀ with γ_h = 1 − 2^{−5−h} for head h, rotary positions on queries and keys,
/// queries divided by √K, o_t = S_tᵀ q_t, a norm for each head gated by silu(W_g x). Width D with H heads: K = D/H and V = 2D/H. Differs from the paper in its norm, which there takes the mean away first.
/// State: B × H × K × V, and how many places were read, B × 1.
/// </summary>
sealed class RetNetMixer : MatrixMixer
{
    readonly RotaryPositions _rotary;
    readonly Tensor _logDecay;
    readonly int _width, _heads;

    internal RetNetMixer(Init init, MixerShape shape) : base(init, shape, shape.Width / shape.Heads, 2 * shape.Width / shape.Heads, gated: true)
    {
        (_width, _heads) = (shape.Width, shape.Heads);
        _rotary = Add("rotary", new RotaryPositions(init, shape.MaxLength, shape.Width / shape.Heads));
        var logs = new double[_heads];
        for (var h = 0; h < _heads; h++) logs[h] = Math.Log(1 - Math.Pow(2, -5 - h));
        _logDecay = Hold(() => Tensor.Wrap(logs, 1, _heads, 1, 1).To(init.DType).To(init.Device));
    }

    /// <inheritdoc/>
    public override double FlopsPerPlace(long length) => 5.0 * _width * _width / _heads;

    private protected override long MemorySize => 1;

    private protected override Tensor[] StartMemory(long batch, Init init) => [Tensor.Zeros([batch, 1], init.DType, init.Device)];

    private protected override Places Read(Tensor products, Tensor more, ReadOnlySpan<Tensor> memory)
    {
        var (both, values) = Divide(products);
        var turned = (memory.IsEmpty ? _rotary.Forward(both) : _rotary.Forward(both, memory[0])).Split(_heads, 1);
        return new(turned[0] * (1 / Math.Sqrt(KeyWidth)), turned[1], values, _logDecay.Expand(1, _heads, products.Size(1), 1), default, memory.IsEmpty ? [] : [memory[0] + 1]);
    }
}
