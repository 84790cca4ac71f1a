using Attune.Numerics;

namespace Attune.Neural;

/// <summary>The start vectors of <see cref="LightGcn"/>, and a step of training: spread, compare, carry the gradients back over the same graph.</summary>
sealed class LightGcnNetwork : Module
{
    internal const string UserTable = "user_embedding.weight", ItemTable = "item_embedding.weight";

    readonly PreferenceGraph _graph;
    readonly LightGcn _options;
    readonly Tensor _users, _items, _adjacency;

    internal LightGcnNetwork(Init init, PreferenceGraph graph, LightGcn options)
    {
        (_graph, _options) = (graph, options);
        _users = Add(UserTable, () => init.Normal([graph.Users, options.Width], options.Deviation), isTable: true);
        _items = Add(ItemTable, () => init.Normal([graph.Items, options.Width], options.Deviation), isTable: true);
        if (!InMemory) _adjacency = Hold(() => graph.Adjacency(init.DType, init.Device));
    }

    bool InMemory => _users is { DType: DType.Float32, Device.Kind: DeviceKind.Cpu };

    /// <summary>What the rows of a tensor stand for.</summary>
    internal static RowIds? RowsOf(string name) => name == UserTable ? RowIds.Users : RowIds.Items;

    /// <summary>The mean loss by plain operators that record gradients; only where the network is not of single precision in the machine's memory, and what <see cref="Backward"/> is checked against.</summary>
    internal Tensor Loss(PairBatch batch)
    {
        using var scope = new Scope();
        var layer = Tensor.Cat([_users, _items]);
        var sum = layer;
        for (var l = 0; l < _options.Layers; l++) sum += layer = _adjacency.MatMul(layer);
        var final = sum / (_options.Layers + 1);
        var device = _users.Device;
        var (u, i) = (PairBatch.Rows(batch.Users, device), PairBatch.Rows(batch.Items, device));
        var j = PairBatch.Rows(batch.Negatives, device);
        Tensor Finals(Tensor rows, long first) => final.Narrow(0, first, final.Size(0) - first).IndexSelect(0, rows);
        var (x, y) = (Finals(u, 0), Finals(i, _graph.Users));
        var rivals = Finals(j, _graph.Users).Reshape(batch.Count, batch.Drawn, _options.Width).Bmm(x.Unsqueeze(2)).Squeeze(2);
        var ranking = (rivals - (x * y).Sum(1, keep: true)).Softplus().Mean();
        var squares = _users.IndexSelect(0, u).Square().Sum() + _items.IndexSelect(0, i).Square().Sum() + _items.IndexSelect(0, j).Square().Sum() / batch.Drawn;
        return scope.Return(ranking + squares * (_options.Regularization / 2 / batch.Count));
    }

    /// <summary>Adds the gradients of a batch's mean loss times its share, and gives the mean, detached.</summary>
    internal Tensor Backward(PairBatch batch)
    {
        using var scope = new Scope();
        if (!InMemory)
        {
            var loss = Loss(batch);
            Gradients.Backward(loss * batch.Share);
            return scope.Return(loss.Detach());
        }
        var (users, items) = (_users.Detach(), _items.Detach());
        var (x, y) = (users.EmptyLike(), items.EmptyLike());
        _graph.Spread(users, items, _options.Layers, x, y, Torch.Threads);
        var (dx, dy) = (users.ZerosLike(), items.ZerosLike());
        var ranking = Rank(batch, x.Span<float>(), y.Span<float>(), dx.Span<float>(), dy.Span<float>());
        // What was spread is not needed any more: its room takes the gradients.
        _graph.Spread(dx, dy, _options.Layers, x, y, Torch.Threads);
        var squares = Shrink(batch, x.Span<float>(), y.Span<float>());
        AddGradient(_users, x);
        AddGradient(_items, y);
        return scope.Return(Tensor.Full([], (ranking + _options.Regularization / 2 * squares) / batch.Count));
    }

    // The sum of the losses; the gradients of the spread vectors, of the share of the mean. In the order of the pairs, on one thread: it is little beside the spreading.
    double Rank(PairBatch batch, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> dx, Span<float> dy)
    {
        var (width, k, sum, factor) = (_options.Width, batch.Drawn, 0.0, (float)(batch.Share / batch.Count / batch.Drawn));
        for (var n = 0; n < batch.Count; n++)
        {
            var (u, i) = (batch.Users[n] * width, batch.Items[n] * width);
            var user = x.Slice(u, width);
            var score = Vectors.Dot(user, y.Slice(i, width));
            var all = 0f;
            foreach (var negative in batch.Negatives.AsSpan(n * k, k))
            {
                var j = negative * width;
                var difference = Vectors.Dot(user, y.Slice(j, width)) - score;
                sum += Logistic.Softplus(difference) / k;
                var step = factor * Logistic.Sigmoid(difference);
                Vectors.Axpy(step, y.Slice(j, width), dx.Slice(u, width));
                Vectors.Axpy(step, user, dy.Slice(j, width));
                all += step;
            }
            Vectors.Axpy(-all, y.Slice(i, width), dx.Slice(u, width));
            Vectors.Axpy(-all, user, dy.Slice(i, width));
        }
        return sum;
    }

    // The sum of the squares of the start vectors of all pairs; adds their gradients.
    double Shrink(PairBatch batch, Span<float> dx, Span<float> dy)
    {
        if (_options.Regularization == 0) return 0;
        var (width, k, sum) = (_options.Width, batch.Drawn, 0.0);
        var factor = (float)(batch.Share / batch.Count * _options.Regularization);
        ReadOnlySpan<float> users = _users.Span<float>(), items = _items.Span<float>();
        for (var n = 0; n < batch.Count; n++)
        {
            sum += Toward(users, batch.Users[n], factor, dx) + Toward(items, batch.Items[n], factor, dy);
            foreach (var j in batch.Negatives.AsSpan(n * k, k)) sum += Toward(items, j, factor / k, dy) / k;
        }
        return sum;

        double Toward(ReadOnlySpan<float> table, int row, float weight, Span<float> gradient)
        {
            var vector = table.Slice(row * width, width);
            Vectors.Axpy(weight, vector, gradient.Slice(row * width, width));
            return Vectors.Dot(vector, vector);
        }
    }

    static void AddGradient(Tensor leaf, Tensor gradient)
    {
        if (leaf.Gradient is { IsDefined: true } there) there.AddInPlace(gradient);
        else leaf.Gradient = gradient;
    }
}
