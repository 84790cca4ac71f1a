namespace Attune.Neural;

/// <summary>
/// Gated recurrent units over whole sequences (Cho et al. 2014, arXiv:1406.1078), one or several layers with dropout between them. Parameters are named and laid out
/// as those of PyTorch's nn.GRU. Starts from a state of zeros; places of padding leave the state as it is, so padding on the left changes nothing.
/// </summary>
public sealed class Gru : Module
{
    // σ of it is exactly 1 in every type, whatever a layer adds.
    const double Shut = 1e4;

    readonly Tensor[][] _layers;
    readonly Tensor _shut;
    readonly Dropout _dropout;

    /// <summary>Makes the layers.</summary>
    /// <param name="init">Seed, device and type.</param>
    /// <param name="inputs">Size of the last dimension before, from 1.</param>
    /// <param name="hidden">Length of the states, from 1.</param>
    /// <param name="layers">How many layers, each over the states of the one before, from 1. Default 1.</param>
    /// <param name="dropout">The share dropped between layers, from 0 to below 1. Default 0.</param>
    public Gru(Init init, long inputs, long hidden, int layers = 1, double dropout = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(layers, 1);
        Hidden = hidden;
        var bound = 1 / Math.Sqrt(hidden);
        _layers = [.. Enumerable.Range(0, layers).Select(l => new[]
        {
            Add($"weight_ih_l{l}", () => init.Uniform([3 * hidden, l == 0 ? inputs : hidden], bound)),
            Add($"weight_hh_l{l}", () => init.Uniform([3 * hidden, hidden], bound)),
            Add($"bias_ih_l{l}", () => init.Uniform([3 * hidden], bound)),
            Add($"bias_hh_l{l}", () => init.Uniform([3 * hidden], bound)),
        })];
        _shut = Hold(() => Tensor.Cat([init.Constant([hidden, 1], 0), init.Constant([hidden, 1], Shut), init.Constant([hidden, 1], 0)]));
        _dropout = Add("dropout", new Dropout(init, dropout));
    }

    /// <summary>Length of the states.</summary>
    public long Hidden { get; }

    /// <summary>B × T × inputs → the state after every place, B × T × hidden.</summary>
    /// <param name="x">The sequences, the newest last.</param>
    /// <param name="padding">B × T, Bool: true at places that leave the state as it is; undefined where there are none, which is faster.</param>
    public Tensor Forward(Tensor x, Tensor padding = default)
    {
        using var scope = new Scope();
        var start = Tensor.Zeros([1, x.Size(0), Hidden], x.DType, x.Device);
        var flag = padding.IsDefined ? padding.To(x.DType).Unsqueeze(-1) : default;
        for (var l = 0; l < _layers.Length; l++)
        {
            if (l > 0) x = _dropout.Forward(x);
            var parameters = _layers[l];
            // Padding comes in as one more number, which shuts the update gate: the new state is the old one.
            if (flag.IsDefined) (x, parameters) = (Tensor.Cat([x, flag], -1), [Tensor.Cat([parameters[0], _shut], 1), .. parameters.AsSpan(1)]);
            x = x.Gru(start, parameters);
        }
        return scope.Return(x);
    }
}
