namespace Attune.Neural;

/// <summary>The network of <see cref="Btbr"/>: attention in both directions over purchases that know their basket and no place within it.</summary>
sealed class BtbrNetwork : SequenceNetwork
{
    const double Deviation = 0.02;

    readonly Embedding _items, _baskets;
    readonly LayerNorm _norm;
    readonly Dropout _dropout;
    readonly TransformerBlock[] _layers;
    readonly int _heads, _mostBaskets;

    internal BtbrNetwork(Init init, int items, Btbr options)
    {
        (Width, _heads, _mostBaskets) = (options.Width, options.Heads, options.MostBaskets);
        _items = Add(ItemTableName, new Embedding(init, items + 2, Width, padding: 0, Deviation));
        _baskets = Add("basket_embedding", new Embedding(init, _mostBaskets + 1, Width, padding: 0, Deviation));
        _norm = Add("norm", new LayerNorm(init, Width));
        _dropout = Add("dropout", new Dropout(init, options.Dropout));
        _layers = [.. Enumerable.Range(0, options.Layers).Select(l => Add($"layers.{l}", new TransformerBlock(init, Width, _heads, options.Inner, options.Dropout, normFirst: false)))];
        DrawMatrices(init, Deviation, _layers);
    }

    internal override int Width { get; }

    internal override Tensor ItemTable => _items.Weight;

    internal override bool ReadsTimes => true;

    internal override Tensor Forward(Tensor items) => Forward(items, default);

    internal override Tensor Forward(Tensor items, Tensor times, AttentionTap? tap = null)
    {
        using var scope = new Scope();
        var x = _dropout.Forward(_norm.Forward(_items.Forward(items) + _baskets.Forward(BasketsOf(items, times, _mostBaskets))));
        var mask = AttentionMask.Over(x, _heads, causal: false, PaddingOf(items));
        foreach (var layer in _layers) x = layer.Forward(x, mask);
        return scope.Return(x);
    }

    /// <summary>Which basket each place lies in: 1 for the newest of its row, one more for each before it up to <paramref name="most"/>, 0 for padding; without times each place is a basket.</summary>
    internal static Tensor BasketsOf(Tensor items, Tensor times, int most)
    {
        var (rows, length) = (items.Size(0), (int)items.Size(1));
        var (cells, days) = (items.ToArray<long>(), times.IsDefined ? times.ToArray<long>() : null);
        var baskets = Tensor.Zeros([rows, length], DType.Int64);
        var to = baskets.Span<long>();
        for (var (end, basket) = (to.Length, 0); end > 0; end -= length, basket = 0)
            for (var i = end - 1; i >= end - length && cells[i] != 0; i--)
            {
                if (i == end - 1 || days is null || !BasketBatches.IsOneBasket(days[i], days[i + 1])) basket++;
                to[i] = Math.Min(basket, most);
            }
        return baskets.To(items.Device);
    }
}
