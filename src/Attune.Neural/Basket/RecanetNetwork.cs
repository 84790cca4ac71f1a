using System.Numerics;

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
        var users = Tensor.Wrap(Array.ConvertAll(batch.Users, u => u + 1L), batch.Count, 1).To(batch.Device);
        var owners = _users.Forward(users).Expand(batch.Count, batch.Length, _width);
        var pairs = _pair.Forward(_dropout.Forward(Tensor.Cat([_items.Forward(batch.Rows), owners], 2))).Relu().Reshape(batch.Cells, _width);
        var states = StatesOf(pairs, batch);
        var x = _second.Forward(_dropout.Forward(_first.Forward(states).Relu())).Relu();
        return scope.Return(_score.Forward(_dropout.Forward(x)).Reshape(batch.Count, batch.Length));
    }

    // Most items have few gaps, some have a window full of them, and padding costs as much as gaps do: those with about as many are read together.
    Tensor StatesOf(Tensor pairs, RepeatBatch batch)
    {
        var (states, order) = (new List<Tensor>(), new List<int>());
        var gaps = GapsOf(batch);
        foreach (var group in Enumerable.Range(0, gaps.Length).GroupBy(c => LengthFor(gaps[c].Length)))
        {
            int[] cells = [.. group];
            var (values, none) = (new float[cells.Length * group.Key], new bool[cells.Length * group.Key]);
            for (var c = 0; c < cells.Length; c++)
            {
                var own = gaps[cells[c]];
                none.AsSpan(c * group.Key, group.Key - own.Length).Fill(true);
                own.CopyTo(values, (c + 1) * group.Key - own.Length);
            }
            var mine = pairs.IndexSelect(0, Ids(cells, pairs.Device)).Unsqueeze(1).Expand(cells.Length, group.Key, _width);
            var read = Tensor.Cat([mine, Tensor.Wrap(values, cells.Length, group.Key, 1).To(pairs.Device).To(pairs.DType)], 2);
            states.Add(_gaps.Forward(read, Tensor.Wrap(none, cells.Length, group.Key).To(pairs.Device)).Select(1, group.Key - 1));
            order.AddRange(cells);
        }
        var places = new int[order.Count];
        for (var i = 0; i < places.Length; i++) places[order[i]] = i;
        return Tensor.Cat([.. states]).IndexSelect(0, Ids(places, pairs.Device));
    }

    int LengthFor(int gaps) => Math.Min(_window, (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, gaps)));

    static Tensor Ids(int[] rows, Device device) => Tensor.Wrap(Array.ConvertAll(rows, r => (long)r), rows.Length).To(device);

    // log(1 + gap) of the newest gaps of every cell, oldest first; none of padding.
    float[][] GapsOf(RepeatBatch batch)
    {
        var gaps = new float[batch.Cells][];
        Array.Fill(gaps, []);
        for (var b = 0; b < batch.Count; b++)
        {
            var baskets = batch.Baskets(b);
            for (var s = 0; s < batch.Sizes[b]; s++)
            {
                var days = batch.DaysAgo(b, s);
                var own = gaps[b * batch.Length + s] = new float[Math.Min(_window, days.Length)];
                for (var (n, before) = (0, -1); n < own.Length; n++)
                {
                    var basket = Array.BinarySearch(baskets, days[n]);
                    (own[^(n + 1)], before) = (MathF.Log(1 + basket - before), basket);
                }
            }
        }
        return gaps;
    }
}
