namespace Attune.Neural;

/// <summary>A layer of <see cref="SsrTrainer"/>: all its views in one product each, N × inputs → N × (views · width), or the mean of the views N × width.</summary>
sealed class SsrLayer : Module
{
    readonly SsrFilter _filter;
    readonly int _views, _width, _filtered;
    readonly bool _last, _adds;
    readonly Linear? _projection, _gate;
    readonly Competition? _competition;
    readonly Dropout? _mask;
    readonly Dropout _dropout;
    readonly GroupedLinear _mix;
    readonly GroupedNorm _norm;
    readonly Tensor _places;

    internal SsrLayer(Init init, SsrTrainer options, int layer, int inputs, Cuts cuts)
    {
        (_filter, _views, _width, _filtered) = (options.Choice, options.Views, options.ViewWidth, options.FilteredOf(inputs));
        (_last, _adds, Inputs) = (layer == options.Layers - 1, options.Residual, inputs);
        if (_filter is SsrFilter.Static)
        {
            Drawn = DrawnInputs.Of(options, layer, inputs);
            _places = Hold(() => Tensor.Of<long>(Array.ConvertAll(Drawn, i => (long)i)).To(init.Device));
        }
        else if (_filter is SsrFilter.Dropout) _mask = Add("mask", new Dropout(init, Math.Max(0, 1 - _width / (double)inputs)));
        else _projection = Add("projection", new Linear(init, inputs, _views * _filtered, bias: false));
        if (options.Gate || _filter is SsrFilter.SoftGate) _gate = Add("gate", new Linear(init, inputs, _views * _filtered * (options.Gate && _filter is SsrFilter.SoftGate ? 2 : 1), bias: false));
        if (_filter is SsrFilter.Ics) _competition = Add("competition", new Competition(init, _views, _filtered, options.Iterations, options.Alpha, options.PositiveAlpha, cuts));
        _mix = Add("mix", new GroupedLinear(init, _views, _filtered, _width));
        _norm = Add("norm", new GroupedNorm(init, _views, _width));
        _dropout = Add("dropout", new Dropout(init, options.Dropout));
    }

    /// <summary>Dimensions that enter.</summary>
    internal int Inputs { get; }

    /// <summary>What static views read, view after view; empty for others.</summary>
    internal int[] Drawn { get; private set; } = [];

    /// <summary>What ics learns; null for others.</summary>
    internal Competition? Competition => _competition;

    /// <summary>Told of every pass what came before the filter and after it, N × views × filtered: for reports.</summary>
    internal Action<Tensor, Tensor>? Tap { get; set; }

    /// <summary>Takes indices that were saved.</summary>
    internal void Take(int[] drawn)
    {
        using var scope = new Scope();
        Drawn = drawn;
        _places.CopyInPlace(Tensor.Of<long>(Array.ConvertAll(drawn, i => (long)i)));
    }

    internal Tensor Forward(Tensor x)
    {
        using var scope = new Scope();
        var h = Filtered(x);
        var z = _mix.Forward(h).Gelu();
        z = _dropout.Forward(_norm.Forward(_adds ? z + h : z));
        return scope.Return(_last ? z.Mean(0) : z.Transpose(0, 1).Reshape(x.Size(0), _views * _width));
    }

    // Views × N × filtered.
    Tensor Filtered(Tensor x)
    {
        var rows = x.Size(0);
        // Rows of the transposed matrix are copied whole, and their gradients added whole.
        if (_filter is SsrFilter.Static) return x.T.Contiguous().IndexSelect(0, _places).Reshape(_views, _width, rows).Transpose(1, 2);
        if (_filter is SsrFilter.Dropout) return _mask!.Forward(x.Unsqueeze(0).Expand(_views, rows, x.Size(1)));
        var u = _projection!.Forward(x).Reshape(rows, _views, _filtered);
        var gates = _gate?.Forward(x).Reshape(rows, -1, _views, _filtered);
        var h = _filter switch
        {
            SsrFilter.Ics => _competition!.Forward(u),
            SsrFilter.TopK => Largest(u),
            SsrFilter.SoftGate => u * gates!.Value.Select(1, 0).Sigmoid(),
            _ => u,
        };
        Tap?.Invoke(u, h);
        if (gates is { } g && !(_filter is SsrFilter.SoftGate && g.Size(1) == 1)) h *= g.Select(1, g.Size(1) - 1);
        return h.Transpose(0, 1);
    }

    // What is cut gets its gradient all the same.
    Tensor Largest(Tensor u)
    {
        if (_width >= _filtered) return u;
        var least = u.Detach().TopK(_width).Values.Select(-1, _width - 1).Unsqueeze(-1);
        var cut = u.Detach().MaskedFill(u.Detach().Lt(least), 0);
        return u + (cut - u).Detach();
    }
}
