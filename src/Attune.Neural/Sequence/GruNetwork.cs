namespace Attune.Neural;

/// <summary>The network of <see cref="Gru4rec"/>: a table of items, recurrent layers over it, and a layer that brings states to the length of the table's vectors.</summary>
sealed class GruNetwork : SequenceNetwork
{
    readonly Embedding _items;
    readonly Dropout _dropout;
    readonly Gru _layers;
    readonly Linear _output;
    readonly int _states, _depth;

    internal GruNetwork(Init init, int items, Gru4rec options)
    {
        (Width, _states, _depth) = (options.Width, options.States, options.Layers);
        _items = Add(ItemTableName, new Embedding(init, items + 1, Width, padding: 0, deviation: options.Deviation));
        _dropout = Add("dropout", new Dropout(init, options.Dropout));
        _layers = Add("gru", new Gru(init, Width, options.States, options.Layers, options.Dropout));
        _output = Add("output", new Linear(init, options.States, Width));
    }

    internal override int Width { get; }

    internal override Tensor ItemTable => _items.Weight;

    internal override double? FlopsOf(long length) => 2.0 * length * (3.0 * _states * (Width + _states) + (_depth - 1) * 6.0 * _states * _states + (double)_states * Width);

    internal override Tensor Forward(Tensor items)
    {
        using var scope = new Scope();
        return scope.Return(_output.Forward(_layers.Forward(_dropout.Forward(_items.Forward(items)), PaddingOf(items))));
    }
}
