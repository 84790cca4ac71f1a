namespace Attune.Neural;

/// <summary>
/// HGRN (Qin et al. 2023, arXiv:2311.04823): h_t = f_t∘h_{t−1} + silu(W_i x)∘(1 − f_t) with f_t = b + (1 − b)·σ(W_f x) and b the layer's row of
/// <see cref="LowerBounds"/>; then a norm over the width, gated by silu(W_g x), and a last product. Width D, state B × D. Differs from the paper, whose states are complex numbers.
/// </summary>
sealed class HgrnMixer : TokenMixer
{
    readonly Linear _input, _output;
    readonly RmsNorm _norm;
    readonly ForgetGate _gate;
    readonly Init _init;
    readonly int _width;

    internal HgrnMixer(Init init, MixerShape shape, LowerBounds bounds, int layer)
    {
        (_init, _width, _gate) = (init, shape.Width, new ForgetGate(bounds, layer));
        _input = Add("input", new Linear(init, _width, 3 * _width, bias: false));
        _norm = Add("norm", new RmsNorm(init, _width));
        _output = Add("output", new Linear(init, _width, _width, bias: false));
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x, Tensor padding = default)
    {
        using var scope = new Scope();
        if (padding.IsDefined) x = x.MaskedFill(padding.Unsqueeze(-1), 0);
        var (input, decay, gate) = Read(x);
        // A masked place takes nothing in, its input being 0, and must keep all.
        if (padding.IsDefined) decay = decay.MaskedFill(padding.Unsqueeze(-1), 1);
        return scope.Return(Write(VectorDecay.Forward(input, decay).Output, gate));
    }

    /// <inheritdoc/>
    public override Tensor[] Start(long batch) => [Tensor.Zeros([batch, _width], _init.DType, _init.Device)];

    /// <inheritdoc/>
    public override (Tensor Output, Tensor[] State) Step(Tensor x, ReadOnlySpan<Tensor> state)
    {
        using var scope = new Scope();
        var (input, decay, gate) = Read(x);
        var after = scope.Return(VectorDecay.Step(input, decay, state[0]));
        return (scope.Return(Write(after, gate)), [after]);
    }

    /// <inheritdoc/>
    public override long StateSize(long places) => _width;

    /// <inheritdoc/>
    public override double FlopsPerPlace(long length) => 5.0 * _width;

    (Tensor Input, Tensor Decay, Tensor Gate) Read(Tensor x)
    {
        var parts = _input.Forward(x).Split(_width, -1);
        var (kept, taken) = _gate.Open(parts[1]);
        return (parts[0].Silu() * taken, kept, parts[2]);
    }

    Tensor Write(Tensor states, Tensor gate) => _output.Forward(_norm.Forward(states) * gate.Silu());
}
