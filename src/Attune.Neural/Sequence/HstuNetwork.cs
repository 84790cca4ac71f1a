namespace Attune.Neural;

/// <summary>The network of <see cref="Hstu"/>: tables of items and places, blocks, and vectors that are normed at the end or brought to length 1.</summary>
sealed class HstuNetwork : SequenceNetwork
{
    const double LeastSquare = 1e-12;
    readonly Embedding _items;
    readonly LearnedPositions _positions;
    readonly Dropout _dropout;
    readonly HstuBlock[] _layers;
    readonly LayerNorm? _norm;
    readonly int _heads, _longest, _buckets;
    readonly double _sharpness;

    internal HstuNetwork(Init init, int items, Hstu options)
    {
        (Width, _heads, _longest, _buckets, _sharpness) = (options.Width, options.Heads, options.MaxLength, options.TimeBuckets, 1 / options.Temperature);
        _items = Add(ItemTableName, new Embedding(init, items + 1, Width, padding: 0, deviation: options.Deviation));
        _positions = Add("position_embedding", new LearnedPositions(init, _longest, Width, options.Deviation));
        _dropout = Add("dropout", new Dropout(init, options.Dropout));
        _layers = [.. Enumerable.Range(0, options.Layers).Select(l => Add($"layers.{l}",
            new HstuBlock(init, Width, _heads, options.ValueWidth, options.KeyWidth, _longest, _buckets, options.Dropout)))];
        _norm = options.Normalised ? null : Add("norm", new LayerNorm(init, Width));
    }

    internal override int Width { get; }

    internal override Tensor ItemTable => _norm is null ? OfLengthOne(_items.Weight) : _items.Weight;

    internal override bool ScoresWithTheTable => _norm is not null;

    internal override bool ReadsTimes => _buckets > 0;

    internal override IReadOnlyList<(int Outputs, int Inputs)> LastAttention => _layers[^1].Matrices;

    internal override double? FlopsOf(long length) => _layers.Sum(l => l.FlopsOf(length));

    internal override Tensor Forward(Tensor items) => Forward(items, default);

    internal override Tensor Forward(Tensor items, Tensor times, AttentionTap? tap = null)
    {
        using var scope = new Scope();
        // As in the authors' code: vectors of items come in √width times as long as they are.
        var x = _dropout.Forward(_positions.Forward(_items.Forward(items) * Math.Sqrt(Width)));
        var mask = HstuBlock.MaskOf(x, _heads, _longest, PaddingOf(items));
        var buckets = ReadsTimes && times.IsDefined ? RelativeBias.BucketsOf(times, _buckets) : default;
        foreach (var layer in _layers) x = layer.Forward(x, mask, buckets, layer == _layers[^1] ? tap : null);
        return scope.Return(_norm is null ? OfLengthOne(x) * _sharpness : _norm.Forward(x));
    }

    static Tensor OfLengthOne(Tensor vectors)
    {
        using var scope = new Scope();
        return scope.Return(vectors / (vectors.Square().Sum(-1, keep: true) + LeastSquare).Sqrt());
    }
}
