namespace Attune.Neural;

/// <summary>The network of <see cref="Dnntsp"/>.</summary>
sealed class DnntspNetwork : RepeatNetwork
{
    const string ItemTable = "item_embedding.weight", Gate = "gate";

    readonly Embedding _items;
    readonly Linear[] _layers;
    readonly Linear _gather, _score;
    readonly MultiHeadAttention _attention;
    readonly Tensor _gate;
    readonly Dropout _dropout;
    readonly int _baskets, _width;

    internal DnntspNetwork(Init init, int items, Dnntsp options)
    {
        (_baskets, _width) = (options.Baskets, options.Width);
        _items = Add("item_embedding", new Embedding(init, items + 1, _width, padding: 0, 0.1));
        _layers = [.. Enumerable.Range(0, options.Layers).Select(l => Add($"layers.{l}", Linear.Xavier(init, _width, _width)))];
        _attention = Add("attention", new MultiHeadAttention(init, _width, heads: 1, options.Dropout));
        _gather = Add("gather", new Linear(init, _width, 1, bias: false));
        _gate = Add(Gate, () => init.Constant([items + 1], 0.5), decays: false, isTable: true);
        _score = Add("score", Linear.Xavier(init, _width, 1));
        _dropout = Add("dropout", new Dropout(init, options.Dropout));
    }

    internal override RowIds? RowsOf(string name) => name is ItemTable or Gate ? RowIds.Items with { Before = 1 } : null;

    internal override Tensor Forward(RepeatBatch batch)
    {
        using var scope = new Scope();
        var own = _items.Forward(batch.Rows);
        var inBasket = MembersOf(batch).To(own.DType);
        var (b, s, t) = ((long)batch.Count, (long)batch.Length, inBasket.Size(2));
        var shares = inBasket.Bmm(inBasket.T);
        shares /= shares.Sum(2, keep: true).ClampMin(1);
        // Every basket is a graph of its own over the same items: B × S × T × width, zero where an item is not in it.
        var members = inBasket.Unsqueeze(3);
        var x = own.Unsqueeze(2) * members;
        foreach (var layer in _layers) x = _dropout.Forward(layer.Forward(shares.Bmm(x.Reshape(b, s, t * _width)).Reshape(b, s, t, _width))).Relu() * members;
        var past = x.Reshape(b * s, t, _width);
        var seen = _attention.Forward(past, AttentionMask.Over(past, 1, causal: true, inBasket.Reshape(b * s, t).Eq(0))) * inBasket.Reshape(b * s, t, 1);
        var gathered = (_gather.Forward(seen) * seen).Sum(1).Reshape(b, s, _width);
        var share = _gate.IndexSelect(0, batch.Rows.Reshape(-1)).Reshape(b, s, 1) * inBasket.Max(2, keep: true).Values;
        return scope.Return(_score.Forward(_dropout.Forward((1 - share) * own + share * gathered)).Squeeze(2));
    }

    // B × S × T: which of the newest baskets hold an item, the newest last.
    Tensor MembersOf(RepeatBatch batch)
    {
        int[][] baskets = [.. Enumerable.Range(0, batch.Count).Select(batch.Baskets)];
        var most = Math.Clamp(baskets.Max(d => d.Length), 1, _baskets);
        var members = new float[batch.Cells * most];
        for (var b = 0; b < batch.Count; b++)
            for (var s = 0; s < batch.Sizes[b]; s++)
                foreach (var d in batch.DaysAgo(b, s))
                {
                    var basket = Array.BinarySearch(baskets[b], d);
                    if (basket < most) members[(b * batch.Length + s + 1) * most - 1 - basket] = 1;
                }
        return Tensor.Wrap(members, batch.Count, batch.Length, most).To(batch.Device);
    }
}
