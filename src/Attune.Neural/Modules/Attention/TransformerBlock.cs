namespace Attune.Neural;

/// <summary>
/// Attention and feed-forward, each with a norm, dropout and a path around it. Parameters are named as those of PyTorch's nn.TransformerEncoderLayer, which
/// computes the same.
/// </summary>
public sealed class TransformerBlock : Module
{
    readonly MultiHeadAttention _attention;
    readonly FeedForward _forward;
    readonly LayerNorm _first, _second;
    readonly Dropout _dropout;
    readonly bool _normFirst;

    /// <summary>Makes the block.</summary>
    /// <param name="init">Seed, device and type.</param>
    /// <param name="width">Size of the last dimension, a multiple of the heads.</param>
    /// <param name="heads">Heads of the attention, from 1.</param>
    /// <param name="hidden">Width of the feed-forward's middle, from 1.</param>
    /// <param name="dropout">The share dropped of attention's weights, inside the feed-forward and of what either adds. Default 0.</param>
    /// <param name="activation">The feed-forward's function. Default GELU.</param>
    /// <param name="normFirst">Whether norms stand before attention and feed-forward (steadier) or after the sums, as in the paper of 2017. Default before.</param>
    /// <param name="epsilon">What norms add to the variance. Default 1e-5.</param>
    /// <param name="rotary">Rotary positions of the attention, owned by the caller; null for none.</param>
    public TransformerBlock(Init init, long width, int heads, long hidden, double dropout = 0, Activation activation = Activation.Gelu, bool normFirst = true, double epsilon = 1e-5,
        RotaryPositions? rotary = null)
    {
        _normFirst = normFirst;
        _attention = Add("self_attn", new MultiHeadAttention(init, width, heads, dropout, rotary: rotary));
        _forward = Add("", new FeedForward(init, width, hidden, activation, dropout));
        _first = Add("norm1", new LayerNorm(init, width, epsilon));
        _second = Add("norm2", new LayerNorm(init, width, epsilon));
        _dropout = Add("dropout1", new Dropout(init, dropout));
    }

    /// <summary>B × T × width → the same shape.</summary>
    public Tensor Forward(Tensor x, AttentionMask mask) => Forward(x, mask, null);

    /// <summary>The same, what attention does held by <paramref name="tap"/> where there is one.</summary>
    internal Tensor Forward(Tensor x, AttentionMask mask, AttentionTap? tap)
    {
        using var scope = new Scope();
        tap?.Took(x);
        if (_normFirst)
        {
            x += _dropout.Forward(_attention.Forward(_first.Forward(x), mask, tap));
            return scope.Return(x + _dropout.Forward(_forward.Forward(_second.Forward(x))));
        }
        x = _first.Forward(x + _dropout.Forward(_attention.Forward(x, mask, tap)));
        return scope.Return(_second.Forward(x + _dropout.Forward(_forward.Forward(x))));
    }
}
