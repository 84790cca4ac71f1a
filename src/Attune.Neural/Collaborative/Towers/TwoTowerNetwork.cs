using Attune.Numerics;

namespace Attune.Neural;

/// <summary>The towers of <see cref="TwoTower"/>, and a step of training.</summary>
sealed class TwoTowerNetwork : Module
{
    internal const string UserTable = "user_embedding.weight", ItemTable = "item_embedding.weight", UserFeatures = "user_features.weight", ItemFeatures = "item_features.weight", Map = "history.weight",
        Described = "user_described";

    const double Never = -1e30;

    readonly TwoTower _options;
    readonly CsrMatrix _preferences, _ofUsers, _ofItems;
    readonly float[] _logShares;
    readonly Tensor _users, _items, _userFeatures, _itemFeatures, _map;
    readonly Linear[] _userLayers, _itemLayers;
    readonly Seed _hides;

    internal TwoTowerNetwork(Init init, Dataset data, TwoTower options)
    {
        (_options, _preferences, _hides) = (options, data.Preferences, ((Seed)options.Seed).Derive("hidden"));
        (_ofUsers, _ofItems) = (FeatureRows.Of(data.UserFeatures, data.Users, options.Buckets), FeatureRows.Of(data.ItemFeatures, data.Items, options.Buckets));
        // Items that occur in no pair are in no batch.
        _logShares = [.. Enumerable.Range(0, data.Items.Count).Select(i => (float)Math.Log(Math.Max(1, data.PreferencesByItem.RowLength(i)) / (double)Math.Max(1, _preferences.Count)))];
        Tensor Table(string name, int rows) => Add(name, () => init.Normal([rows, options.Width], options.Deviation), isTable: true);
        (_users, _items) = (Table(UserTable, data.Users.Count), Table(ItemTable, data.Items.Count));
        (_userFeatures, _itemFeatures) = (Table(UserFeatures, options.Buckets), Table(ItemFeatures, options.Buckets));
        _map = Add(Map, () => init.Uniform([options.Width, options.Width], 1 / Math.Sqrt(options.Width)));
        Linear[] LayersOf(string name) => [.. Enumerable.Range(0, options.Layers).Select(l => Add($"{name}.{l}", new Linear(init, options.Width, options.Width)))];
        (_userLayers, _itemLayers) = (LayersOf("user_layers"), LayersOf("item_layers"));
    }

    bool InMemory => _items is { DType: DType.Float32, Device.Kind: DeviceKind.Cpu };

    /// <summary>What the rows of a tensor stand for; null for features, which have buckets, and for layers.</summary>
    internal static RowIds? RowsOf(string name) => name switch { UserTable => RowIds.Users, ItemTable => RowIds.Items, _ => null };

    /// <summary>What is saved: the parameters, and what the features of each user add up to, which a catalog does not know.</summary>
    internal Weights Learned()
    {
        var weights = CollaborativeFit.WeightsOf(this);
        var (table, width, described) = (weights.Float(UserFeatures), _options.Width, new float[_users.Count]);
        for (var u = 0; u < _ofUsers.Rows; u++) AddFeatures(_ofUsers, u, table, described.AsSpan(u * width, width));
        return weights.Add(Described, described, _ofUsers.Rows, width);
    }

    /// <summary>Adds what the features of a row add up to.</summary>
    internal static void AddFeatures(CsrMatrix features, int row, float[] table, Span<float> sum)
    {
        for (var e = features.Offsets[row]; e < features.Offsets[row + 1]; e++) Vectors.Axpy(features.Values[e], table.AsSpan(features.ColumnIndices[e] * sum.Length, sum.Length), sum);
    }

    /// <summary>The mean loss by plain operators that record gradients: on any device and in any precision, and what <see cref="Backward"/> is checked against.</summary>
    internal Tensor Loss(PairBatch batch)
    {
        using var scope = new Scope();
        Tensor Product(PreferenceBatch rows, Tensor table) => rows.Dense(rows.Values, table.DType, table.Device).MatMul(table);
        return scope.Return(Loss(batch, Product(batch.Histories(_preferences), _items), Product(Rows(_ofUsers, batch.Users), _userFeatures), Product(Rows(_ofItems, batch.Items), _itemFeatures)));
    }

    /// <summary>Adds the gradients of a batch's mean loss times its share, and gives the mean, detached.</summary>
    internal Tensor Backward(PairBatch batch)
    {
        using var scope = new Scope();
        if (!InMemory)
        {
            var slow = Loss(batch);
            Gradients.Backward(slow * batch.Share);
            return scope.Return(slow.Detach());
        }
        PreferenceBatch[] rows = [batch.Histories(_preferences), Rows(_ofUsers, batch.Users), Rows(_ofItems, batch.Items)];
        var items = _items.Detach().RequireGradient();
        Tensor[] sums = [SparseInput.Forward(rows[0], _items.Detach()), SparseInput.Forward(rows[1], _userFeatures.Detach()), SparseInput.Forward(rows[2], _itemFeatures.Detach())];
        foreach (var sum in sums) sum.RequireGradient();
        var loss = Loss(batch, sums[0], sums[1], sums[2], items);
        Gradients.Backward(loss * batch.Share);
        // The gradients of tables come from two sides, or from sparse rows: they reach the tables when they are whole.
        Tensor[] leaves = [_items, _userFeatures, _itemFeatures], whole = [items.Gradient, _userFeatures.Detach().ZerosLike(), _itemFeatures.Detach().ZerosLike()];
        for (var t = 0; t < leaves.Length; t++)
        {
            SparseInput.Backward(rows[t], sums[t].Gradient.Contiguous(), whole[t]);
            leaves[t].Gradient = whole[t];
        }
        return scope.Return(loss.Detach());
    }

    Tensor Loss(PairBatch batch, Tensor history, Tensor ofUsers, Tensor ofItems, Tensor items = default)
    {
        var (table, device, type) = (items.IsDefined ? items : _items, _items.Device, _items.DType);
        var users = Through(_users.IndexSelect(0, PairBatch.Rows(batch.Users, device)) * Shown(batch, batch.Users, "users") + history.Linear(_map) + ofUsers, _userLayers);
        var others = Through(table.IndexSelect(0, PairBatch.Rows(batch.Items, device)) * Shown(batch, batch.Items, "items") + ofItems, _itemLayers);
        var drawn = Tensor.Of<float>(Array.ConvertAll(batch.Items, i => _logShares[i])).To(type).To(device);
        var scores = users.MatMul(others.T) * (1 / _options.Temperature) - drawn;
        var (targets, numbers) = (PairBatch.Rows(batch.Items, device), Tensor.Range(0, batch.Count, device));
        var same = targets.Unsqueeze(1).Eq(targets.Unsqueeze(0)).And(numbers.Unsqueeze(1).Eq(numbers.Unsqueeze(0)).Not());
        scores = scores.MaskedFill(same, Never);
        return (scores.LogSumExp(1) - scores.Gather(1, numbers.Unsqueeze(1)).Squeeze(1)).Mean();
    }

    // 1 for the ids whose own vector is used in this step, 0 for the others.
    Tensor Shown(PairBatch batch, int[] ids, string of)
    {
        var seed = _hides.Derive(of).Derive(batch.Step);
        return Tensor.Of<float>(Array.ConvertAll(ids, i => seed.Derive(i).Stream().NextDouble() < _options.IdDropout ? 0f : 1f), ids.Length, 1).To(_items.DType).To(_items.Device);
    }

    static Tensor Through(Tensor x, Linear[] layers)
    {
        foreach (var layer in layers) x += layer.Forward(x).Relu();
        return x * x.Square().Sum(1, keep: true).ClampMin(1e-24).RSqrt();
    }

    static PreferenceBatch Rows(CsrMatrix features, int[] ids)
    {
        var offsets = new int[ids.Length + 1];
        for (var n = 0; n < ids.Length; n++) offsets[n + 1] = offsets[n] + features.RowLength(ids[n]);
        var (columns, values) = (new int[offsets[^1]], new float[offsets[^1]]);
        for (var n = 0; n < ids.Length; n++)
        {
            features.Row(ids[n]).CopyTo(columns.AsSpan(offsets[n]));
            features.RowValues(ids[n]).CopyTo(values.AsSpan(offsets[n]));
        }
        return new PreferenceBatch(features.Columns, offsets, columns, values);
    }
}
