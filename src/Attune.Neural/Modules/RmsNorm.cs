namespace Attune.Neural;

/// <summary>x / √(mean of x² + ε) over the last dimension, times weight (Zhang and Sennrich 2019, arXiv:1910.07467). Starts with weight 1.</summary>
public sealed class RmsNorm : Module
{
    readonly Tensor _weight;
    readonly double _epsilon;

    /// <summary>Makes the layer.</summary>
    /// <param name="init">Device and type.</param>
    /// <param name="width">Size of the last dimension, from 1.</param>
    /// <param name="epsilon">What is added to the mean of squares, above 0. Default 1e-6.</param>
    public RmsNorm(Init init, long width, double epsilon = 1e-6)
    {
        _epsilon = epsilon;
        _weight = Add("weight", () => init.Constant([width], 1));
    }

    /// <summary>Same shape.</summary>
    public Tensor Forward(Tensor x)
    {
        using var scope = new Scope();
        return scope.Return(x * (x.Square().Mean(-1, keep: true) + _epsilon).RSqrt() * _weight);
    }
}
