namespace Attune.Neural;

/// <summary>Counts in a layer of views what passes their filters.</summary>
sealed class SparsityTap
{
    readonly SsrLayer _layer;
    readonly int _number, _views;
    readonly double[] _zeros, _inputs;
    long _numbers;

    internal SparsityTap(SsrLayer layer, int number, int views)
    {
        (_layer, _number, _views, _zeros, _inputs) = (layer, number, views, new double[views], new double[views]);
        layer.Tap = Count;
    }

    /// <summary>What was counted.</summary>
    internal IEnumerable<ViewSparsity> Views()
    {
        using var scope = new Scope();
        using var off = Gradients.NotRecorded();
        var views = new ViewSparsity[_views];
        var alpha = _layer.Competition?.Alpha.To(DType.Float64).ToArray<double>();
        var gamma = _layer.Competition?.Gamma.Mean(1).To(DType.Float64).ToArray<double>();
        for (var v = 0; v < _views; v++)
        {
            var own = _layer.Drawn.Length == 0 ? 0 : _layer.Drawn.AsSpan(v * _layer.Drawn.Length / _views, _layer.Drawn.Length / _views).ToArray().Distinct().Count();
            views[v] = new ViewSparsity(_number + 1, v + 1, own > 0 ? 1 - own / (double)_layer.Inputs : _numbers > 0 ? _zeros[v] / _numbers : double.NaN,
                alpha is null ? [] : [.. Enumerable.Range(0, alpha.Length / _views).Select(t => alpha[t * _views + v])], gamma?[v] ?? double.NaN, _numbers > 0 ? _inputs[v] / _numbers : double.NaN);
        }
        return views;
    }

    // N × views × filtered, before and after.
    void Count(Tensor before, Tensor after)
    {
        var (zeros, inputs) = (after.Eq(0).To(DType.Float64).Sum(2).Sum(0).ToArray<double>(), before.To(DType.Float64).Sum(2).Sum(0).ToArray<double>());
        for (var v = 0; v < _views; v++) (_zeros[v], _inputs[v]) = (_zeros[v] + zeros[v], _inputs[v] + inputs[v]);
        _numbers += before.Size(0) * before.Size(2);
    }
}
