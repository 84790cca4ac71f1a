namespace Attune.Neural;

/// <summary>
/// Tables of items and places, then layers of attention and feed-forward: causal for <see cref="Sasrec"/>; in both directions for <see cref="Bert4rec"/>, whose table has one row more,
/// the mark that asks, and whose states go through one more layer before they meet the table.
/// </summary>
sealed class AttentionNetwork : SequenceNetwork
{
    readonly Embedding _items;
    readonly LearnedPositions _positions;
    readonly Dropout _dropout;
    readonly TransformerBlock[] _layers;
    readonly LayerNorm _norm;
    readonly Linear? _head;
    readonly LayerNorm? _headNorm;
    readonly bool _before, _causal, _gated;
    readonly int _heads, _inner;

    internal AttentionNetwork(Init init, int items, IAttentionTrainer options, bool causal)
    {
        var width = options.Width;
        (Width, _heads, _before, _causal) = (width, options.Heads, options.Norm is NormPlacement.Before, causal);
        _gated = options.Activation is Activation.SwiGlu;
        _inner = options.Inner > 0 ? options.Inner : width;
        _items = Add(ItemTableName, new Embedding(init, items + (causal ? 1 : 2), width, padding: 0, deviation: options.Deviation));
        _positions = Add("position_embedding", new LearnedPositions(init, options.MaxLength, width, options.Deviation));
        _dropout = Add("dropout", new Dropout(init, options.Dropout));
        _layers = [.. Enumerable.Range(0, options.Layers).Select(l => Add($"layers.{l}",
            new TransformerBlock(init, width, options.Heads, _inner, options.Dropout, options.Activation, _before)))];
        _norm = Add("norm", new LayerNorm(init, width));
        if (!causal) (_head, _headNorm) = (Add("head", new Linear(init, width, width)), Add("head_norm", new LayerNorm(init, width)));
        DrawMatrices(init, options.Deviation, [.. _layers, .. _head is null ? Array.Empty<Module>() : [_head]]);
    }

    internal override int Width { get; }

    internal override Tensor ItemTable => _items.Weight;

    // A network that looks at both sides has no state of which the next item follows.
    internal override IReadOnlyList<(int Outputs, int Inputs)> LastAttention => _causal ? [(3 * Width, Width), (Width, Width)] : [];

    // For each layer: queries, keys, values and output; the products of queries with keys and of weights with values; feed-forward.
    internal override double? FlopsOf(long length) => !_causal ? null
        : _layers.Length * (2.0 * length * Width * 4 * Width + 4.0 * length * length * Width + 4.0 * length * Width * _inner * (_gated ? 1.5 : 1));

    internal override Tensor Forward(Tensor items) => Forward(items, default);

    internal override Tensor Forward(Tensor items, Tensor times, AttentionTap? tap = null)
    {
        using var scope = new Scope();
        var x = _items.Forward(items);
        // As in the code of SASRec's authors: vectors of items come in √width times as long as they are as targets, so that places do not drown them.
        if (_before) x *= Math.Sqrt(Width);
        x = _positions.Forward(x);
        x = _dropout.Forward(_before ? x : _norm.Forward(x));
        var mask = AttentionMask.Over(x, _heads, _causal, PaddingOf(items));
        foreach (var layer in _layers) x = layer.Forward(x, mask, layer == _layers[^1] ? tap : null);
        if (_before) x = _norm.Forward(x);
        return scope.Return(_head is null ? x : _headNorm!.Forward(_head.Forward(x).Gelu()));
    }
}
