namespace Attune.Neural;

/// <summary>Layers of one width: W x + b, a batch norm where asked for, max(0, ·), dropout.</summary>
sealed class DenseLayers : Module
{
    readonly Linear[] _layers;
    readonly BatchNorm[] _norms;
    readonly Dropout _dropout;

    internal DenseLayers(Init init, long inputs, long width, int layers, bool norm = false, double dropout = 0)
    {
        _layers = [.. Enumerable.Range(0, layers).Select(l => Add($"{l}.linear", new Linear(init, l == 0 ? inputs : width, width)))];
        _norms = [.. Enumerable.Range(0, norm ? layers : 0).Select(l => Add($"{l}.norm", new BatchNorm(init, width)))];
        _dropout = Add("dropout", new Dropout(init, dropout));
    }

    /// <summary>N × inputs → N × width.</summary>
    internal Tensor Forward(Tensor x)
    {
        for (var l = 0; l < _layers.Length; l++)
        {
            x = _layers[l].Forward(x);
            if (_norms.Length > 0) x = _norms[l].Forward(x);
            x = _dropout.Forward(x.Relu());
        }
        return x;
    }
}
