namespace Attune.Neural;

/// <summary>Convolution along the last dimension. Parameters are named and laid out as those of PyTorch's nn.Conv1d, and start as them: uniform within ±1/√(inputs · size / groups).</summary>
public sealed class Conv1d : Module
{
    readonly Tensor _weight, _bias;
    readonly long _stride, _padding, _dilation, _groups;
    readonly bool _causal;

    /// <summary>Makes the layer.</summary>
    /// <param name="init">Seed, device and type.</param>
    /// <param name="inputs">Channels before, a multiple of the groups.</param>
    /// <param name="outputs">Channels after, a multiple of the groups.</param>
    /// <param name="size">How many places are taken together, from 1.</param>
    /// <param name="stride">How far one result is from the next, from 1. Default 1.</param>
    /// <param name="padding">Zeros added on both sides, from 0; must be 0 where causal. Default 0.</param>
    /// <param name="dilation">How far the places taken together are apart, from 1. Default 1.</param>
    /// <param name="groups">Into how many parts the channels are divided. Default 1.</param>
    /// <param name="causal">Whether a place sees only itself and those before it, with as many results as places. Default no.</param>
    public Conv1d(Init init, long inputs, long outputs, long size, long stride = 1, long padding = 0, long dilation = 1, long groups = 1, bool causal = false)
    {
        if (groups < 1 || inputs % groups != 0 || outputs % groups != 0)
            throw new ArgumentOutOfRangeException(nameof(groups), groups, $"The channels before ({inputs}) and after ({outputs}) must be multiples of the number of groups, which is at least 1.");
        if (causal && padding != 0) throw new ArgumentException("A causal convolution pads by itself; leave padding at 0.", nameof(padding));
        (_stride, _padding, _dilation, _groups, _causal) = (stride, causal ? (size - 1) * dilation : padding, dilation, groups, causal);
        var bound = 1 / Math.Sqrt(inputs / groups * size);
        _weight = Add("weight", () => init.Uniform([outputs, inputs / groups, size], bound));
        _bias = Add("bias", () => init.Uniform([outputs], bound));
    }

    /// <summary>B × inputs × T → B × outputs × places.</summary>
    public Tensor Forward(Tensor x)
    {
        using var scope = new Scope();
        var result = x.Conv1D(_weight, _bias, _stride, _padding, _dilation, _groups);
        // Zeros came in on both sides; the results that saw those on the right are cut off.
        return scope.Return(_causal ? result.Narrow(2, 0, (x.Size(2) + _stride - 1) / _stride) : result);
    }
}
