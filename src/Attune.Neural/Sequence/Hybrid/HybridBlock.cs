namespace Attune.Neural;

/// <summary>A layer: norm, mixer, and a path around both; norm, SwiGLU feed-forward, and a path around both.</summary>
sealed class HybridBlock : Module
{
    readonly RmsNorm _first, _second;
    readonly FeedForward _forward;
    readonly Dropout _dropout;

    internal HybridBlock(Init init, TokenMixer mixer, long width, long inner, double dropout)
    {
        Mixer = Add("mixer", mixer);
        _forward = Add("", new FeedForward(init, width, inner, Activation.SwiGlu, dropout, bias: false));
        _first = Add("norm1", new RmsNorm(init, width));
        _second = Add("norm2", new RmsNorm(init, width));
        _dropout = Add("dropout", new Dropout(init, dropout));
    }

    internal TokenMixer Mixer { get; }

    /// <summary>B × T × width → the same shape.</summary>
    internal Tensor Forward(Tensor x, Tensor padding)
    {
        using var scope = new Scope();
        x += _dropout.Forward(Mixer.Forward(_first.Forward(x), padding));
        return scope.Return(x + _dropout.Forward(_forward.Forward(_second.Forward(x))));
    }

    /// <summary>One place: B × width → the same shape, and the state after it.</summary>
    internal (Tensor Output, Tensor[] State) Step(Tensor x, ReadOnlySpan<Tensor> state)
    {
        using var scope = new Scope();
        var (mixed, after) = Mixer.Step(_first.Forward(x), state);
        x += mixed;
        return (scope.Return(x + _forward.Forward(_second.Forward(x))), scope.Return(after));
    }
}
