namespace Attune.Neural;

/// <summary>
/// What the mixers with a matrix state share: one product gives queries, keys, values and gates of all heads; a recurrence reads and writes the state, B × heads × key width × value width;
/// what is read is divided by its root mean square, gated by the SiLU of a product of the input where the mixer has an output gate, and goes through a last product. Products have no biases.
/// A masked place comes in as zeros, so that its values and what a convolution sees of it are 0, and its decay and rate of correction are taken out: it leaves the state as it is.
/// </summary>
abstract class MatrixMixer : TokenMixer
{
    readonly Linear _input, _output;
    readonly RmsNorm _norm;
    readonly Init _init;
    readonly long[] _parts;
    readonly long _heads, _chunk;
    readonly bool _gated, _normWhole;

    /// <param name="init">Seed, device and type.</param>
    /// <param name="shape">Sizes.</param>
    /// <param name="keyWidth">Width of a head's queries and keys.</param>
    /// <param name="valueWidth">Width of a head's values.</param>
    /// <param name="gated">Whether there is an output gate.</param>
    /// <param name="more">How many more numbers of a place the mixer wants.</param>
    /// <param name="normWhole">Whether the norm is over all heads together, not each.</param>
    private protected MatrixMixer(Init init, MixerShape shape, long keyWidth, long valueWidth, bool gated, long more = 0, bool normWhole = false)
    {
        (_init, _heads, _chunk, _gated, _normWhole, KeyWidth, ValueWidth) = (init, shape.Heads, shape.Chunk, gated, normWhole, keyWidth, valueWidth);
        Channels = _heads * (2 * keyWidth + valueWidth);
        _parts = [Channels, .. more > 0 ? [more] : (long[])[], .. gated ? [_heads * valueWidth] : (long[])[]];
        _input = Add("input", new Linear(init, shape.Width, _parts.Sum(), bias: false));
        _norm = Add("norm", new RmsNorm(init, normWhole ? _heads * valueWidth : valueWidth));
        _output = Add("output", new Linear(init, _heads * valueWidth, shape.Width, bias: false));
    }

    /// <summary>Numbers of queries, keys and values of a place.</summary>
    private protected long Channels { get; }

    private protected long KeyWidth { get; }

    private protected long ValueWidth { get; }

    /// <summary>Numbers kept of one sequence beside the matrices.</summary>
    private protected virtual long MemorySize => 0;

    /// <inheritdoc/>
    public sealed override Tensor Forward(Tensor x, Tensor padding = default)
    {
        using var scope = new Scope();
        if (padding.IsDefined) x = x.MaskedFill(padding.Unsqueeze(-1), 0);
        var parts = _input.Forward(x).Split(_parts, -1);
        var p = Read(parts[0], parts[^(_gated ? 2 : 1)], []);
        if (padding.IsDefined)
        {
            var kept = padding.Not().To(x.DType).Unsqueeze(1).Unsqueeze(-1);
            p = p with { LogDecay = p.LogDecay.IsDefined ? p.LogDecay * kept : default, Rates = p.Rates.IsDefined ? p.Rates * kept : default };
        }
        var (read, _) = p.Rates.IsDefined
            ? DeltaRule.Forward(p.Queries, p.Keys, p.Values, p.Rates, p.LogDecay, default, _chunk)
            : DiagonalDecay.Forward(p.Queries, p.Keys, p.Values, p.LogDecay, default, _chunk);
        return scope.Return(Write(read, parts[^1]));
    }

    /// <inheritdoc/>
    public sealed override Tensor[] Start(long batch) => [Tensor.Zeros([batch, _heads, KeyWidth, ValueWidth], _init.DType, _init.Device), .. StartMemory(batch, _init)];

    /// <inheritdoc/>
    public sealed override (Tensor Output, Tensor[] State) Step(Tensor x, ReadOnlySpan<Tensor> state)
    {
        using var scope = new Scope();
        var parts = _input.Forward(x.Unsqueeze(1)).Split(_parts, -1);
        var p = Read(parts[0], parts[^(_gated ? 2 : 1)], state[1..]);
        var (read, after) = p.Rates.IsDefined
            ? DeltaRule.Step(p.Queries, p.Keys, p.Values, p.Rates, p.LogDecay, state[0])
            : DiagonalDecay.Step(p.Queries, p.Keys, p.Values, p.LogDecay, state[0]);
        Tensor[] next = [after, .. p.Memory];
        return (scope.Return(Write(read, parts[^1]).Squeeze(1)), scope.Return(next));
    }

    /// <inheritdoc/>
    public sealed override long StateSize(long places) => _heads * KeyWidth * ValueWidth + MemorySize;

    /// <summary>From products of the input to what the recurrence takes.</summary>
    /// <param name="products">B × T × channels: queries, keys and values of all heads.</param>
    /// <param name="more">B × T × the numbers asked for beside them; where none were, something that is not looked at.</param>
    /// <param name="memory">The state but the matrices, where one place goes on from it; empty for whole sequences.</param>
    private protected abstract Places Read(Tensor products, Tensor more, ReadOnlySpan<Tensor> memory);

    /// <summary>The state but the matrices before the first place.</summary>
    private protected virtual Tensor[] StartMemory(long batch, Init init) => [];

    /// <summary>B × T × heads·width → B × heads × T × width, in one piece.</summary>
    private protected static Tensor Divide(Tensor x, long heads) => x.Reshape(x.Size(0), x.Size(1), heads, x.Size(2) / heads).Transpose(1, 2).Contiguous();

    /// <summary>Queries and keys as twice the heads, B × 2·heads × T × key width, and values.</summary>
    private protected (Tensor QueriesAndKeys, Tensor Values) Divide(Tensor products)
    {
        var parts = products.Split([2 * _heads * KeyWidth, _heads * ValueWidth], -1);
        return (Divide(parts[0], 2 * _heads), Divide(parts[1], _heads));
    }

    // B × heads × T × value width → B × T × width.
    Tensor Write(Tensor read, Tensor gate)
    {
        using var scope = new Scope();
        var (batch, length) = (read.Size(0), read.Size(2));
        read = read.Transpose(1, 2).Contiguous();
        if (_normWhole) read = read.Reshape(batch, length, _heads * ValueWidth);
        read = _norm.Forward(read).Reshape(batch, length, _heads * ValueWidth);
        return scope.Return(_output.Forward(_gated ? read * gate.Silu() : read));
    }

    /// <summary>What a recurrence takes, each B × heads × T × …, and the state but the matrices after these places.</summary>
    /// <param name="Queries">… × key width, scaled.</param>
    /// <param name="Keys">… × key width.</param>
    /// <param name="Values">… × value width.</param>
    /// <param name="LogDecay">… × key width or 1; undefined where nothing fades.</param>
    /// <param name="Rates">… × 1: how much of an error is corrected; undefined where states only add up.</param>
    /// <param name="Memory">As <c>memory</c> of <see cref="Read"/>; not used after whole sequences.</param>
    private protected readonly record struct Places(Tensor Queries, Tensor Keys, Tensor Values, Tensor LogDecay, Tensor Rates, Tensor[] Memory);
}
