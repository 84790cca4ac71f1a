using Attune.Numerics;

namespace Attune.Neural;

/// <summary>The vectors of <see cref="SimpleX"/>, and a step of training.</summary>
sealed class SimpleXNetwork : Module
{
    internal const string UserTable = "user_embedding.weight", ItemTable = "item_embedding.weight", Map = "history.weight";

    readonly CsrMatrix _preferences;
    readonly SimpleX _options;
    readonly Tensor _users, _items, _map;
    readonly CosineContrastive _loss;

    internal SimpleXNetwork(Init init, CsrMatrix preferences, SimpleX options)
    {
        (_preferences, _options) = (preferences, options);
        _users = Add(UserTable, () => init.Normal([preferences.Rows, options.Width], options.Deviation), isTable: true);
        _items = Add(ItemTable, () => init.Normal([preferences.Columns, options.Width], options.Deviation), isTable: true);
        _map = Add(Map, () => init.Uniform([options.Width, options.Width], 1 / Math.Sqrt(options.Width)));
        _loss = new CosineContrastive(preferences.Columns, options.Margin, options.Weight);
    }

    bool InMemory => _items is { DType: DType.Float32, Device.Kind: DeviceKind.Cpu };

    /// <summary>What the rows of a tensor stand for; null for the map.</summary>
    internal static RowIds? RowsOf(string name) => name switch { UserTable => RowIds.Users, ItemTable => RowIds.Items, _ => null };

    /// <summary>The mean loss by plain operators that record gradients: on any device and in any precision, and what <see cref="Backward"/> is checked against.</summary>
    internal Tensor Loss(PairBatch batch)
    {
        using var scope = new Scope();
        var histories = batch.Histories(_preferences);
        var mean = histories.Dense(histories.Values, _items.DType, _items.Device).MatMul(_items);
        return scope.Return(_loss.Forward(States(batch, mean), Targets(batch), Table(_items), Drawn(batch)));
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
        // The items' gradient comes from two sides and reaches them when it is whole.
        var (histories, items) = (batch.Histories(_preferences), _items.Detach().RequireGradient());
        var mean = SparseInput.Forward(histories, _items.Detach()).RequireGradient();
        var value = _loss.Backward(States(batch, mean), Targets(batch), Table(items), Drawn(batch), batch.Share);
        SparseInput.Backward(histories, mean.Gradient.Contiguous(), items.Gradient);
        if (_items.Gradient is { IsDefined: true } there) there.AddInPlace(items.Gradient);
        else _items.Gradient = items.Gradient;
        return scope.Return(value);
    }

    // x = g e_u + (1 − g) V · mean.
    Tensor States(PairBatch batch, Tensor mean) => _users.IndexSelect(0, PairBatch.Rows(batch.Users, _users.Device)) * _options.Gate + mean.Linear(_map) * (1 - _options.Gate);

    // Losses number items from 1: row 0 stands for nothing.
    Tensor Table(Tensor items) => Tensor.Cat([Tensor.Zeros([1, _options.Width], items.DType, items.Device), items]);

    Tensor Targets(PairBatch batch) => PairBatch.Rows(Array.ConvertAll(batch.Items, i => i + 1), _items.Device);

    Negatives Drawn(PairBatch batch) => new(PairBatch.Rows(Array.ConvertAll(batch.Negatives, i => i + 1), _items.Device, batch.Count, batch.Drawn));
}
