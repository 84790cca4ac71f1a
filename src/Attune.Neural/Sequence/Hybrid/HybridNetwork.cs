namespace Attune.Neural;

/// <summary>The network of <see cref="HybridSequence"/>: a table of items, layers whose mixers follow a pattern, and a norm. Places are told apart by the mixers alone: by decay, or by turned queries and keys.</summary>
sealed class HybridNetwork : SequenceNetwork
{
    readonly Embedding _items;
    readonly Dropout _dropout;
    readonly HybridBlock[] _layers;
    readonly RmsNorm _norm;
    readonly int[] _stateTensors;

    internal HybridNetwork(Init init, int items, HybridShape shape)
    {
        Shape = shape;
        _items = Add(ItemTableName, new Embedding(init, items + 1, shape.Width, padding: 0, deviation: shape.Deviation));
        _dropout = Add("dropout", new Dropout(init, shape.Dropout));
        var mixing = new MixerShape { Width = shape.Width, Heads = shape.Heads, MaxLength = shape.MaxLength, Convolution = shape.Convolution };
        // Gates' lower bounds rise from layer to layer, so all layers share one table of them.
        var bounds = shape.Pattern.Layers.Any(k => k is MixerKind.Hgrn or MixerKind.Hgrn2) ? Add("lower_bounds", new LowerBounds(init, shape.Pattern.Layers.Count, shape.Width)) : null;
        _layers = [.. shape.Pattern.Layers.Select((kind, l) => Add($"layers.{l}", new HybridBlock(init, TokenMixers.Create(kind, init, mixing, bounds, l), shape.Width, shape.InnerWidth, shape.Dropout)))];
        _norm = Add("norm", new RmsNorm(init, shape.Width));
        using var scope = new Scope();
        _stateTensors = [.. Mixers.Select(m => m.Start(1).Length)];
    }

    internal HybridShape Shape { get; }

    internal override int Width => Shape.Width;

    internal override Tensor ItemTable => _items.Weight;

    internal override bool IsRecurrent => true;

    /// <summary>The mixers, the first layer's first.</summary>
    internal IEnumerable<TokenMixer> Mixers => _layers.Select(l => l.Mixer);

    internal override IReadOnlyList<KeyValuePair<string, string>> Facts => PatternCost.Of(Shape.Pattern, Mixers, Shape.MaxLength).Facts;

    internal override Tensor Forward(Tensor items)
    {
        using var scope = new Scope();
        var padding = Padding(items);
        var x = _dropout.Forward(_items.Forward(items));
        foreach (var layer in _layers) x = layer.Forward(x, padding);
        return scope.Return(_norm.Forward(x));
    }

    internal override Tensor[] Start(long batch) => [.. _layers.SelectMany(l => l.Mixer.Start(batch))];

    internal override (Tensor Output, Tensor[] State) Step(Tensor items, ReadOnlySpan<Tensor> state)
    {
        using var scope = new Scope();
        var (x, after, at) = (_items.Forward(items), new List<Tensor>(state.Length), 0);
        for (var l = 0; l < _layers.Length; l++)
        {
            var (output, parts) = _layers[l].Step(x, state.Slice(at, _stateTensors[l]));
            (x, at) = (output, at + _stateTensors[l]);
            after.AddRange(Shape.Pattern.Layers[l] is MixerKind.Softmax ? Newest(parts) : parts);
        }
        return (scope.Return(_norm.Forward(x)), scope.Return([.. after]));
    }

    // Full attention keeps as many places as it would read; otherwise the state of a user who never leaves would never stop growing.
    Tensor[] Newest(Tensor[] parts) => Array.ConvertAll(parts, part => part.Rank == 4 && part.Size(2) > Shape.MaxLength ? part.Narrow(2, part.Size(2) - Shape.MaxLength, Shape.MaxLength) : part);

    // What is in the middle of a row would be taken for the beginning of the history: the recurrences could not tell.
    static Tensor Padding(Tensor items)
    {
        using var scope = new Scope();
        using var off = Gradients.NotRecorded();
        var padding = items.Eq(0);
        if (padding.Any().Item() == 0) return default;
        var length = items.Size(1);
        if (length > 1 && padding.Narrow(1, 1, length - 1).And(padding.Narrow(1, 0, length - 1).Not()).Any().Item() != 0)
            throw new ArgumentException("A history has padding (0) between its items; padding stands before the first item only. Leave unknown items out instead.", nameof(items));
        return scope.Return(padding);
    }
}
