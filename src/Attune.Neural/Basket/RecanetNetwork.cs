namespace Attune.Neural;

/// <summary>The network of <see cref="Recanet"/>.</summary>
sealed class RecanetNetwork : RepeatNetwork
{
    const string ItemTable = "item_embedding.weight", UserTable = "user_embedding.weight";

    readonly Embedding _items, _users;
    readonly Linear _pair, _first, _second, _score;
    readonly Gru _gaps;
    readonly Dropout _dropout;
    readonly int _window, _width;

    internal RecanetNetwork(Init init, int users, int items, Recanet options)
    {
        (_window, _width) = (options.Window, options.Width);
        _items = Add("item_embedding", new Embedding(init, items + 1, _width, padding: 0, 0.02));
        _users = Add("user_embedding", new Embedding(init, users + 1, _width, padding: 0, 0.02));
        _pair = Add("pair", Linear.Xavier(init, 2 * _width, _width));
        _gaps = Add("gaps", new Gru(init, _width + 1, 2 * _width, options.Layers, options.Dropout));
        (_first, _second, _score) = (Add("score.0", Linear.Xavier(init, 2 * _width, _width)), Add("score.1", Linear.Xavier(init, _width, _width)), Add("score.2", Linear.Xavier(init, _width, 1)));
        _dropout = Add("dropout", new Dropout(init, options.Dropout));
    }

    internal override RowIds? RowsOf(string name) => name switch { ItemTable => RowIds.Items with { Before = 1 }, UserTable => RowIds.Users with { Before = 1 }, _ => null };

    internal override Tensor Forward(RepeatBatch batch)
    {
        using var scope = new Scope();
        var (gaps, padding) = GapsOf(batch);
        var users = Tensor.Wrap(Array.ConvertAll(batch.Users, u => u + 1L), batch.Count, 1).To(batch.Device);
        var owners = _users.Forward(users).Expand(batch.Count, batch.Length, _width);
        var pairs = _pair.Forward(_dropout.Forward(Tensor.Cat([_items.Forward(batch.Rows), owners], 2))).Relu().Reshape(batch.Cells, 1, _width).Expand(batch.Cells, _window, _width);
        var states = _gaps.Forward(Tensor.Cat([pairs, gaps.To(pairs.DType)], 2), padding).Select(1, _window - 1);
        var x = _second.Forward(_dropout.Forward(_first.Forward(states).Relu())).Relu();
        return scope.Return(_score.Forward(_dropout.Forward(x)).Reshape(batch.Count, batch.Length));
    }

    // log(1 + gap) of every item, oldest first: cells × Window × 1; and where there is none.
    (Tensor Gaps, Tensor Padding) GapsOf(RepeatBatch batch)
    {
        var (gaps, none) = (new float[batch.Cells * _window], new bool[batch.Cells * _window]);
        Array.Fill(none, true);
        for (var b = 0; b < batch.Count; b++)
        {
            var baskets = batch.Baskets(b);
            for (var s = 0; s < batch.Sizes[b]; s++)
            {
                var (end, before, n) = ((b * batch.Length + s + 1) * _window, -1, 0);
                foreach (var d in batch.DaysAgo(b, s))
                {
                    if (++n > _window) break;
                    var basket = Array.BinarySearch(baskets, d);
                    (gaps[end - n], none[end - n], before) = (MathF.Log(1 + basket - before), false, basket);
                }
            }
        }
        return (Tensor.Wrap(gaps, batch.Cells, _window, 1).To(batch.Device), Tensor.Wrap(none, batch.Cells, _window).To(batch.Device));
    }
}
