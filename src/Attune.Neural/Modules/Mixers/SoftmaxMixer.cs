namespace Attune.Neural;

/// <summary>
/// Causal softmax attention (Vaswani et al. 2017, arXiv:1706.03762): o_t = Σ_{s≤t} softmax_s(⟨q_t, k_s⟩/√K) v_s with rotary positions on queries and keys, without biases. With H
/// heads K = V = width/H. As an option queries and keys are divided by their root mean square, times a learned vector of a head's width, before they are turned.
/// State: keys and values of all places read, each B × H × places × K, and how many those are, B × 1. A place that may look at nothing gives zeros.
/// </summary>
sealed class SoftmaxMixer : TokenMixer
{
    readonly Linear _input, _output;
    readonly RotaryPositions _rotary;
    readonly RmsNorm? _queryNorm, _keyNorm;
    readonly Init _init;
    readonly long _width, _headWidth;
    readonly int _heads;

    internal SoftmaxMixer(Init init, MixerShape shape)
    {
        (_init, _width, _heads, _headWidth) = (init, shape.Width, shape.Heads, shape.Width / shape.Heads);
        _input = Add("input", new Linear(init, _width, 3 * _width, bias: false));
        _output = Add("output", new Linear(init, _width, _width, bias: false));
        _rotary = Add("rotary", new RotaryPositions(init, shape.MaxLength, (int)_headWidth));
        if (!shape.QueryKeyNorm) return;
        _queryNorm = Add("query_norm", new RmsNorm(init, _headWidth));
        _keyNorm = Add("key_norm", new RmsNorm(init, _headWidth));
    }

    double Scale => 1 / Math.Sqrt(_headWidth);

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x, Tensor padding = default)
    {
        using var scope = new Scope();
        if (padding.IsDefined) x = x.MaskedFill(padding.Unsqueeze(-1), 0);
        var (batch, length) = (x.Size(0), x.Size(1));
        var (both, values) = Read(x);
        var turned = _rotary.Forward(both).Reshape(2, batch * _heads, length, _headWidth).Unbind(0);
        var mask = AttentionMask.Over(x, _heads, causal: true, padding);
        var weights = mask.Scores.BAddBmm(turned[0], turned[1].T, 1, Scale).Softmax(-1);
        var read = weights.Bmm(values.Reshape(batch * _heads, length, _headWidth)).Reshape(batch, _heads, length, _headWidth);
        var result = Write(read);
        return scope.Return(mask.Rows.IsDefined ? result * mask.Rows : result);
    }

    /// <inheritdoc/>
    public override Tensor[] Start(long batch) =>
        [None([batch, _heads, 0, _headWidth]), None([batch, _heads, 0, _headWidth]), None([batch, 1])];

    /// <inheritdoc/>
    public override (Tensor Output, Tensor[] State) Step(Tensor x, ReadOnlySpan<Tensor> state)
    {
        using var scope = new Scope();
        var (both, values) = Read(x.Unsqueeze(1));
        var batch = x.Size(0);
        var (query, key) = (_rotary.Forward(both.Select(0, 0), state[2]), _rotary.Forward(both.Select(0, 1), state[2]));
        Tensor[] next = [Tensor.Cat([state[0], key], 2), Tensor.Cat([state[1], values.Reshape(batch, _heads, 1, _headWidth)], 2), state[2] + 1];
        var weights = (query * Scale).MatMul(next[0].T).Softmax(-1);
        var output = Write(weights.MatMul(next[1])).Squeeze(1);
        return (scope.Return(output), scope.Return(next));
    }

    /// <inheritdoc/>
    public override long StateSize(long places) => 2 * _width * places + 1;

    /// <inheritdoc/>
    public override double FlopsPerPlace(long length) => 2.0 * length * _width;

    // B × T × width → queries and keys, 2 × B × H × T × K, and values, B × H × T × K.
    (Tensor QueriesAndKeys, Tensor Values) Read(Tensor x)
    {
        var (batch, length) = (x.Size(0), x.Size(1));
        var parts = _input.Forward(x).Reshape(batch, length, 3, _heads, _headWidth).Permute(2, 0, 3, 1, 4).Contiguous().Split([2, 1]);
        if (_queryNorm is null || _keyNorm is null) return (parts[0], parts[1].Select(0, 0));
        var both = parts[0].Unbind(0);
        return (Tensor.Stack([_queryNorm.Forward(both[0]), _keyNorm.Forward(both[1])]), parts[1].Select(0, 0));
    }

    Tensor Write(Tensor read) => _output.Forward(read.Transpose(1, 2).Reshape(read.Size(0), read.Size(2), _width));

    Tensor None(ReadOnlySpan<long> shape) => Tensor.Zeros(shape, _init.DType, _init.Device);
}
