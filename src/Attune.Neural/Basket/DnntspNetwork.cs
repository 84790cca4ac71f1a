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
        var own = _items.Forward(batch.Rows).Reshape(batch.Cells, _width);
        var members = new BasketMembers(batch, _baskets, own.DType);
        // Every basket is a graph of its own.
        var x = own.IndexSelect(0, members.Cells);
        foreach (var layer in _layers) x = _dropout.Forward(layer.Forward(members.Mixed(x))).Relu();
        var gathered = members.OfItems(x, Gathered);
        var share = _gate.IndexSelect(0, batch.Rows.Reshape(-1)).Reshape(batch.Cells, 1) * members.Bought;
        return scope.Return(_score.Forward(_dropout.Forward((1 - share) * own + share * gathered)).Reshape(batch.Count, batch.Length));
    }

    // Looking back only, no purchase sees the padding, which comes last.
    Tensor Gathered(Tensor past, Tensor kept)
    {
        using var scope = new Scope();
        var seen = _attention.Forward(past, AttentionMask.Over(past, 1, causal: true)) * kept;
        return scope.Return((_gather.Forward(seen) * seen).Sum(1));
    }
}
