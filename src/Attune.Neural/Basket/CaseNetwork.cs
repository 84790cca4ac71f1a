namespace Attune.Neural;

/// <summary>The network of <see cref="Case"/>.</summary>
sealed class CaseNetwork : RepeatNetwork
{
    const double Deviation = 0.02;
    const string ItemTable = "item_embedding.weight", Mix = "mix";

    readonly Case _options;
    readonly CadenceKernels? _kernels;
    readonly Linear? _first, _second;
    readonly Embedding? _items;
    readonly Func<Tensor, Tensor, Tensor>[] _sets;
    readonly Linear _hidden, _score;
    readonly Dropout _dropout;
    readonly Tensor _mix, _bought;
    readonly Pma? _pool;

    internal CaseNetwork(Init init, int items, Case options)
    {
        _options = options;
        var (width, twice) = (options.Width, 2 * options.Width);
        if (!options.WithoutCadence)
        {
            _kernels = Add("cnn", new CadenceKernels(init, options.KernelSizes, options.Days));
            (_first, _second) = (Add("cadence.0", Linear.Xavier(init, _kernels.Features, width)), Add("cadence.1", Linear.Xavier(init, width, width)));
        }
        if (!options.WithoutItems) _items = Add("item_embedding", new Embedding(init, items + 1, width, padding: 0, Deviation));
        var read = (_kernels is null ? 0 : width) + (_items is null ? 0 : width);
        _sets = [.. Enumerable.Range(0, options.WithoutSet ? 0 : options.Layers).Select(l => Set(init, l, l == 0 ? read : twice))];
        _hidden = Add("score.0", Linear.Xavier(init, _sets.Length > 0 ? twice : read, width));
        _score = Add("score.1", Linear.Xavier(init, width, 1));
        _dropout = Add("dropout", new Dropout(init, options.Dropout));
        if (options.Scoring is CaseScoring.Intrinsic) return;
        _bought = Add("bought.weight", () => init.Normal([2, width], Deviation));
        _pool = Add("pool", new Pma(init, width, PoolHeads, dropout: options.Dropout));
        _mix = Add(Mix, () => init.Constant([items + 1], 0.5), decays: false, isTable: true);
    }

    // The vector of a set is half as wide as the set.
    int PoolHeads => _options.Width % _options.Heads == 0 ? _options.Heads : 1;

    internal CadenceKernels? Kernels => _kernels;

    internal override IReadOnlyList<KeyValuePair<string, string>> Facts => _kernels is null ? []
        : [new("dead kernels", _kernels.Dead.ToArray() is { Length: > 0 } dead ? $"{string.Join(", ", dead)} days: they say nothing whatever was bought" : "none")];

    internal override RowIds? RowsOf(string name) => name is ItemTable or Mix ? RowIds.Items with { Before = 1 } : null;

    internal override void Level(IEnumerable<int> items)
    {
        if (_items is null) return;
        using var scope = new Scope();
        using var off = Gradients.NotRecorded();
        long[] rows = [.. items.Select(i => 1L + i)];
        if (rows.Length > 0) _items.Weight.IndexCopyInPlace(0, Tensor.Wrap(rows, rows.Length).To(_items.Weight.Device), Tensor.Zeros([rows.Length, _options.Width], _items.Weight.DType, _items.Weight.Device));
    }

    internal override Tensor Forward(RepeatBatch batch) => Forward(batch, _kernels is null ? default : IsTraining ? _kernels.Dense(batch) : _kernels.Sparse(batch));

    /// <summary>The scores from given features of the calendars, B × S × features.</summary>
    internal Tensor Forward(RepeatBatch batch, Tensor features)
    {
        using var scope = new Scope();
        var own = Own(batch.Rows, features, batch.Padding);
        return scope.Return(_pool is null ? own : Mixed(batch, own));
    }

    /// <summary>The items' own scores: rows of the table, B × S, features of their calendars, and which are padding.</summary>
    internal Tensor Own(Tensor rows, Tensor features, Tensor padding)
    {
        using var scope = new Scope();
        var parts = new List<Tensor>(2);
        if (features.IsDefined) parts.Add(_second!.Forward(_dropout.Forward(_first!.Forward(features).Relu())).Relu());
        if (_items is not null) parts.Add(_items.Forward(rows));
        var x = parts.Count == 1 ? parts[0] : Tensor.Cat(parts.ToArray(), 2);
        foreach (var set in _sets) x = set(x, padding);
        return scope.Return(_score.Forward(_dropout.Forward(_hidden.Forward(x).Elu())).Squeeze(2));
    }

    // share · own + (1 − share) · (vector of the set · vector of the item), where the set is pooled from what its calendars of yes and no add up to.
    Tensor Mixed(RepeatBatch batch, Tensor own)
    {
        var counts = new float[batch.Cells * 2];
        for (var b = 0; b < batch.Count; b++)
            for (var s = 0; s < batch.Length; s++)
            {
                var cell = 2 * (b * batch.Length + s);
                if (s < batch.Sizes[b])
                    foreach (var d in batch.DaysAgo(b, s)) counts[cell + 1] += d <= _options.Days ? 1 : 0;
                counts[cell] = _options.Days - counts[cell + 1];
            }
        var days = Tensor.Wrap(counts, batch.Count, batch.Length, 2).To(_bought.DType).To(batch.Device).MatMul(_bought);
        var all = (_pool!.Forward(days, batch.Padding) * _items!.Forward(batch.Rows)).Sum(2);
        var share = _mix.IndexSelect(0, batch.Rows.Reshape(-1)).Reshape(batch.Count, batch.Length);
        return share * own + (1 - share) * all;
    }

    Func<Tensor, Tensor, Tensor> Set(Init init, int layer, int inputs)
    {
        if (_options.InducingPoints == 0) return Add($"sets.{layer}", new Sab(init, inputs, 2 * _options.Width, _options.Heads, _options.Dropout)).Forward;
        return Add($"sets.{layer}", new Isab(init, inputs, 2 * _options.Width, _options.Heads, _options.InducingPoints, _options.Dropout)).Forward;
    }
}
